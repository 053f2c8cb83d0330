"""Days for which awards are usually given, and the year groups that somebody may give them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries import groups_of
from rollbook.pupils.queries.groups import year_order
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import SchoolYear, terms_and_closures

HALF_TERM = "half-term"
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaysOffered:
    """Days by a name: a week, a half term, a term; none goes beyond today."""

    key: str
    name: str
    first: date
    last: date


def spans(actor: Actor) -> tuple[DaysOffered, ...]:
    """Last week, this week, this half term, this term, as far as there was school in them: two statements."""
    today = actor.today
    year = terms_and_closures(actor, year_of(today))
    monday = monday_of(today)
    found = [
        DaysOffered("last-week", "Last week", monday - WEEK, monday - DAY),
        DaysOffered("this-week", "This week", monday, min(monday + WEEK - DAY, today)),
    ]
    for key, name, part in (
        ("half-term", "This half term", _half_term(year, today)),
        ("term", "This term", _term(year, today)),
    ):
        if part is not None:
            found.append(DaysOffered(key, name, part[0], min(part[1], today)))
    days = year.calendar.days
    met = (_cut(one, days) for one in found)
    return tuple(one for one in met if one is not None)


def years_of(actor: Actor) -> tuple[str, ...]:
    """The year groups of the school, or those that a head of year looks after."""
    every = {group.nc_year for group in groups_of(actor, "registration", actor.today) if group.nc_year}
    return tuple(sorted(every & actor.nc_years if actor.nc_years else every, key=year_order))


def _cut(one: DaysOffered, days: tuple[date, ...]) -> DaysOffered | None:
    """From its first school day to its last; None without one."""
    met = [day for day in days if one.first <= day <= one.last]
    return DaysOffered(one.key, one.name, met[0], met[-1]) if met else None


def _term(year: SchoolYear, on: date) -> tuple[date, date] | None:
    return next(((t.first, t.last) for t in year.terms if t.first <= on <= t.last), None)


def _half_term(year: SchoolYear, on: date) -> tuple[date, date] | None:
    term = _term(year, on)
    if term is None:
        return None
    first, last = term
    for closure in year.closures:
        if closure.kind == HALF_TERM and first <= closure.first <= last:
            if closure.last < on:
                first = closure.last + DAY
            else:
                last = closure.first - DAY
                break
    return first, last
