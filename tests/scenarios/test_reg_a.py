"""REG-A, as the office would tell it: registers morning and afternoon, lessons through the day, one visible rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rollbook.registers.actions.rules import set_session_rule
from rollbook.registers.models import Mark, PupilYear, RegisterSave
from rollbook.registers.queries.strip import day_strip
from rollbook.registers.verifying import verify_school
from rollbook.rules.sessions import Half
from rollbook.timetable import actions as timetable
from rollbook.timetable.queries import lessons_now
from tests.builders import an_actor
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import IN_P1, IN_P4, LessonRoom
from tests.registers.test_views_taking import taken

pytestmark = pytest.mark.django_db
LAST_FRIDAY = datetime(2026, 9, 4, 9, 0, tzinfo=UTC)


def test_a_monday_in_year_9() -> None:
    # Year 9 has tutor time in the morning and no afternoon registration: the afternoon mark comes from lesson 4.
    room = LessonRoom(4)
    on_friday = an_actor(room.school, user=room.officer, now=LAST_FRIDAY)
    set_session_rule(on_friday, from_day=MONDAY, half=Half.PM, nc_year="9", period="P4")

    # 8:47: the tutor takes the morning register. 9:15: maths is taken as a lesson, and one pupil is missing from it.
    taken(room, room.tutor, {1: "/", 2: "/", 3: "I", 4: "/"})
    room.take(room.p1, "//I/")
    assert room.session(0) == "//I/"

    # 13:10: Ms Kaur is at a meeting. The office puts Mr Obi's name to the lesson for today, in another room.
    noon = an_actor(room.school, user=room.officer, now=IN_P4 - timedelta(minutes=30))
    timetable.set_cover(noon, lesson=room.p4.public_id, on=MONDAY, user_id=room.tutor.pk)
    timetable.change_room(noon, lesson=room.p4.public_id, on=MONDAY, room="Hall")
    assert [(lesson.group, lesson.room) for lesson in lessons_now(room.who(IN_P4, room.tutor))] == [("9x/Ma1", "Hall")]
    assert lessons_now(room.who(IN_P4)) == (), "the covered teacher has nothing to take"

    # 13:13: he takes it. One comes in eight minutes late; the third is still ill; one is not there.
    cover = room.who(IN_P4 + timedelta(minutes=5), room.tutor)
    room.take(room.p4, "\\LIN", actor=cover, minutes=8)
    assert room.session(1) == "\\LIN", "the same save made the afternoon's marks"
    assert set(RegisterSave.objects.filter(kind="rule").values_list("by_name", flat=True)) == {"Mr Dhillon"}

    # Anybody who asks sees which mark won, and why.
    strip = day_strip(room.actor, room.pupils[1].public_id, MONDAY)
    assert [(box.label, box.code) for box in strip.boxes] == [("AM", "/"), ("P1", "/"), ("P4", "L"), ("PM", "L")]
    assert strip.why[0].startswith("The morning mark / was entered by Mr Dhillon at 8:47")
    assert strip.why[1] == (
        "The afternoon mark L comes from the lesson in P4 (Mr Dhillon, 13:18), by rule 1 in force from 07/09/2026."
    )

    # Lessons make no totals; the session does. And the head can prove all of it.
    assert sorted(PupilYear.objects.values_list("possible", flat=True)) == [2, 2, 2, 2]
    assert sorted(PupilYear.objects.values_list("attended", flat=True)) == [0, 1, 2, 2]
    assert verify_school(room.actor).faults == ()


def test_when_the_school_changes_its_mind_what_was_marked_stays() -> None:
    # The rule took the afternoon from lesson 4; from Tuesday on it is taken in its own registration again.
    room = LessonRoom(3)
    room.rule("P4")
    room.take(room.p4, "\\\\N", IN_P4)
    before = list(Mark.objects.order_by("pupil_id").values())
    evening = an_actor(room.school, user=room.officer, now=IN_P1 + timedelta(hours=8))
    set_session_rule(evening, from_day=MONDAY + timedelta(days=1), half=Half.PM, nc_year="9")

    # Nothing of Monday moves, and Monday still says where its marks came from.
    assert list(Mark.objects.order_by("pupil_id").values()) == before
    assert "by rule 1" in day_strip(evening, room.pupils[0].public_id, MONDAY).why[1]
    tomorrow = day_strip(evening, room.pupils[0].public_id, MONDAY + timedelta(days=1))
    assert tomorrow.why[1] == "The afternoon has no mark yet; it comes from its own registration."
    assert verify_school(evening).faults == ()
