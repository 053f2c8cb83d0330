"""REG-J, as the office would tell it: groups and timetables stay right as pupils move and the timetable changes."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from rollbook.registers.actions import Tap
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.models import LessonMark
from rollbook.registers.queries import Sheet
from rollbook.registers.queries.lessons import lesson_sheet
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.timetable import actions
from rollbook.timetable.models import Lesson
from rollbook.timetable.queries import lessons_on, move_preview
from rollbook.timetable.queries.importing import review_timetable
from tests.builders import an_actor
from tests.registers.classroom import MONDAY
from tests.registers.lesson_room import IN_P1, LessonRoom
from tests.timetable.files import untis_of
from tests.timetable.weekly import a_lesson, a_set

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def test_a_pupil_goes_up_a_set() -> None:
    # Tolu is in maths set 1, taught on Monday in P1. Set 2 meets in P2.
    room = LessonRoom(4)
    second = a_set(room.school, "9x/Ma2")
    a_lesson(second, "P2", teacher=room.officer)
    room.take(room.p1, "////")
    tolu = room.pupils[0]

    # On Monday the office moves her from Tuesday on; first it is shown which registers lose and gain her.
    move = {"pupil": tolu.public_id, "out_of": room.set.public_id, "into": second.public_id, "first": TUESDAY}
    shown = move_preview(room.actor, **move)
    assert [slot.when for slot in shown.lost] == ["Monday P1", "Monday P4"]
    assert [slot.when for slot in shown.gained] == ["Monday P2"]
    actions.move_pupil(room.actor, **move)

    # Monday's register stays as it was taken, and she is still on it: four names, four marks.
    assert room.marks(room.p1) == "////"
    assert len(room.sheet(room.p1).sheet.rows) == 4

    # A week later she is on the other register and not on this one.
    later = room.who(IN_P1 + timedelta(days=7))
    names = {row.pupil.id for row in _sheet(room, room.p1, later).rows}
    assert tolu.pk not in names
    assert len(names) == 3
    officer = an_actor(room.school, user=room.officer, now=IN_P1 + timedelta(days=7, hours=1))
    joined = Lesson.objects.get(group=second)
    assert [row.pupil.id for row in _sheet(room, joined, officer).rows] == [tolu.pk]
    assert verify_school(room.actor).faults == ()


def test_a_new_timetable_at_half_term_leaves_the_registers_of_before() -> None:
    # The school has a two-week timetable from Untis; its weeks are lettered by hand, and begin again after half-term.
    room = LessonRoom(3)
    room.take(room.p1, "/N/")
    actions.set_week_letters(room.actor, first=MONDAY, last=date(2026, 10, 30), restart_after_holidays=True)
    actions.say_teacher(room.actor, code="KAU", user_id=room.teacher.pk)
    rows = ((1, "9x", "KAU", "Ma1", "S4", 1, 1), (2, "9x", "KAU", "Ma1", "S4", 8, 3), (3, "9x", "??", "Zz9", "", 2, 2))
    file = actions.import_timetable(room.actor, name="GPU001.TXT", data=untis_of(*rows))

    # The review says what comes, what goes and what nobody here knows; then it is taken over from next Monday.
    found = review_timetable(room.actor, file, NEXT_MONDAY)
    assert [lesson.verdict.value for lesson in found.lessons] == ["new", "new", "unknown group", "ends", "ends"]
    actions.commit_timetable(room.actor, file=file, from_day=NEXT_MONDAY)

    # This week still runs by the old one; from next Monday (week B) only what week B has.
    assert [lesson.period for lesson in lessons_on(room.actor, MONDAY)] == ["P1", "P4"]
    assert lessons_on(room.actor, NEXT_MONDAY) == ()
    assert [lesson.period for lesson in lessons_on(room.actor, NEXT_MONDAY + timedelta(days=2))] == ["P3"]
    assert [lesson.week for lesson in lessons_on(room.actor, NEXT_MONDAY + timedelta(days=7))] == ["A"]
    assert room.marks(room.p1) == "/N/", "what was taken stays with the lesson it was taken in"


def test_a_register_that_was_opened_before_the_timetable_changed_is_not_lost() -> None:
    # A teacher opens the register; meanwhile a new timetable ends that lesson from tomorrow. What she sends is kept.
    room = LessonRoom(2)
    found = room.sheet(room.p1)
    file = actions.import_timetable(room.actor, name="GPU001.TXT", data=untis_of((1, "9x", "KAU", "Ma1", "L9", 1, 1)))
    actions.commit_timetable(room.actor, file=file, from_day=TUESDAY)
    three_days_late = room.who(datetime(2026, 9, 10, 9, 0, tzinfo=UTC))
    taps = [Tap(row.token, "/") for row in found.sheet.rows]
    given = {"save_id": uuid.uuid4(), "is_school_day": True, "finished": True, "taken_at": IN_P1}
    save_lesson(three_days_late, issue=found.issue, taps=taps, **given)
    assert LessonMark.objects.filter(lesson=str(room.p1.public_id)).count() == 2
    assert verify_school(room.actor).faults == ()


def _sheet(room: LessonRoom, lesson: Lesson, actor: Actor) -> Sheet:
    return lesson_sheet(actor, lesson.public_id, NEXT_MONDAY).sheet
