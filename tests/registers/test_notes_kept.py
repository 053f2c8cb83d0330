"""A mark keeps its note until another code takes its place (COD-6)."""

from __future__ import annotations

import uuid

import pytest

from rollbook.registers.actions import Tap, amend_mark
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.models import LessonMark, Mark
from rollbook.registers.queries import mark_history, register_sheet
from rollbook.registers.queries.weighing import Wanted, preview
from rollbook.registers.verifying import verify_school
from rollbook.rules.marking import Entry
from rollbook.rules.sessions import Half, Session
from tests.registers.classroom import MONDAY, Classroom
from tests.registers.lesson_room import LessonRoom

pytestmark = pytest.mark.django_db


def test_a_note_stays_with_the_mark_when_only_the_minutes_are_put_right() -> None:
    room = Classroom(2)
    pupil = str(room.pupils[0].public_id)
    facts = register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM).issue.facts()
    for seen, minutes, note in ((0, 3, "Bus broke down"), (1, 5, "")):
        amend_mark(room.actor, pupil=pupil, facts=facts, code="L", reason="", seen=seen, minutes=minutes, detail=note)
    mark = Mark.objects.get(pupil=room.pupils[0])
    assert (mark.minutes, mark.version, mark.has_detail) == (5, 2, True)
    assert mark_history(room.actor, room.pupils[0].public_id, Session(MONDAY, Half.AM)).note == "Bus broke down"
    assert verify_school(room.actor).faults == ()


def test_the_same_by_the_road_of_many_marks() -> None:
    room = Classroom(1)
    pupil = str(room.pupils[0].public_id)
    facts = register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM).issue.facts()
    for seen, minutes, note in ((0, 3, "Bus broke down"), (1, 5, "")):
        entry = Entry(pupil=pupil, code="L", minutes=minutes, detail=note, seen=seen, reason="")
        (found,) = preview(room.actor, [Wanted(entry, facts)])
        assert found.decision.detail == "Bus broke down"
        amend_mark(room.actor, pupil=pupil, facts=facts, code="L", reason="", seen=seen, minutes=minutes, detail=note)


def test_another_code_leaves_the_note_behind() -> None:
    room = Classroom(1)
    pupil = str(room.pupils[0].public_id)
    facts = register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM).issue.facts()
    for seen, code, note in ((0, "I", "Stomach ache"), (1, "M", "")):
        amend_mark(room.actor, pupil=pupil, facts=facts, code=code, reason="", seen=seen, detail=note)
    assert not Mark.objects.get().has_detail
    assert verify_school(room.actor).faults == ()


def test_a_lessons_note_stays_too() -> None:
    room = LessonRoom(1)
    found = room.sheet(room.p1)
    for seen, minutes, note in ((0, 3, "Was with the nurse"), (1, 5, "")):
        tap = Tap(found.sheet.rows[0].token, "L", minutes=minutes, detail=note, seen=seen)
        save_lesson(
            room.who(),
            issue=found.issue,
            save_id=uuid.uuid4(),
            taps=[tap],
            is_school_day=True,
            finished=False,
        )
    mark = LessonMark.objects.get()
    assert (mark.minutes, mark.has_detail) == (5, True)
    assert verify_school(room.actor).faults == ()
