"""Which lessons take place on a day, and what a day changes of them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Closure
from rollbook.timetable import actions
from rollbook.timetable.actions.changes import Clash
from rollbook.timetable.models import DayChange, WeekLetter
from rollbook.timetable.queries import lesson_on, lessons_now, lessons_on, may_take_lesson
from tests.builders import a_user
from tests.timetable.weekly import MONDAY, Weekly, a_lesson, a_set

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def periods(found: object) -> list[str]:
    return [lesson.period for lesson in found]  # type: ignore[attr-defined]


def test_lessons_of_a_day_in_the_order_of_their_hours_in_two_statements() -> None:
    w = Weekly()
    for period in ("P4", "Tut", "P1"):
        a_lesson(w.group, period, teacher=w.teacher)
    a_lesson(w.group, "P2", weekday=1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = lessons_on(w.actor, MONDAY)
    assert periods(found) == ["Tut", "P1", "P4"]
    assert len(asked) == 2
    assert (found[1].starts.hour, found[1].starts.minute, found[1].teacher) == (9, 10, "Ms Kaur")


def test_a_teachers_a_groups_and_a_rooms_lessons() -> None:
    w = Weekly()
    art = a_set(w.school, "9x/Ar1")
    a_lesson(w.group, "P1", teacher=w.teacher, room="S4")
    a_lesson(art, "P2", teacher=w.other, room="A1")
    assert periods(lessons_on(w.actor, MONDAY, teacher=w.teacher.pk)) == ["P1"]
    assert periods(lessons_on(w.actor, MONDAY, group=art.public_id)) == ["P2"]
    assert periods(lessons_on(w.actor, MONDAY, room="a1")) == ["P2"]
    assert lessons_on(w.actor, MONDAY, room="Z9") == ()


def test_no_lessons_on_a_day_without_school_before_they_begin_or_after_they_end() -> None:
    w = Weekly()
    a_lesson(w.group, "P1", first=MONDAY, last=MONDAY + WEEK)
    Closure.objects.create(school=w.school, kind="inset", name="INSET", first=MONDAY, last=MONDAY)
    days = [MONDAY - WEEK, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK, date(2026, 12, 28)]
    assert [len(lessons_on(w.actor, day)) for day in days] == [0, 0, 1, 0, 0]


def test_a_lesson_of_week_b_takes_place_only_where_the_school_said_b() -> None:
    w = Weekly()
    a_lesson(w.group, "P1", week="A")
    a_lesson(w.group, "P2", week="B")
    a_lesson(w.group, "P3")
    WeekLetter.objects.create(school=w.school, monday=MONDAY, letter="B")
    WeekLetter.objects.create(school=w.school, monday=MONDAY + WEEK, letter="A")
    found = [periods(lessons_on(w.actor, MONDAY + n * WEEK)) for n in range(3)]
    assert found == [["P2", "P3"], ["P1", "P3"], ["P3"]], "a week without a letter has neither"


def test_cover_moves_a_lesson_to_whoever_covers_it_on_that_day_alone() -> None:
    w = Weekly()
    lesson = a_lesson(w.group, "P1", teacher=w.teacher)
    actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY, user_id=w.other.pk)
    found = lesson_on(w.actor, lesson.public_id, MONDAY)
    assert (found.teacher, found.usual_teacher, found.covered) == ("Mr Obi", "Ms Kaur", True)
    assert lessons_on(w.actor, MONDAY, teacher=w.teacher.pk) == ()
    assert len(lessons_on(w.actor, MONDAY + WEEK, teacher=w.teacher.pk)) == 1
    assert may_take_lesson(w.as_(w.other), found)
    assert not may_take_lesson(w.as_(w.teacher), found), "the covered teacher is elsewhere"
    actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY, user_id=None)
    assert not DayChange.objects.exists(), "a change that changes nothing is not kept"


def test_a_person_who_teaches_at_the_time_covers_only_when_a_person_says_so() -> None:
    w = Weekly()
    lesson = a_lesson(w.group, "P1", teacher=w.teacher)
    a_lesson(a_set(w.school, "10y/Hi2"), "P1", teacher=w.other)
    with pytest.raises(Clash, match=r"Mr Obi takes 10y/Hi2 in P1"):
        actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY, user_id=w.other.pk)
    actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY, user_id=w.other.pk, anyway=True)
    assert lesson_on(w.actor, lesson.public_id, MONDAY).covered


def test_another_room_for_a_day_and_never_two_lessons_in_one_unseen() -> None:
    w = Weekly()
    lesson = a_lesson(w.group, "P1", room="S4")
    a_lesson(a_set(w.school, "10y/Hi2"), "P1", room="Hall")
    with pytest.raises(Clash, match="hall is taken by 10y/Hi2"):
        actions.change_room(w.actor, lesson=lesson.public_id, on=MONDAY, room="hall")
    actions.change_room(w.actor, lesson=lesson.public_id, on=MONDAY, room="L2")
    found = lesson_on(w.actor, lesson.public_id, MONDAY)
    assert (found.room, found.usual_room) == ("L2", "S4")
    actions.change_room(w.actor, lesson=lesson.public_id, on=MONDAY, room="s4")
    assert not DayChange.objects.exists()


def test_a_lesson_that_does_not_take_place_has_no_register() -> None:
    w = Weekly()
    lesson = a_lesson(w.group, "P1", teacher=w.teacher)
    actions.cancel_lesson(w.actor, lesson=lesson.public_id, on=MONDAY)
    found = lesson_on(w.actor, lesson.public_id, MONDAY)
    assert found.cancelled
    assert not may_take_lesson(w.as_(w.teacher), found)
    actions.cancel_lesson(w.actor, lesson=lesson.public_id, on=MONDAY, cancelled=False)
    assert not lesson_on(w.actor, lesson.public_id, MONDAY).cancelled


def test_what_is_over_is_not_covered_and_strangers_and_other_schools_are_not_found() -> None:
    w, theirs = Weekly(), Weekly()
    lesson, foreign = a_lesson(w.group, "P1"), a_lesson(theirs.group, "P1")
    with pytest.raises(Refused, match="is over"):
        actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY - WEEK, user_id=w.other.pk)
    with pytest.raises(NotFound):
        actions.set_cover(w.actor, lesson=lesson.public_id, on=MONDAY, user_id=a_user().pk)
    for lost in (foreign.public_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            actions.set_cover(w.actor, lesson=lost, on=MONDAY, user_id=None)
    with pytest.raises(NotAllowed):
        actions.set_cover(w.as_(w.teacher), lesson=lesson.public_id, on=MONDAY, user_id=w.other.pk)


def test_what_a_teacher_takes_now() -> None:
    w = Weekly()
    a_lesson(w.group, "Tut", teacher=w.teacher)
    a_lesson(w.group, "P1", teacher=w.teacher)
    assert periods(lessons_now(w.as_(w.teacher))) == ["Tut"], "8:45: tutor time runs, P1 begins in 25 minutes"
    assert lessons_now(w.as_(w.other, Role.COVER)) == ()
