"""Each role's day starts at its own door, and shows no more than the role may know (RUN-A, RUN-B)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.absence.actions import record_outcome
from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import GroupMembership, Pupil
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.schools.models import Trust
from rollbook.staff.models import RoleAssignment
from tests.absence.morning import AFTER_CLOSE, FRIDAY, MONDAY, THE_MONDAY_BEFORE, Morning, Visitor
from tests.builders import TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user

pytestmark = pytest.mark.django_db


def said_by(visitor: Visitor, route: str) -> str:
    answer = visitor.get(visitor.url(route))
    assert answer.status_code == 200, answer.content.decode()[:400]
    return str(answer.content.decode())


def lane(said: str, key: str) -> str:
    return said.split(f'id="{key}"')[1].split("</section>")[0]


def statements(visitor: Visitor, route: str) -> int:
    said_by(visitor, route)
    with CaptureQueriesContext(connection) as told:
        said_by(visitor, route)
    return len(told)


@pytest.mark.parametrize(
    ("role", "route"),
    [
        (Role.ATTENDANCE_ADMINISTRATOR, "home:today"),
        (Role.ATTENDANCE_MANAGER, "home:today"),
        (Role.HEAD, "home:school"),
        (Role.SENIOR_LEADER, "home:school"),
        (Role.DSL, "home:safeguarding"),
        (Role.TUTOR, "home:my-form"),
        (Role.TEACHER, "registers:mine"),
        (Role.RECEPTION, "registers:board"),
    ],
)
def test_whoever_signs_in_comes_to_their_own_door(role: Role, route: str) -> None:
    visitor = Morning().person(role)
    answer = visitor.get("/")
    assert (answer.status_code, answer["Location"]) == (302, visitor.url(route))
    assert visitor.get(visitor.url(route)).status_code == 200


def test_a_tutor_knows_who_is_away_and_not_with_what() -> None:
    morning = Morning(5)
    morning.marked({0: "I", 1: "N", 2: "G", 3: "L", 4: "/"})
    tutor = morning.person(Role.TUTOR)
    said = said_by(tutor, "home:my-form")
    away = lane(said, f"away-{morning.group.public_id}")
    assert away.index("Pupil01") < away.index("Pupil00")
    assert "No reason yet" in away
    assert "known, not authorised" in away
    assert "Illness" not in said
    assert "Pupil03" in lane(said, f"late-{morning.group.public_id}")
    assert "Pupil04" not in said


def test_a_tutor_whose_register_waits_takes_it_from_here() -> None:
    morning = Morning(2)
    said = said_by(morning.person(Role.TUTOR), "home:my-form")
    assert f"/registers/{morning.group.public_id}/2026-11-16/am/" in said
    assert "0 of 2 marked" in said


class TwoYears(Morning):
    """9A with five pupils, 10A with one, and the head of year 9."""

    def __init__(self, size: int = 5) -> None:
        super().__init__(size)
        self.ten = a_group(self.school, "10A", nc_year="10")
        self.elsewhere: Pupil = a_pupil(self.school, group=self.ten, forename="Elsewhere", surname="Ten")
        self.pupils.append(self.elsewhere)

    def head_of_nine(self) -> Visitor:
        head = a_user("Miss Kelly")
        RoleAssignment.objects.create(
            user=head, school=self.school, role=Role.HEAD_OF_YEAR, nc_year="9", first=TERM_STARTS
        )
        return Visitor(self.school, head, self.now)


def test_a_head_of_year_sees_the_own_years_and_no_pupil_of_another() -> None:
    school = TwoYears()
    school.contact(0)
    school.marked_on({THE_MONDAY_BEFORE: {0: "N", 5: "N"}}, *Half)
    school.marked({0: "N", 1: "L", 2: "/", 5: "N"})
    head = school.head_of_nine()
    said = said_by(head, "home:my-years")
    assert "Year 9" in said
    assert "Pupil00 Name00" in lane(said, "lane-no-reason")
    assert "07700 900142" in lane(said, "lane-no-reason")
    assert "Pupil00" in lane(said, "lane-unsettled")
    assert "Elsewhere" not in said
    assert head.get(head.url("home:today"))["Location"] == head.url("home:my-years")


def test_a_head_of_year_who_teaches_another_year_finds_it_in_no_list() -> None:
    school = TwoYears()
    GroupMembership.objects.filter(pupil=school.elsewhere).update(group=school.group)
    school.marked({5: "N"})
    assert "Elsewhere" in lane(said_by(school.head_of_nine(), "home:my-years"), "lane-no-reason")
    GroupMembership.objects.filter(pupil=school.elsewhere).update(group=school.ten)
    assert "Elsewhere" not in said_by(school.head_of_nine(), "home:my-years")


def test_the_safeguarding_lead_finds_who_must_be_seen_and_the_opening_is_noted() -> None:
    morning = Morning(4)
    morning.flag(0)
    morning.marked({0: "N", 1: "N", 2: "N", 3: "/"})
    record_outcome(morning.actor(), pupil=morning.pupils[1].pk, on=MONDAY, half=Half.AM, outcome="unaware", way="ring")
    record_outcome(
        morning.actor(), pupil=morning.pupils[2].pk, on=MONDAY, half=Half.AM, outcome="unreachable", way="ring"
    )
    lead = morning.person(Role.DSL)
    said = said_by(lead, "home:safeguarding")
    first = lane(said, "lane-first")
    assert first.index("Pupil01") < first.index("Pupil00")
    assert "The family believes that the child is in school." in first
    assert "Start missing-child steps" in first
    assert "Pupil02" in lane(said, "lane-unreachable")
    assert AccessEntry.objects.filter(what="safeguarding page").count() == 1
    for role in (Role.TUTOR, Role.HEAD_OF_YEAR, Role.TEACHER, Role.RECEPTION):
        other = morning.person(role)
        assert other.get(other.url("home:safeguarding")).status_code == 403


def test_the_head_finds_five_numbers_the_exceptions_and_who_is_unaccounted_for() -> None:
    morning = Morning(4)
    morning.marked({0: "N", 1: "I", 2: "/"})
    said = said_by(morning.person(Role.HEAD), "home:school")
    assert "33.3 %" in said
    unaccounted = lane(said, "lane-unaccounted")
    assert "Pupil00" in unaccounted
    assert "Pupil03" in unaccounted, "nobody has marked them, and the register has closed"
    assert "Pupil01" not in unaccounted
    assert "10 minutes late" in lane(said, "lane-late")


def test_the_trust_sees_counts_of_its_own_schools_and_no_name() -> None:
    one, two, strange = Morning(3), Morning(2), Morning(1)
    trust = Trust.objects.create(name="Northern Lights", slug="northern-lights")
    for morning in (one, two):
        morning.school.trust = trust
        morning.school.save()
        morning.marked({0: "N"})
    officer = a_user("R. Lowe")
    RoleAssignment.objects.create(user=officer, trust=trust, role=Role.TRUST, first=TERM_STARTS)
    visitor = Visitor(one.school, officer, AFTER_CLOSE)
    assert visitor.get("/")["Location"] == "/trust/"
    said = visitor.get("/trust/").content.decode()
    assert one.school.name in said
    assert two.school.name in said
    assert strange.school.name not in said or strange.school.name in (one.school.name, two.school.name)
    assert "Pupil00" not in said
    assert said.count("1 late") == 2
    assert Morning().person().get("/trust/").status_code == 404
    assert "/accounts/login/" in Client().get("/trust/")["Location"]


def test_more_pupils_take_no_more_statements() -> None:
    counts: dict[str, list[int]] = {}
    for size in (4, 30):
        school = TwoYears(size)
        school.contact(0, 1)
        school.flag(0)
        school.marked_on({FRIDAY: dict.fromkeys(range(size), "N")}, *Half)
        kinds = ("N", "L", "I")
        school.marked({n: kinds[n % 3] for n in range(size - 1)})
        for role, route in (
            (Role.TUTOR, "home:my-form"),
            (Role.DSL, "home:safeguarding"),
            (Role.HEAD, "home:school"),
        ):
            counts.setdefault(route, []).append(statements(school.person(role), route))
        counts.setdefault("home:my-years", []).append(statements(school.head_of_nine(), "home:my-years"))
    assert counts == {
        "home:my-form": [STATEMENTS["home:my-form"]] * 2,
        "home:safeguarding": [STATEMENTS["home:safeguarding"]] * 2,
        "home:school": [STATEMENTS["home:school"]] * 2,
        "home:my-years": [STATEMENTS["home:my-years"]] * 2,
    }


STATEMENTS = {"home:my-form": 20, "home:safeguarding": 25, "home:school": 30, "home:my-years": 25}


def test_nobody_opens_the_page_of_a_school_where_they_hold_no_post() -> None:
    morning = Morning()
    other = a_school()
    user = a_user("Somebody")
    a_role(user, other, Role.HEAD)
    visitor = Visitor(other, user, morning.now + timedelta())
    for route in ("school", "safeguarding", "my-form", "my-years", "day-sheet"):
        address = reverse(f"home:{route}", kwargs={"school": morning.school.slug})
        assert visitor.get(address).status_code == 404
