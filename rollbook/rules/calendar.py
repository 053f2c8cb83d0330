"""School days and school weeks: the calendar on which the law's clocks run.

A school day has at least one session; a school week has at least one school day (REG-6).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from rollbook.rules.sources import refuse

_WEEKEND = 5


class ClosureKind(StrEnum):
    """Why the school does not meet on a day when it otherwise would."""

    INSET = "inset"
    BANK_HOLIDAY = "bank-holiday"
    OCCASIONAL = "occasional-day"
    POLLING = "polling"
    HALF_TERM = "half-term"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, order=True, slots=True)
class Days:
    """A run of calendar days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise refuse(
                "REG-6",
                f"The last day ({self.last:%d/%m/%Y}) is before the first ({self.first:%d/%m/%Y}). Check the "
                "two dates.",
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the school names it, from its first to its last day."""

    name: str
    days: Days


@dataclass(frozen=True, slots=True)
class Closure:
    """Days inside a term on which the school does not meet.

    A planned closure is marked `#`; an unplanned one keeps its sessions, marked Y4 (COD-18),
    and so still is a school day only if some pupils met.
    """

    kind: ClosureKind
    days: Days
    says: str = ""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The days on which a school meets, in order, for every look-up that counts school days.

    Given any days in any order. Nothing beyond its last day is known, so nothing beyond it is
    ever answered by a guess.
    """

    days: tuple[date, ...]
    _mondays: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __init__(self, days: Iterable[date]) -> None:
        ordered = tuple(sorted(set(days)))
        object.__setattr__(self, "days", ordered)
        object.__setattr__(self, "_mondays", tuple(dict.fromkeys(monday_of(day) for day in ordered)))

    def is_school_day(self, day: date) -> bool:
        at = bisect_left(self.days, day)
        return at < len(self.days) and self.days[at] == day

    def add(self, from_day: date, n: int) -> date | None:
        """The n-th school day after `from_day`, or None where the calendar ends before it.

        `n` is at least 1; `from_day` itself need not be a school day and is never counted.
        """
        if n < 1:
            raise refuse("REG-6", "The number of school days to count must be 1 or more.")
        at = bisect_right(self.days, from_day) + n - 1
        return self.days[at] if at < len(self.days) else None

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """The school days from `first` to `last`, both included."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def count_between(self, first: date, last: date) -> int:
        """How many school days lie from `first` to `last`, both included."""
        return max(0, bisect_right(self.days, last) - bisect_left(self.days, first))

    def count_after(self, day: date, until: date) -> int:
        """How many school days come after `day`, up to and including `until`."""
        return max(0, bisect_right(self.days, until) - bisect_right(self.days, day))

    def week_starts(self) -> tuple[date, ...]:
        """The Monday of each school week, in order (PEN-2)."""
        return self._mondays

    def week_rank(self, day: date) -> int | None:
        """Which school week the day lies in, counted from 0; None in a week without a session (PEN-2)."""
        monday = monday_of(day)
        at = bisect_left(self._mondays, monday)
        return at if at < len(self._mondays) and self._mondays[at] == monday else None

    def weeks_until(self, day: date, n: int) -> tuple[date, ...]:
        """The Mondays of the last `n` school weeks that began on or before the day's week (PEN-2)."""
        end = bisect_right(self._mondays, monday_of(day))
        return self._mondays[max(0, end - n) : end]


def monday_of(day: date) -> date:
    """The Monday of the day's week, Monday to Sunday."""
    return day - timedelta(days=day.weekday())


def school_days(terms: Iterable[Term], closures: Iterable[Closure] = ()) -> tuple[date, ...]:
    """Every Monday to Friday inside a term that no closure takes away, in order (REG-6)."""
    closed = {day for closure in closures for day in closure.days}
    meets = {day for term in terms for day in term.days if day.weekday() < _WEEKEND}
    return tuple(sorted(meets - closed))
