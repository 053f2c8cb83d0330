"""Session and lesson times, from a day on: what was in force before keeps its days (REG-4).

Times are given by the clock on the wall; rows that replace each other share half, weekday, year group and site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet

from rollbook.audit.actions import action, record
from rollbook.rules import register_times
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.rules.sources import refuse
from rollbook.schools.actions.days_going import lock
from rollbook.schools.events import LessonTimesSet, SessionTimesEnded, SessionTimesSet
from rollbook.schools.models import LessonTime, SessionTime, Site
from rollbook.schools.queries.times import in_force, times_of, window_of

_FRIDAY = 4
_YEAR_GROUPS = frozenset({"N1", "N2", "R", *(str(n) for n in range(1, 15))})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LessonHours:
    """A lesson period as it is entered, by the clock on the wall."""

    name: str
    starts: time
    ends: time


@action(Permission.SET_UP_SCHOOL)
def set_session_times(
    actor: Actor,
    *,
    half: Half,
    opens: time,
    closes: time,
    ends: time,
    from_day: date,
    weekday: int | None = None,
    nc_year: str = "",
    site_id: int | None = None,
) -> int:
    """Say when a session's register opens and closes and the session ends, from a day on; gives the row's id.

    Refuses a window of more than 30 minutes (REG-4), and a change of days that have passed.
    """
    lock(actor)
    nc_year = _checked_scope(actor, weekday, nc_year, site_id)
    register_times.Window(opens, closes)
    if ends < closes:
        raise refuse("REG-4", f"The session ends at {ends:%H:%M}, before its register closes at {closes:%H:%M}.")
    _check_break(actor, _first_on(from_day, weekday), half, opens, ends, nc_year, site_id)
    same = SessionTime.objects.filter(_scope(weekday, nc_year, site_id), school_id=actor.school, half=half)
    valid_to = _make_way(actor, same, from_day)
    row = SessionTime.objects.create(
        school_id=actor.school,
        half=half,
        weekday=weekday,
        nc_year=nc_year,
        site_id=site_id,
        opens=_minute(opens),
        closes=_minute(closes),
        ends=_minute(ends),
        valid_from=from_day,
        valid_to=valid_to,
    )
    record(actor, SessionTimesSet(row.pk, half, from_day))
    return row.pk


@action(Permission.SET_UP_SCHOOL)
def end_session_times(actor: Actor, *, session_time_id: int, last: date) -> None:
    """End an exception (a weekday's, year group's or site's own times) on a day; the school's own times stay."""
    lock(actor)
    row = SessionTime.objects.filter(pk=session_time_id, school_id=actor.school).first()
    if row is None:
        raise NotFound("There are no such session times in this school.")
    if row.weekday is None and not row.nc_year and row.site_id is None:
        raise Refused("These are the times of the whole school. Set new times instead of ending them.")
    if last < actor.today - _ONE_DAY:
        raise Refused("Times cannot end before yesterday: registers since then were taken by them.")
    if row.valid_to is not None and row.valid_to <= last:
        raise Refused(f"These times already end on {in_words(row.valid_to)}.")
    if last < row.valid_from:
        row.delete()
    else:
        row.valid_to = last
        row.save(update_fields=["valid_to"])
    record(actor, SessionTimesEnded(session_time_id, last))


@action(Permission.SET_UP_SCHOOL)
def set_lesson_times(
    actor: Actor,
    *,
    lessons: Sequence[LessonHours],
    from_day: date,
    weekday: int | None = None,
    nc_year: str = "",
    site_id: int | None = None,
) -> None:
    """Say which lesson periods a day has, from a day on; the periods before it keep their days."""
    lock(actor)
    nc_year = _checked_scope(actor, weekday, nc_year, site_id)
    _check_lessons(lessons)
    same = LessonTime.objects.filter(_scope(weekday, nc_year, site_id), school_id=actor.school)
    valid_to = _make_way(actor, same, from_day)
    LessonTime.objects.bulk_create(
        LessonTime(
            school_id=actor.school,
            name=lesson.name,
            weekday=weekday,
            nc_year=nc_year,
            site_id=site_id,
            starts=_minute(lesson.starts),
            ends=_minute(lesson.ends),
            valid_from=from_day,
            valid_to=valid_to,
        )
        for lesson in lessons
    )
    record(actor, LessonTimesSet(len(lessons), from_day))


def _checked_scope(actor: Actor, weekday: int | None, nc_year: str, site_id: int | None) -> str:
    if weekday is not None and not 0 <= weekday <= _FRIDAY:
        raise Refused("Choose a weekday from Monday to Friday, or every day.")
    nc_year = nc_year.strip().upper()
    if nc_year and nc_year not in _YEAR_GROUPS:
        raise Refused(f"“{nc_year}” is not a year group. Write N1, N2, R or 1 to 14, or leave it empty for all.")
    if site_id is not None and not Site.objects.filter(pk=site_id, school_id=actor.school).exists():
        raise NotFound("There is no such site in this school.")
    return nc_year


def _scope(weekday: int | None, nc_year: str, site_id: int | None) -> Q:
    """The rows that are for exactly these days, pupils and place."""
    day = Q(weekday__isnull=True) if weekday is None else Q(weekday=weekday)
    place = Q(site__isnull=True) if site_id is None else Q(site_id=site_id)
    return day & place & Q(nc_year=nc_year)


def _check_break(
    actor: Actor, on: date, half: Half, opens: time, ends: time, nc_year: str, site_id: int | None
) -> None:
    """The morning ends before the afternoon's register opens: two sessions with a break between (REG-5)."""
    other = Half.PM if half is Half.AM else Half.AM
    window = window_of(times_of(actor, on).rows, on, other, nc_year, site_id)
    if window is None:
        return
    if half is Half.AM and ends > window.opens.time():
        raise refuse("REG-5", f"The morning would end at {ends:%H:%M}; the afternoon opens at {window.opens:%H:%M}.")
    if half is Half.PM and opens < window.ends.time():
        raise refuse("REG-5", f"The afternoon would open at {opens:%H:%M}; the morning ends at {window.ends:%H:%M}.")


def _first_on(from_day: date, weekday: int | None) -> date:
    return from_day if weekday is None else from_day + timedelta(days=(weekday - from_day.weekday()) % 7)


def _make_way(actor: Actor, same: QuerySet[SessionTime] | QuerySet[LessonTime], from_day: date) -> date | None:
    """End what is in force before the day, drop what would begin on it; gives the day before the next change."""
    if from_day < actor.today and same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=from_day)).exists():
        raise Refused(
            f"New times can begin today at the earliest, not on {in_words(from_day)}: "
            "registers before today were taken by the times of their day."
        )
    same.filter(valid_from=from_day).delete()
    same.filter(in_force(from_day)).update(valid_to=from_day - _ONE_DAY)
    later = same.filter(valid_from__gt=from_day).order_by("valid_from", "id").first()
    return later.valid_from - _ONE_DAY if later is not None else None


def _check_lessons(lessons: Sequence[LessonHours]) -> None:
    if not lessons:
        raise Refused("Enter at least one lesson with its name, start and end.")
    for lesson in lessons:
        if not lesson.name or len(lesson.name) > 20:
            raise Refused("Give each lesson a name of up to 20 letters.")
        if lesson.ends <= lesson.starts:
            raise Refused(
                f"Lesson {lesson.name} ends at {lesson.ends:%H:%M}, not after it starts ({lesson.starts:%H:%M})."
            )
    names = [lesson.name for lesson in lessons]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(f"There are two lessons called “{twice}”. Give each its own name.")
    ordered = sorted(lessons, key=lambda lesson: lesson.starts)
    for one, two in pairwise(ordered):
        if two.starts < one.ends:
            raise Refused(f"Lesson {two.name} starts at {two.starts:%H:%M}, before lesson {one.name} ends.")


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
