"""The marks of one pupil's lessons over a time, with what each lesson is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from rollbook.registers.models import LessonMark
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimeLine, session_time_rows, window_of
from rollbook.timetable.queries.named import NamedLesson, lessons_named

# Where the school's own times say nothing of a lesson's hours.
NOON = time(12)


@dataclass(frozen=True, slots=True)
class LessonMarkLine:
    """A lesson's mark: the half it lies in, the subject and group it was, the period and the code."""

    session: Session
    subject: str
    group: str
    period: str
    code: str

    @property
    def what(self) -> str:
        """The lesson as lists name it, e.g. “Maths, 9X/Ma1”."""
        return ", ".join(part for part in (self.subject, self.group) if part)


def lesson_marks_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[LessonMarkLine, ...]:
    """A pupil's lesson marks from a day to a day, in order: at most five statements."""
    rows = LessonMark.objects.filter(school_id=actor.school, pupil_id=pupil, date__range=(first, last))
    marks = list(rows.order_by("date", "lesson").values_list("date", "lesson", "code"))
    lessons, hours = lessons_named(actor, {lesson for _, lesson, _ in marks})
    if not lessons:
        return ()
    times = session_time_rows(actor)
    found = []
    for on, key, code in marks:
        if (lesson := lessons.get(key)) is not None:
            half = half_of_lesson(lesson, lesson.hours(hours, on), times, on)
            found.append(LessonMarkLine(Session(on, half), lesson.subject, lesson.group, lesson.period, code))
    return tuple(sorted(found, key=lambda one: (one.session, one.period)))


def half_of_lesson(
    lesson: NamedLesson, hours: tuple[datetime, datetime] | None, times: tuple[SessionTimeLine, ...], on: date
) -> Half:
    """The afternoon once the morning session of that day had ended; the morning where no hours are known."""
    if hours is None:
        return Half.AM
    morning = window_of(times, on, Half.AM, lesson.nc_year, lesson.site_id)
    ended = hours[0] >= morning.ends if morning else hours[0].astimezone(LONDON).time() >= NOON
    return Half.PM if ended else Half.AM
