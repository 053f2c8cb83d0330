"""A OneRoster package, read whole: its parts put together and their links proved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rollbook.formats.oneroster.package import Package, Record, open_package
from rollbook.formats.oneroster.people import pupils_of, roles_of, schools_of, staff_of, years_of
from rollbook.formats.oneroster.roster import Roster, RosterGroup, RosterMembership, RosterSchool, RosterTerm
from rollbook.formats.pupil_rows.rows import PupilRow
from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.dates import read_date


def read_roster(name: str, data: bytes) -> Roster:
    """Read a OneRoster 1.1 or 1.2 package of CSV files in a ZIP.

    Accepted with a note: a missing manifest, one folder around the files, other capitals, known
    misspelt headers, trailing columns. A row that points at nobody is a problem of its own.
    Raises `FileRefused` when it is no such package.
    """
    package = open_package(name, data)
    roles, schools = roles_of(package), schools_of(package)
    pupils = pupils_of(package, roles)
    groups = tuple(_group(package, record) for record in package.records("classes"))
    staff = staff_of(package, roles, schools)
    return Roster(
        version=package.version,
        schools=tuple(_school(record) for record in package.records("orgs")),
        terms=tuple(_term(package, record) for record in package.records("academicsessions")),
        pupils=_in_registration_groups(package, pupils, groups),
        pupil_schools=tuple((p.mis_id, school) for p in pupils if p.mis_id for school in schools.get(p.mis_id, ())),
        groups=groups,
        memberships=_memberships(package, groups),
        staff=staff,
        removed=tuple(package.removed),
        partial=package.partial,
        problems=package.problems.as_tuple(),
        notes=tuple(package.notes),
    )


def _school(record: Record) -> RosterSchool:
    return RosterSchool(
        sourced_id=record.get("sourcedid"),
        name=record.get("name"),
        kind=record.get("type").casefold(),
        identifier=record.get("identifier") or None,
        parent_id=record.get("parentsourcedid") or None,
    )


def _term(package: Package, record: Record) -> RosterTerm:
    return RosterTerm(
        sourced_id=record.get("sourcedid"),
        title=record.get("title"),
        kind=record.get("type"),
        start=_date(package, "academicSessions", record, "startdate"),
        end=_date(package, "academicSessions", record, "enddate"),
        parent_id=record.get("parentsourcedid") or None,
    )


def _group(package: Package, record: Record) -> RosterGroup:
    return RosterGroup(
        sourced_id=record.get("sourcedid"),
        name=record.get("title"),
        kind=record.get("classtype").casefold(),
        code=record.get("classcode") or None,
        school_id=record.get("schoolsourcedid") or None,
        subjects=record.many("subjects"),
        years=years_of(package, record, "classes"),
        term_ids=record.many("termsourcedids"),
    )


def _memberships(package: Package, groups: tuple[RosterGroup, ...]) -> tuple[RosterMembership, ...]:
    known_groups = {group.sourced_id for group in groups}
    known_people = {record.get("sourcedid") for record in package.records("users")}
    whole = not package.partial
    found = []
    for record in package.records("enrollments"):
        group, person = record.get("classsourcedid"), record.get("usersourcedid")
        if whole and (group not in known_groups or person not in known_people):
            missing, value = ("class", group) if group not in known_groups else ("user", person)
            says = f"This row names a {missing} that is not in the package. It was left out."
            package.problems.error(record.row, f"enrollments.csv {missing}SourcedId", value, says)
            continue
        found.append(_membership(package, record, group, person))
    return tuple(found)


def _membership(package: Package, record: Record, group: str, person: str) -> RosterMembership:
    primary = record.get("primary").casefold()
    return RosterMembership(
        sourced_id=record.get("sourcedid"),
        group_id=group,
        person_id=person,
        role=record.get("role").casefold(),
        primary={"true": True, "1": True, "false": False, "0": False}.get(primary),
        start=_date(package, "enrollments", record, "begindate"),
        end=_date(package, "enrollments", record, "enddate"),
    )


def _in_registration_groups(
    package: Package, pupils: tuple[PupilRow, ...], groups: tuple[RosterGroup, ...]
) -> tuple[PupilRow, ...]:
    """A homeroom is what an English school calls a registration group."""
    homerooms = {group.sourced_id: group.name for group in groups if group.kind == "homeroom"}
    of_pupil: dict[str, str] = {}
    for record in package.records("enrollments"):
        if record.get("classsourcedid") in homerooms and record.get("role").casefold() == "student":
            of_pupil.setdefault(record.get("usersourcedid"), homerooms[record.get("classsourcedid")])
    return tuple(
        replace(pupil, registration_group=of_pupil[pupil.mis_id]) if pupil.mis_id in of_pupil else pupil
        for pupil in pupils
    )


def _date(package: Package, file: str, record: Record, header: str) -> date | None:
    try:
        return read_date(record.get(header) or None)
    except Unreadable as unreadable:
        package.problems.warn(record.row, f"{file}.csv {header}", record.get(header), unreadable.says)
        return None
