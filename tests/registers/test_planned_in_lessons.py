"""What is planned for a session shows in its lessons too, and becomes no mark by being shown (REG-F, REG-16)."""

from __future__ import annotations

import pytest

from rollbook.registers.actions import plan_absence
from rollbook.registers.models import LessonMark
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, At
from tests.registers.lesson_room import IN_P1, IN_P4, LessonRoom

pytestmark = pytest.mark.django_db


def planned(room: LessonRoom, code: str, halves: str) -> None:
    actor = an_actor(room.school, user=room.officer, now=IN_P1)
    pupil = str(room.pupils[0].public_id)
    plan_absence(actor, pupil=pupil, first=MONDAY, last=MONDAY, code=code, note="Year 9", halves=halves)


@pytest.mark.parametrize(("halves", "in_p1", "in_p4"), [("0", "M", None), ("1", None, "M"), ("01", "M", "M")])
def test_a_plan_of_a_half_shows_in_its_lessons_and_in_no_other(
    halves: str, in_p1: str | None, in_p4: str | None
) -> None:
    room = LessonRoom()
    planned(room, "M", halves)
    for lesson, now, code in ((room.p1, IN_P1, in_p1), (room.p4, IN_P4, in_p4)):
        row = room.sheet(lesson, now).sheet.rows[0]
        assert (row.planned.code if row.planned else None) == code
    assert not LessonMark.objects.exists()


def test_who_takes_the_lesson_sees_it_but_not_the_note() -> None:
    room = LessonRoom()
    planned(room, "V", "0")
    assert "Year 9" not in str(room.sheet(room.p1).sheet.rows[0].planned)
    html = At(room.teacher, IN_P1).get(room.lesson_url(room.p1)).content.decode()
    assert "data-planned" in html
