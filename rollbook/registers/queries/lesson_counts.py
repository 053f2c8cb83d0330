"""The lesson marks of a period, counted: for reports about lessons. No attendance total comes from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from rollbook.registers.models import LessonMark
from rollbook.registers.queries.lesson_marks import half_of_lesson
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Session
from rollbook.schools.queries import session_time_rows
from rollbook.timetable.queries.named import NamedLesson, lessons_named


class LessonCount(NamedTuple):
    """How often a pupil has a code in a lesson of the timetable."""

    pupil_id: int
    lesson: str
    code: str
    times: int


@dataclass(frozen=True, slots=True)
class LessonMissed:
    """A lesson from which a pupil was absent, and the session in which it lay."""

    pupil_id: int
    session: Session
    lesson: NamedLesson


def lesson_counts(actor: Actor, first: date, last: date) -> tuple[LessonCount, ...]:
    """Every lesson mark from a day to a day by pupil, lesson and code: one statement."""
    rows = LessonMark.objects.filter(school_id=actor.school, date__range=(first, last)).order_by()
    counted = rows.values_list("pupil_id", "lesson", "code").annotate(times=Count("date"))
    return tuple(LessonCount(*row) for row in counted)


def lessons_of(actor: Actor, counted: Iterable[LessonCount]) -> dict[str, NamedLesson]:
    """What the lessons counted are called, by key: two statements, none for no lesson."""
    return dict(lessons_named(actor, {one.lesson for one in counted})[0])


def lessons_missed(actor: Actor, first: date, last: date) -> tuple[LessonMissed, ...]:
    """Every lesson from which somebody was absent, in order: one statement, three more where there was one."""
    absent = {code.symbol for day in (first, last) for code in in_force(day).values() if code.absent}
    rows = LessonMark.objects.filter(school_id=actor.school, date__range=(first, last), code__in=absent)
    marks = list(rows.order_by("date", "lesson", "pupil_id").values_list("date", "lesson", "pupil_id"))
    if not marks:
        return ()
    lessons, hours = lessons_named(actor, {lesson for _, lesson, _ in marks})
    times = session_time_rows(actor)
    halves = {
        (on, key): half_of_lesson(lesson, lesson.hours(hours, on), times, on)
        for on, key in {(on, key) for on, key, _ in marks}
        if (lesson := lessons.get(key)) is not None
    }
    return tuple(
        LessonMissed(pupil, Session(on, halves[on, key]), lessons[key]) for on, key, pupil in marks if key in lessons
    )
