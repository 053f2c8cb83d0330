"""OneRoster packages of both versions, tidy ones and those met in the wild."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.formats.oneroster import Roster, read_roster
from rollbook.formats.refusals import FileRefused
from tests.formats.files import a_upn, roster_of, zip_of

ORGS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "t,,,The Trust,district,,\ns1,,,Hill School,school,123456,t\n"
)
SESSIONS = (
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "y,,,2026/27,schoolYear,2026-09-01,2027-08-31,,2027\n"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects\n"
    'c1,,,7A,07,,7A,homeroom,,s1,y,\nc2,,,7x/Ma1,"07,08",,,scheduled,,s1,y,Maths\n'
)
ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,c1,s1,p1,student,false,2026-09-01,\ne2,,,c1,s1,t1,teacher,true,,\ne3,,,c2,s1,p1,student,,2026-09-01,2026-12-18\n"
    "e4,,,c9,s1,p1,student,,,\n"
)
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex\np1,,,2014-09-03,female\np2,,,2015-02-30,unspecified\n"
USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    f'p1,,,true,s1,student,zoe,{{UPN:{a_upn(1)}}},Zoë,O\'Neill,Ann,A77,z@example.org,07700900100,,"g1,g2",07,\n'
    f"p2,,,true,s1,student,,,Bo,Lee,,{a_upn(2)},,,,,R,\n"
    "g1,,,true,s1,parent,,,Ann,O'Neill,,,a@example.org,07700 900123,01632 960001,p1,,\n"
    "g2,,,true,s1,guardian,,,Bob,Smith,,,,,,,,\n"
    "g3,,,true,s1,parent,,,Di,Lee,,,,,,p2,,\n"
    "t1,,,true,s1,teacher,mrx,,Max,Ray,,,m@example.org,,,,,\n"
    "p3,tobedeleted,,true,s1,student,,,Gone,Child,,,,,,,,\n"
)
MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\nfile.orgs,bulk\n"


def files_11() -> dict[str, str]:
    return {
        "manifest": MANIFEST, "orgs": ORGS, "academicSessions": SESSIONS, "classes": CLASSES,
        "enrollments": ENROLLMENTS, "users": USERS_11, "demographics": DEMOGRAPHICS,
    }  # fmt: skip


def a_roster(**changes: str) -> Roster:
    return read_roster("roster.zip", roster_of(**{**files_11(), **changes}))


def test_a_package_of_version_1_1() -> None:
    roster = a_roster()
    assert (roster.version, roster.notes, roster.partial) == ("1.1", (), ())
    assert [(school.sourced_id, school.kind, school.identifier) for school in roster.schools] == [
        ("t", "district", None), ("s1", "school", "123456"),
    ]  # fmt: skip
    assert (roster.terms[0].start, roster.terms[0].end) == (date(2026, 9, 1), date(2027, 8, 31))
    zoe, bo = roster.pupils
    assert (zoe.mis_id, zoe.upn, zoe.legal_forename, zoe.legal_surname) == ("p1", a_upn(1), "Zoë", "O'Neill")
    assert (zoe.born, zoe.sex, zoe.year, zoe.registration_group) == (date(2014, 9, 3), "F", "7", "7A")
    assert (bo.upn, bo.born, bo.sex, bo.year, bo.registration_group) == (a_upn(2), None, None, "R", None)
    assert roster.pupil_schools == (("p1", "s1"), ("p2", "s1"))
    assert roster.removed == (("users", "p3"),)


def test_contacts_are_linked_from_either_side() -> None:
    zoe, bo = a_roster().pupils
    assert zoe.contacts is not None
    assert bo.contacts is not None
    assert [(c.mis_id, c.priority, c.relationship) for c in zoe.contacts] == [
        ("g1", 1, "Parent"),
        ("g2", 2, "Guardian"),
    ]
    assert {(phone.kind, phone.number) for phone in zoe.contacts[0].phones} == {
        ("mobile", "+447700900123"), ("other", "+441632960001"),
    }  # fmt: skip
    assert [c.mis_id for c in bo.contacts] == ["g3"]


def test_groups_memberships_and_staff() -> None:
    roster = a_roster()
    assert [(g.name, g.kind, g.years, g.subjects) for g in roster.groups] == [
        ("7A", "homeroom", ("7",), ()), ("7x/Ma1", "scheduled", ("7", "8"), ("Maths",)),
    ]  # fmt: skip
    assert [(m.group_id, m.person_id, m.role, m.primary, m.end) for m in roster.memberships] == [
        ("c1", "p1", "student", False, None), ("c1", "t1", "teacher", True, None),
        ("c2", "p1", "student", None, date(2026, 12, 18)),
    ]  # fmt: skip
    (teacher,) = roster.staff
    assert (teacher.forename, teacher.surname, teacher.roles, teacher.school_ids) == (
        "Max",
        "Ray",
        ("teacher",),
        ("s1",),
    )


def test_rows_that_point_at_nobody_and_dates_that_cannot_be_are_problems() -> None:
    said = [(p.row, p.column, p.value) for p in a_roster().problems]
    assert (5, "enrollments.csv classSourcedId", "c9") in said
    assert (3, "demographics.csv birthdate", "2015-02-30") in said
    assert len(said) == 2


def test_a_package_of_version_1_2_with_roles_and_misspelt_headers() -> None:
    users = (
        "sourcedId,status,dataLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,"
        "phone,agentSourcedIds,grades,password,userMasterIdentifier,prefferedGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns,,,\n"
        f"p1,,,true,,{{UPN:{a_upn(1)}}},Zoë,O'Neill,,,,,,,07,,,Zo,,,s1,,,,\n"
        "t1,,,false,max,,Max,Ray,,,,,,,,,,,,,s1,,,,\n"
    )
    roles = (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
        "r1,,,p1,primary,student,,,s1,\nr2,,,t1,secondary,teacher,,,s1,\nr3,,,t1,primary,administrator,,,t,\n"
    )
    manifest = "propertyName,value\noneroster.version,1.2\nfile.users,bulk\nfile.roles,bulk\n"
    roster = a_roster(manifest=manifest, users=users, roles=roles)
    assert roster.version == "1.2"
    (zoe,) = roster.pupils
    assert (zoe.preferred_forename, zoe.upn) == ("Zo", a_upn(1))
    (staff,) = roster.staff
    assert (staff.roles, staff.enabled, staff.school_ids) == (("administrator", "teacher"), False, ("s1", "t"))


def test_packages_as_met_in_the_wild() -> None:
    files = {
        f"Export 2026/{name.lower()}.CSV": "\ufeff" + text for name, text in files_11().items() if name != "manifest"
    }
    files["__MACOSX/Export 2026/._users.csv"] = "litter"
    files["Export 2026/userprofiles.csv"] = "sourcedId\n"
    roster = read_roster("roster.zip", zip_of({**files}))
    assert len(roster.pupils) == 2
    assert any("no manifest" in note for note in roster.notes)
    assert any("in a folder “Export 2026”" in note for note in roster.notes)


def test_a_delta_is_said_to_be_partial_and_may_name_people_it_does_not_hold() -> None:
    manifest = MANIFEST + "file.enrollments,delta\nfile.courses,bulk\n"
    roster = a_roster(manifest=manifest)
    assert roster.partial == ("enrollments",)
    assert "c9" in {membership.group_id for membership in roster.memberships}
    assert any("not in the package" in p.says and p.column == "courses.csv" for p in roster.problems)


def test_a_pupil_without_a_name_and_a_repeated_id_are_left_out() -> None:
    users = USERS_11 + "p9,,,true,s1,student,,,,Nameless,,,,,,,,\np1,,,true,s1,student,,,Zoë,Again,,,,,,,,\n"
    roster = a_roster(users=users)
    assert [pupil.mis_id for pupil in roster.pupils] == ["p1", "p2"]
    assert {p.row for p in roster.problems if p.column.startswith("users.csv")} == {9, 10}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"sourcedId,status\n", "not a ZIP package"),
        (zip_of({"users.csv": USERS_11}), "orgs.csv is missing"),
        (zip_of({"a/users.csv": USERS_11, "b/orgs.csv": ORGS}), "several folders"),
        (zip_of({"users.csv": "name\nBo\n", "orgs.csv": ORGS}), "no column sourcedId"),
        (zip_of({"users.csv": USERS_11, "orgs.csv": ORGS, "inner.zip": b"PK"}), "another packed file"),
        (zip_of({"users.csv": USERS_11, "USERS.csv": USERS_11, "orgs.csv": ORGS}), "users.csv twice"),
    ],
)
def test_other_packages_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_roster("roster.zip", data)
    assert says in refused.value.says
