"""The days that a period's name means on a day: this week, the last two weeks, this half term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from rollbook.absence.queries.lateness import half_term
from rollbook.reports.asked import When
from rollbook.reports.kind import Period
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import calendar_of, terms_and_closures

_WEEK = timedelta(days=7)
_FRIDAY = timedelta(days=4)


def days_of(actor: Actor, period: Period) -> When:
    """The days of a period up to today: at most four statements.

    Outside term time it is the last one there was: the last school day, the half term or term that ended last.
    """
    return _DAYS[period](actor, last_school_day(actor))


def last_school_day(actor: Actor) -> date:
    """Today, or where there is no school today the last day on which there was; today before the first of all."""
    year = year_of(actor.today)
    known = calendar_of(actor, first=year_starts(year - 1), last=actor.today).days
    return known[-1] if known else actor.today


def before(when: When) -> When:
    """As many calendar days right before, moved back to whole weeks where the period is of whole weeks."""
    length = when.last - when.first + timedelta(days=1)
    if when.first.weekday() == 0:
        length = _WEEK * -(-length // _WEEK)
    return When(when.first - length, when.last - length, when.weekdays, when.halves)


def term_ends(actor: Actor) -> tuple[date, ...]:
    """The last day of every term of this year."""
    return tuple(t.last for t in terms_and_closures(actor, year_of(actor.today)).terms)


def half_term_ends(actor: Actor) -> tuple[date, ...]:
    """The last day before every half-term holiday, and of every term."""
    year = terms_and_closures(actor, year_of(actor.today))
    breaks = [closure.first - timedelta(days=1) for closure in year.closures if closure.kind == "half-term"]
    return tuple(sorted((*breaks, *(t.last for t in year.terms))))


def _this_week(_: Actor, on: date) -> When:
    return When(monday_of(on), on)


def _last_week(_: Actor, on: date) -> When:
    return When(monday_of(on) - _WEEK, monday_of(on) - _WEEK + _FRIDAY)


def _fortnight(_: Actor, on: date) -> When:
    return When(monday_of(on) - _WEEK, on)


def _half_term(actor: Actor, on: date) -> When:
    days = half_term(actor, on)
    return _from_school_day(actor, days.first, on) if days else _year(actor, on)


def _term(actor: Actor, on: date) -> When:
    terms = [t for t in terms_and_closures(actor, year_of(on)).terms if t.first <= on <= t.last]
    return _from_school_day(actor, terms[0].first, on) if terms else _year(actor, on)


def _from_school_day(actor: Actor, first: date, last: date) -> When:
    """Without the weekend or holiday that the days begin with."""
    known = calendar_of(actor, first=first, last=last).days
    return When(known[0] if known else first, last)


def _year(_: Actor, on: date) -> When:
    return When(year_starts(year_of(on)), on)


_DAYS: Mapping[Period, Callable[[Actor, date], When]] = {
    Period.TODAY: lambda _, on: When(on, on),
    Period.THIS_WEEK: _this_week,
    Period.LAST_WEEK: _last_week,
    Period.FORTNIGHT: _fortnight,
    Period.HALF_TERM: _half_term,
    Period.TERM: _term,
    Period.YEAR: _year,
}
