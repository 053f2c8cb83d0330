"""The training school's fortnight and what happened around its registers yesterday and this morning."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from rollbook.demo.building import build
from rollbook.demo.storing import store
from rollbook.demo.values import Kind, Training
from rollbook.registers.models import LessonMark
from rollbook.registers.queries.conflicts import ConflictKind, conflicts
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.schools.models import Closure, School
from rollbook.site.models import Movement, Visit
from rollbook.site.queries.clubs import clubs
from rollbook.site.queries.rooms import rooms_on
from rollbook.timetable.models import Lesson
from tests.builders import an_actor

ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def training() -> Training:
    return build(Kind.SECONDARY, seed=3, on=ON, pupils=150)


def test_nobody_and_no_group_is_wanted_twice(training: Training) -> None:
    lessons = training.schools[0].lessons
    places = [(one, week) for one in lessons for week in one.week or "AB"]
    people = Counter((one.staff, one.weekday, one.period, week) for one, week in places)
    groups = Counter((one.group, one.weekday, one.period, week) for one, week in places)
    assert max(people.values()) == 1
    assert max(groups.values()) == 1


def test_every_form_has_a_lesson_in_each_period(training: Training) -> None:
    lessons = training.schools[0].lessons
    years = Counter((one.weekday, one.period) for one in lessons if one.week in ("", "A"))
    assert len(years) == 25
    assert set(years.values()) == {5 * len([g for g in training.schools[0].groups if g.name.startswith("7Ma")])}


def test_who_came_late_of_late_was_not_entered_before_coming(training: Training) -> None:
    for marks in training.marks:
        amended = {(change.on, change.half) for change in marks.amendments}
        for day in marks.days:
            late = (day.am in ("L", "U") and (day.am_minutes or 0) > 6, (day.on, 0) in amended)
            assert (ON - day.on).days > 28 or not late[0] or late[1], day


@pytest.mark.django_db
def test_the_stored_school_has_lessons_and_something_to_settle(training: Training) -> None:
    store(training, real_now=datetime(2026, 11, 20, 9, 20, tzinfo=LONDON))
    school = School.objects.get()
    office = an_actor(school, Role.ATTENDANCE_ADMINISTRATOR, now=training.now)
    assert Lesson.objects.count() == len(training.schools[0].lessons)
    assert set(LessonMark.objects.values_list("date", flat=True)) == {ON, date(2026, 11, 19)}
    assert {one.kind for one in conflicts(office)} == set(ConflictKind) - {
        ConflictKind.REGISTERS,
        ConflictKind.REFUSED,
    }
    assert Movement.objects.filter(on=ON, kind="left").count() == 1
    assert Movement.objects.filter(on=ON, kind="arrived").count() >= 3
    assert Visit.objects.filter(arrived_at__isnull=False).count() == 2
    assert {room.name: room.here for room in rooms_on(office, ON)} == {"First aid": 0, "Hub": 1, "Reset room": 1}
    assert {club.name for club in clubs(office) if club.meets} == {"Breakfast club", "Chess"}, "on a Friday"
    assert not Closure.objects.filter(kind=Closure.Kind.UNPLANNED, first__gt=ON).exists(), "nobody foresees snow"
    assert verify_school(office).faults == ()
