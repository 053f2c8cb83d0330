"""The days with which a period is compared: as many school days, just before it."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.reports.asked import When
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.schools.queries import calendar_of

# A period is at most a year, and a year before it has as many days of school again.
_LOOKS_BACK = timedelta(days=420)


def period_before(actor: Actor, when: When) -> When | None:
    """The same number of school days just before: two statements.

    None where the school's calendar does not reach back so far, so that a year is never held against half of one.
    """
    return days_before(calendar_of(actor, first=when.first - _LOOKS_BACK, last=when.last), when)


def days_before(calendar: SchoolCalendar, when: When) -> When | None:
    """By the calendar: from the day so many school days before the first, to the last school day before it."""
    length = calendar.count_between(when.first, when.last)
    earlier = calendar.between(date.min, when.first - timedelta(days=1))
    if not length or len(earlier) < length:
        return None
    return When(earlier[-length], earlier[-1], when.weekdays, when.halves)


def school_days_to(actor: Actor, on: date) -> tuple[date, ...]:
    """The school days of some months up to a day, that day too if the school meets on it: two statements."""
    return calendar_of(actor, first=on - timedelta(days=120), last=on).days
