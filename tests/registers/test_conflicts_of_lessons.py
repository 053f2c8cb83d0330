"""Registration and lessons, desk and register: each way of disagreeing is found, and settled for good (REG-E)."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.pupils.models import GroupMembership
from rollbook.registers.actions import save_register
from rollbook.registers.actions.conflicts import keep_mark
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.actions.taking import Tap
from rollbook.registers.models import Amendment, Mark
from rollbook.registers.queries import register_sheet
from rollbook.registers.queries.conflicts import Conflict, ConflictKind, conflicts
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.site.actions import take_back
from tests.builders import a_group, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At
from tests.registers.lesson_room import IN_P1, LessonRoom
from tests.registers.test_conflicts import tapped
from tests.site.desk import acting, clock, moved
from tests.timetable.weekly import a_lesson

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON = Session(MONDAY, Half.AM), Session(MONDAY, Half.PM)
EVENING = "15:30"


def office(room: LessonRoom, now: str = EVENING) -> Actor:
    return an_actor(room.school, Role.ATTENDANCE_ADMINISTRATOR, user=room.officer, now=clock(now))


def kinds(room: LessonRoom) -> list[tuple[str, ConflictKind]]:
    return [(c.pupil.surname, c.kind) for c in conflicts(office(room))]


def only(room: LessonRoom) -> Conflict:
    (found,) = conflicts(office(room))
    return found


def keep(room: LessonRoom, conflict: Conflict, now: str = EVENING) -> None:
    keep_mark(
        office(room, now),
        pupil=str(conflict.pupil.public_id),
        session=conflict.session,
        seen=conflict.version,
        reason="Looked into",
        lesson=conflict.lesson,
    )


def test_present_at_registration_and_absent_in_a_lesson() -> None:
    room = LessonRoom(2)
    tapped(room, {0: "/", 1: "/"})
    room.take(room.p1, "N/")
    found = only(room)
    assert (found.kind, found.pupil.surname, found.session) == (ConflictKind.LEFT_LESSON, "Abiodun", MORNING)
    assert found.stands is not None
    assert found.said is not None
    assert (found.stands.code, found.stands.by_name) == ("/", "Mr Dhillon")
    assert (found.said.code, found.said.by_name, found.said.says) == ("N", "Ms Kaur", "P1 Maths 9x/Ma1")
    assert found.lesson == str(room.p1.public_id)


def test_absent_at_registration_and_present_in_lessons_is_one_row() -> None:
    room = LessonRoom(2)
    tapped(room, {0: "I", 1: "/"})
    p2 = a_lesson(room.set, "P2", teacher=room.teacher)
    room.take(room.p1, "//")
    room.take(p2, "//", now=clock("10:20"))
    found = only(room)
    assert (found.kind, found.pupil.surname) == (ConflictKind.IN_LESSON, "Abiodun")
    assert found.said is not None
    assert found.said.says == "P1 Maths 9x/Ma1, also P2"


def test_two_registers_that_both_have_the_pupil() -> None:
    room = LessonRoom(2)
    tapped(room, {0: "N", 1: "/"})
    tutor = a_user("Mrs Bell")
    other = a_group(room.school, "Reset", tutor=tutor)
    GroupMembership.objects.create(school=room.school, group=other, pupil=room.pupils[0], first=MONDAY)
    actor = an_actor(room.school, Role.TUTOR, user=tutor, now=AT_THE_DOOR)
    issue = register_sheet(actor, other.public_id, MONDAY, Half.AM).issue
    tap = Tap(issue.token(str(room.pupils[0].public_id)), "/", seen=0)
    save_register(actor, issue=issue, save_id=uuid.uuid4(), taps=[tap], is_school_day=True, finished=True)
    found = only(room)
    assert found.kind is ConflictKind.REGISTERS
    assert found.stands is not None
    assert found.said is not None
    assert (found.stands.by_name, found.said.by_name) == ("Mr Dhillon", "Mrs Bell")


@pytest.mark.parametrize("code", ["M", "J1", "C2"])
def test_an_appointment_may_end_before_the_lesson(code: str) -> None:
    room = LessonRoom(1)
    tapped(room, {0: code})
    room.take(room.p1, "/")
    assert conflicts(office(room)) == ()


def test_a_lesson_of_the_afternoon_is_held_against_the_afternoon() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "I"})
    room.take(room.p4, "/", now=clock("13:15"))
    assert conflicts(office(room)) == (), "ill in the morning, and there in the afternoon"


def test_a_settled_lesson_stays_settled_until_something_changes() -> None:
    room = LessonRoom(2)
    tapped(room, {0: "/", 1: "/"})
    room.take(room.p1, "N/")
    keep(room, only(room))
    assert conflicts(office(room)) == ()
    room.take(room.p1, "O", actor=office(room, "15:40"), reason="Was on the field", finished=True)
    assert [k for _, k in kinds(room)] == [ConflictKind.LEFT_LESSON], "the lesson said something else since"
    assert verify_school(office(room)).faults == ()


def test_marking_the_pupil_present_in_the_lesson_settles_it() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "/"})
    room.take(room.p1, "N")
    room.take(room.p1, "/", now=IN_P1 + timedelta(minutes=4))
    assert conflicts(office(room)) == ()


def test_a_pupil_who_signed_out_before_the_lesson_is_explained() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "/"})
    moved(room, 0, "left", "9:12")
    room.take(room.p1, "N")
    assert conflicts(office(room)) == ()


def test_signed_out_and_marked_present_in_the_afternoon() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "/"})
    out = moved(room, 0, "left", "11:50")
    assert conflicts(office(room)) == (), "the morning's mark was true when it was made"
    Mark.objects.create(
        school=room.school, date=MONDAY, half=1, pupil=room.pupils[0], code="\\", entered_on=MONDAY, version=1
    )
    found = only(room)
    assert (found.kind, found.session) == (ConflictKind.DESK_OUT, AFTERNOON)
    assert found.said is not None
    assert (found.said.says, found.said.by_name) == ("signed out", "R. Boateng")
    take_back(acting(room, now="14:00"), movement_id=out)
    assert conflicts(office(room)) == ()


def test_signed_out_before_the_register_was_taken() -> None:
    room = LessonRoom(1)
    moved(room, 0, "left", "8:44")
    tapped(room, {0: "/"})
    assert only(room).kind is ConflictKind.DESK_OUT


@pytest.mark.parametrize("code", ["I", "M"])
def test_signed_in_before_the_close_and_marked_away(code: str) -> None:
    room = LessonRoom(1)
    moved(room, 0, "arrived", "8:50")
    tapped(room, {0: code})
    found = only(room)
    assert (found.kind, found.session) == (ConflictKind.DESK_IN, MORNING)
    keep(room, found)
    assert conflicts(office(room)) == ()


@pytest.mark.parametrize(
    ("came", "reason", "lawful"),
    [("8:50", "", ("L", 10)), ("10:05", "", ("U", 85)), ("10:05", "medical", ("M", None))],
)
def test_an_n_of_who_came_cannot_stay_and_the_lawful_code_is_offered(
    came: str, reason: str, lawful: tuple[str, int | None]
) -> None:
    room = LessonRoom(1)
    tapped(room, {0: "N"})
    moved(room, 0, "arrived", came, reason=reason)
    found = only(room)
    assert found.proposal is not None
    assert (found.proposal.code, found.proposal.minutes) == lawful
    assert not found.may_stay
    with pytest.raises(Refused, match="N cannot stay") as refused:
        keep(room, found)
    assert refused.value.rule == "COD-5"


def test_a_plan_is_the_lawful_code_of_who_came_after_the_close() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "N"})
    plan_absences(office(room), pupils=[str(room.pupils[0].public_id)], first=MONDAY, last=MONDAY, code="M")
    moved(room, 0, "arrived", "10:05")
    found = only(room)
    assert found.proposal is not None
    assert found.proposal.code == "M"


def test_the_lawful_code_is_entered_by_one_act_that_says_why() -> None:
    room = LessonRoom(1)
    tapped(room, {0: "N"})
    moved(room, 0, "arrived", "10:05")
    at = At(room.officer, clock(EVENING))
    page = at.get(reverse("registers:conflicts", kwargs={"school": room.school.slug})).content.decode()
    assert "Keep N" not in page
    assert "Confirm U" in page
    assert "Came after the morning register closed at 9:10; no better code is known." in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]  # type: ignore[index]
    settle = reverse("registers:settle-conflict", kwargs={"school": room.school.slug})
    assert at.post(settle, {"key": key, "act": "keep", "reason": "I say so"}).status_code >= 400
    assert at.post(settle, {"key": key, "act": "confirm"}).status_code == 303
    mark = Mark.objects.get(pupil=room.pupils[0])
    assert (mark.code, mark.minutes) == ("U", 85)
    assert Amendment.objects.get().reason.startswith("Came after the morning register closed")
    assert conflicts(office(room)) == ()
    assert at.post(settle, {"key": key, "act": "confirm"}).status_code >= 400
    assert verify_school(office(room)).faults == ()


@pytest.mark.parametrize(("code", "found"), [("N", [ConflictKind.DESK_IN]), ("M", [])])
def test_signed_in_after_the_close_asks_only_for_what_must_become_better(code: str, found: list[ConflictKind]) -> None:
    room = LessonRoom(1)
    tapped(room, {0: code})
    moved(room, 0, "arrived", "10:05")
    assert [kind for _, kind in kinds(room)] == found


def test_e_without_a_suspension_until_one_is_planned() -> None:
    room = LessonRoom(2)
    pupil = str(room.pupils[0].public_id)
    tapped(room, {0: "E", 1: "/"})
    assert kinds(room) == [("Abiodun", ConflictKind.EXCLUDED)]
    plan_absences(office(room), pupils=[pupil], first=MONDAY, last=MONDAY, code="E", note="Two days, letter of 4 Sept")
    assert conflicts(office(room)) == ()


def test_a_suspension_of_some_days_is_one_row_and_settled_at_once() -> None:
    room = LessonRoom(1)
    for day in (7, 8):
        Mark.objects.create(
            school=room.school, date=date(2026, 9, day), half=1, pupil=room.pupils[0], code="E", entered_on=MONDAY
        )
    tapped(room, {0: "E"})
    actor = replace(office(room), now=office(room).now + timedelta(days=1))
    (found,) = conflicts(actor)
    assert found.session == Session(date(2026, 9, 8), Half.PM)
    assert found.also == ((AFTERNOON, 1), (MORNING, 1))
    with pytest.raises(Refused, match="Somebody changed this mark"):
        keep_mark(
            actor,
            pupil=str(found.pupil.public_id),
            session=found.session,
            seen=1,
            reason="Letter of 4 September",
            also=((MORNING, 2),),
        )
    keep_mark(
        actor,
        pupil=str(found.pupil.public_id),
        session=found.session,
        seen=1,
        reason="Letter of 4 September",
        also=found.also,
    )
    assert conflicts(actor) == ()


def test_every_kind_at_once_takes_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (3, 24):
        room = LessonRoom(size)
        tapped(room, {n: ("/", "I", "E")[n % 3] for n in range(size)})
        room.take(room.p1, "".join("N/."[n % 3] for n in range(size)))
        for n in range(2, size, 3):
            moved(room, n, "arrived", "8:49")
        with CaptureQueriesContext(connection) as seen:
            found = conflicts(office(room))
        assert {c.kind for c in found} == {
            ConflictKind.LEFT_LESSON,
            ConflictKind.IN_LESSON,
            ConflictKind.EXCLUDED,
            ConflictKind.DESK_IN,
        }
        counts.append(len(seen))
    assert counts[0] == counts[1] == 20
