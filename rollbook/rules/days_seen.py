"""A pupil's last school days, one by one: which were possible, which were missed, and which make a long spell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import change_dates, in_force
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import BYTE_OF, EMPTY, slot_of, year_of

# Our own choice (PA-11): about half a school year, and a week away is an illness or a journey, not a habit.
LOOKED_BACK = 120
LONG_SPELL = 5


@dataclass(frozen=True, slots=True)
class DaySeen:
    """A school day with at least one possible session; `whole` when every possible one was missed."""

    on: date
    absent: tuple[Session, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class DaysSeen:
    """`days` are those with a possible session; `single` those of them outside long spells.

    `spells` are the sessions missed in long spells; `school_days` all days on which the school met from then on, for
    what lies beside a holiday.
    """

    school_days: tuple[date, ...]
    days: tuple[DaySeen, ...]
    single: tuple[DaySeen, ...]
    spells: tuple[Session, ...]

    @property
    def first(self) -> date | None:
        return self.days[0].on if self.days else None


def days_seen(
    calendar: SchoolCalendar, rows: Mapping[int, bytes], on: date, *, looked_back: int = LOOKED_BACK
) -> DaysSeen:
    """The last school days up to a day, as the year rows have them (PA-1, PA-11).

    A day of which nothing is marked, or no session was possible, is none of them.
    """
    until = calendar.between(date.min, on)[-looked_back:]
    found = tuple(
        day for each, year, at in _places(until) if (day := _day(each, rows.get(year, EMPTY)[at : at + 2])) is not None
    )
    long = _long_spells(found)
    return DaysSeen(
        school_days=calendar.between(until[0], date.max) if until else (),
        days=found,
        single=tuple(day for day in found if day.on not in long),
        spells=tuple(session for day in found if day.on in long for session in day.absent),
    )


@lru_cache(maxsize=16)
def _places(days: tuple[date, ...]) -> tuple[tuple[date, int, int], ...]:
    """Where each day's two marks stand in which year's row: found once for all pupils."""
    return tuple((day, year_of(day), slot_of(Session(day, Half.AM))) for day in days)


@lru_cache(maxsize=64 * LOOKED_BACK)
def _day(on: date, marks: bytes) -> DaySeen | None:
    """A day with these two marks: each is made once, for most pupils have the same."""
    possible, absent = _meanings(_version(on))
    held = sum(mark in possible for mark in marks)
    if not held:
        return None
    missed = tuple(Session(on, half) for half in Half if marks[half] in absent)
    return DaySeen(on, missed, len(missed) == held)


def _long_spells(days: Sequence[DaySeen]) -> frozenset[date]:
    """The days of every run of so many in a row that were missed whole."""
    found: set[date] = set()
    run: list[date] = []
    for day in days:
        run = [*run, day.on] if day.whole else []
        if len(run) >= LONG_SPELL:
            found.update(run)
    return frozenset(found)


def _version(on: date) -> date:
    """The day from which the code table stood as it did on this one."""
    return max((day for day in change_dates() if day <= on), default=date.min)


@cache
def _meanings(since: date) -> tuple[frozenset[int], frozenset[int]]:
    """The bytes of codes that are possible sessions, and of those that are absences."""
    codes = in_force(since).values()
    possible = frozenset(BYTE_OF[code.symbol] for code in codes if code.possible)
    return possible, frozenset(BYTE_OF[code.symbol] for code in codes if code.absent)
