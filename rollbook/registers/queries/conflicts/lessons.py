"""Where a session's mark and its lessons disagree: slipped away after registration, or there after all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Exists, OuterRef

from rollbook.registers.models import LessonMark, Mark
from rollbook.registers.queries.conflicts.standing import ON_SITE
from rollbook.registers.queries.conflicts.values import ConflictKind
from rollbook.registers.queries.passing import PassingsByDay, last_before
from rollbook.rules.actor import Actor
from rollbook.rules.code_table import CODES
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import Window, session_time_rows, window_of
from rollbook.timetable.queries.named import NamedLesson, lessons_named

# In class when the register was taken; U says that the pupil came later, and agrees with an early lesson missed.
_IN_TIME = ["/", "\\", "L"]
# Absences from a lesson that no appointment explains.
_AWAY = ["N", "O", "I", "G"]
# An appointment or an agreed part of the day may end before the session does; # and Z are the calendar's.
_MAY_COME_LATER = {"M", "J1", "C2", "D", "K", "#", "Z"}
_NOT_HERE = sorted({code.symbol for code in CODES} - set(ON_SITE) - _MAY_COME_LATER)


@dataclass(frozen=True, slots=True)
class InLesson:
    """A mark of a lesson that disagrees with its session's: which lesson, when it was, the code."""

    lesson: NamedLesson
    on: date
    hours: tuple[datetime, datetime] | None
    code: str

    @property
    def says(self) -> str:
        return " ".join(part for part in (self.lesson.period, self.lesson.subject, self.lesson.group) if part)


Disagreeing: TypeAlias = Mapping[tuple[int, Session, ConflictKind], tuple[InLesson, ...]]
_Row: TypeAlias = tuple[int, date, str, str]


def disagree(session: str, lesson: str) -> bool:
    """Whether the codes of a session and of a lesson of it contradict each other, whenever a late pupil came."""
    if session in (*_IN_TIME, "U"):
        return lesson in _AWAY
    return session in _NOT_HERE and lesson in ON_SITE


def disagreeing(actor: Actor, first: date, passings: PassingsByDay) -> Disagreeing:
    """Lessons that disagree with the session in which they lie, in order of their hours: at most seven statements.

    What the front desk explains is left out: signed out before the lesson ended, or in before it did.
    """
    away, there = _away_in_lessons(actor, first), _there_in_lessons(actor, first)
    lessons, periods = lessons_named(actor, {row[2] for row in (*away, *there)})
    if not lessons:
        return {}
    times = session_time_rows(actor)
    marks = _sessions(actor, {(pupil, on) for pupil, on, *_ in (*away, *there)})
    found: dict[tuple[int, Session, ConflictKind], list[InLesson]] = {}
    for rows, kind in ((away, ConflictKind.LEFT_LESSON), (there, ConflictKind.IN_LESSON)):
        for pupil, on, key, code in rows:
            lesson = lessons.get(key)
            if lesson is None:
                continue
            hours = lesson.hours(periods, on)
            morning = window_of(times, on, Half.AM, lesson.nc_year, lesson.site_id)
            session = Session(on, _half(hours, morning))
            stands = marks.get((pupil, session), "")
            wanted = _IN_TIME if kind is ConflictKind.LEFT_LESSON else _NOT_HERE
            if stands in wanted and not _explained(kind, passings, pupil, on, hours):
                found.setdefault((pupil, session, kind), []).append(InLesson(lesson, on, hours, code))
    return {key: tuple(sorted(rows, key=_by_hours)) for key, rows in found.items()}


def _away_in_lessons(actor: Actor, first: date) -> list[_Row]:
    at_school = Mark.objects.filter(
        school_id=actor.school, date=OuterRef("date"), pupil_id=OuterRef("pupil_id"), code__in=_IN_TIME
    )
    rows = LessonMark.objects.filter(school_id=actor.school, date__gte=first, code__in=_AWAY)
    return list(rows.filter(Exists(at_school)).values_list("pupil_id", "date", "lesson", "code"))


def _there_in_lessons(actor: Actor, first: date) -> list[_Row]:
    """From the sessions that say away, which are few, to the lessons that say here."""
    here = LessonMark.objects.filter(school_id=actor.school, code__in=ON_SITE)
    away = Mark.objects.filter(school_id=actor.school, date__gte=first, code__in=_NOT_HERE).filter(
        Exists(here.filter(pupil_id=OuterRef("pupil_id"), date=OuterRef("date")))
    )
    days = set(away.values_list("pupil_id", "date"))
    if not days:
        return []
    rows = here.filter(date__in={on for _, on in days}, pupil_id__in={pupil for pupil, _ in days})
    return [row for row in rows.values_list("pupil_id", "date", "lesson", "code") if row[:2] in days]


def _sessions(actor: Actor, days: Iterable[tuple[int, date]]) -> Mapping[tuple[int, Session], str]:
    wanted = set(days)
    rows = Mark.objects.filter(
        school_id=actor.school, date__in={on for _, on in wanted}, pupil_id__in={pupil for pupil, _ in wanted}
    )
    return {
        (pupil, Session(on, Half(half))): code
        for pupil, on, half, code in rows.values_list("pupil_id", "date", "half", "code")
    }


def _half(hours: tuple[datetime, datetime] | None, morning: Window | None) -> Half:
    return Half.PM if hours and morning and hours[0] >= morning.ends else Half.AM


def _explained(
    kind: ConflictKind, passings: PassingsByDay, pupil: int, on: date, hours: tuple[datetime, datetime] | None
) -> bool:
    day = passings.get((pupil, on), ())
    last = last_before(day, hours[1]) if hours else None
    if last is None:
        return False
    return last.inward if kind is ConflictKind.IN_LESSON else not last.inward


def _by_hours(row: InLesson) -> tuple[float, str]:
    return row.hours[0].timestamp() if row.hours else 0.0, row.lesson.period
