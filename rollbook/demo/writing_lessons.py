"""The timetable as the office takes it over from a file, and the lessons' registers of the last two days."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rollbook.demo.timetabling import PERIODS
from rollbook.demo.values import Training, TrainingSchool
from rollbook.pupils.actions.intake import Taken
from rollbook.registers.actions import Tap
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.issue import Issue, LessonIssue
from rollbook.registers.queries.lessons import half_of
from rollbook.rules.access import Role, permissions_of
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Half
from rollbook.schools import actions as schools
from rollbook.schools.queries import SessionTimes, times_of
from rollbook.timetable.actions import commit_timetable, import_timetable, set_week_letters
from rollbook.timetable.queries import LessonOn, lessons_on

_COLUMNS = ("Class", "Day", "Period", "Week", "Subject", "Teacher", "Room")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_TAKEN_AFTER = timedelta(minutes=4)
_NOT_TAKEN = 9  # of the lessons that have begun, one in so many has no register yet
_AT_SCHOOL = ("", "/", "\\", "L", "U")

Changed = Mapping[tuple[str, date, str], str]


@dataclass(frozen=True, slots=True)
class Fortnight:
    """A school's lessons of one day, as they were taken: who was in which, and what the sessions say."""

    training: Training
    school: TrainingSchool
    taken: Taken

    def members(self, on: date) -> Mapping[int, list[str]]:
        """Pupils by group, by our own names, on a day."""
        found: dict[int, list[str]] = {}
        for pupil in self.training.pupils:
            for place in pupil.memberships:
                if place.group in self.taken.groups and _covers(place.starts, place.ends, on):
                    found.setdefault(self.taken.groups[place.group], []).append(pupil.key)
        return found

    def sessions(self, on: date) -> Mapping[str, tuple[str, str]]:
        """The marks of the morning and the afternoon of a day, by our own name of the pupil."""
        return {
            marks.pupil: (day.am, day.pm)
            for marks in self.training.marks
            if marks.school == self.school.slug
            for day in marks.days[-3:]
            if day.on == on
        }


def write_timetable(actor: Actor, school: TrainingSchool) -> None:
    """Periods, the letters of the weeks, and the lessons of both weeks from the year's first day on."""
    year = school.years[-1]
    before = replace(actor, now=datetime.combine(year.starts - timedelta(days=14), time(9), LONDON))
    hours = [schools.LessonHours(*period) for period in PERIODS]
    schools.set_lesson_times(before, lessons=hours, from_day=year.starts)
    set_week_letters(before, first=year.school_days[0], last=year.school_days[-1])
    file = import_timetable(before, name="Timetable.csv", data=_sheet(school))
    commit_timetable(before, file=file, from_day=year.starts)


def _sheet(school: TrainingSchool) -> bytes:
    names = {group.key: group.name for group in school.groups}
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for one in school.lessons:
        rows.writerow((names[one.group], _DAYS[one.weekday], one.period, one.week, one.subject, one.staff, one.room))
    return text.getvalue().encode()


def take_lessons(actor: Actor, fortnight: Fortnight, days: Iterable[date], changed: Changed) -> None:
    """Take the lessons of these days up to the actor's moment, by whoever teaches them; `changed` are codes of some."""
    for on in days:
        times, members, sessions = times_of(actor, on), fortnight.members(on), fortnight.sessions(on)
        begun = [one for one in lessons_on(actor, on) if one.starts and one.starts + _TAKEN_AFTER <= actor.now]
        for n, lesson in enumerate(begun):
            if (n + on.day) % _NOT_TAKEN:
                pupils = [p for p in members.get(lesson.group_id, ()) if p in sessions]
                _take(actor, lesson, times, [(p, sessions[p]) for p in pupils], fortnight.taken, changed)


def _take(
    actor: Actor,
    lesson: LessonOn,
    times: SessionTimes,
    pupils: Iterable[tuple[str, tuple[str, str]]],
    taken: Taken,
    changed: Changed,
) -> None:
    if lesson.starts is None or lesson.ends is None:
        return
    teacher = replace(
        actor,
        user_id=lesson.teacher_id,
        name=lesson.teacher,
        role=Role.TEACHER.label,
        permissions=permissions_of(frozenset({Role.TEACHER})),
        now=lesson.starts + _TAKEN_AFTER,
    )
    half = half_of(times, lesson)
    register = Issue(
        actor.school,
        lesson.teacher_id,
        lesson.group_id,
        lesson.on,
        int(half),
        lesson.starts,
        lesson.ends,
        lesson.ends,
        1,
    )
    taps = [
        _tap(
            register.token(str(taken.pupils[p])),
            _code(codes[half], half, changed.get((p, lesson.on, lesson.period))),
            lesson.on,
        )
        for p, codes in pupils
    ]
    save_lesson(
        teacher,
        issue=LessonIssue(register, lesson.key),
        save_id=uuid.uuid4(),
        taps=taps,
        is_school_day=True,
        finished=True,
    )


def _code(session: str, half: Half, changed: str | None) -> str:
    """What the lesson says: as the session, unless something happened in between."""
    if changed is not None:
        return changed
    return ("/", "\\")[half] if session in _AT_SCHOOL else session


def _tap(token: str, code: str, on: date) -> Tap:
    return Tap(token, code, detail="As at registration" if code_on(code, on).detail_required else "")


def _covers(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or on <= last)
