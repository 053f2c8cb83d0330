"""Columns in a school's own time: which school week each lies in, which columns make a school day.

Two years stand side by side where a rule looks across 1 August; a calendar then covers both (REG-6, PEN-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.matrix import Matrix
from rollbook.rules.age import compulsory_age
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.year_row import year_starts

Dates = NDArray[np.datetime64]
NO_DAY, NO_WEEK = -1, -1


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The same pupils in one year or in two, row by row; last year's first."""

    years: tuple[Matrix, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.years) <= 2:
            raise ValueError("one year, or two beside each other")
        first, last = self.years[0], self.years[-1]
        if len(first) != len(last):
            raise ValueError("the years must hold the same pupils, row by row")
        if len(self.years) == 2 and first.year >= last.year:
            raise ValueError("the earlier year stands first")

    def __len__(self) -> int:
        return len(self.years[-1])

    @property
    def before(self) -> NDArray[np.uint8]:
        """The earlier year's codes; of no column where there is but one year."""
        return self.years[0].codes if len(self.years) == 2 else np.zeros((len(self), 0), dtype=np.uint8)

    @property
    def now(self) -> NDArray[np.uint8]:
        return self.years[-1].codes

    @property
    def days(self) -> Dates:
        """The day of each column of both years, in order."""
        return np.concatenate([days_of(matrix) for matrix in self.years])

    @property
    def halves(self) -> NDArray[np.int8]:
        """0 for a morning, 1 for an afternoon, by column of both years."""
        return np.concatenate([(matrix.slots % 2).astype(np.int8) for matrix in self.years])


@dataclass(frozen=True, slots=True, eq=False)
class Schools:
    """Whose weeks each pupil's sessions are counted in, and whether that school counts N before its reason (PEN-1).

    `school_of` is int32 (pupils,): which of the calendars is the pupil's.
    """

    calendars: tuple[SchoolCalendar, ...]
    school_of: NDArray[np.int32]
    count_no_reason: tuple[bool, ...]

    def __post_init__(self) -> None:
        if len(self.count_no_reason) != len(self.calendars):
            raise ValueError("each school says once whether it counts N")
        if self.school_of.size and not 0 <= int(self.school_of.min()) <= int(self.school_of.max()) < len(
            self.calendars
        ):
            raise ValueError("each pupil's school must have a calendar")

    @classmethod
    def one(cls, calendar: SchoolCalendar, pupils: int, *, count_no_reason: bool = True) -> Schools:
        """All pupils in one school."""
        return cls((calendar,), np.zeros(pupils, dtype=np.int32), (count_no_reason,))


@dataclass(frozen=True, slots=True, eq=False)
class Ages:
    """From which to which day each pupil is of compulsory school age, both included (REG-14); NaT is no limit."""

    first: Dates
    last: Dates

    @classmethod
    def of(cls, born: Sequence[date]) -> Ages:
        """By the dates of birth, a pupil each."""
        spans = [_compulsory(each) for each in born]
        first, last = ([span[n] for span in spans] for n in range(2))
        return cls(np.array(first, dtype="datetime64[D]"), np.array(last, dtype="datetime64[D]"))

    def columns(self, days: Dates) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first column within the age, and the one after the last, by pupil."""
        first = np.where(np.isnat(self.first), 0, np.searchsorted(days, self.first, side="left"))
        stop = np.where(np.isnat(self.last), len(days), np.searchsorted(days, self.last, side="right"))
        return first.astype(np.int64), stop.astype(np.int64)


def days_of(matrix: Matrix) -> Dates:
    """The day of each column."""
    return np.datetime64(year_starts(matrix.year), "D") + (matrix.slots // 2).astype(np.int64)


def week_ranks(calendars: Sequence[SchoolCalendar], days: Dates) -> NDArray[np.int16]:
    """int16 (schools, columns): which of the school's weeks a column's day lies in, -1 where the school did not meet.

    Weeks are counted from 0 at the calendar's first, and one without a session has no number (PEN-2).
    """
    found = np.full((len(calendars), len(days)), NO_WEEK, dtype=np.int16)
    for n, calendar in enumerate(calendars):
        met = np.array(calendar.days, dtype="datetime64[D]")
        weeks = np.array(calendar.week_starts(), dtype="datetime64[D]")
        inside = np.isin(days, met)
        found[n, inside] = np.searchsorted(weeks, days[inside], side="right") - 1
    return found


@dataclass(frozen=True, slots=True, eq=False)
class DayColumns:
    """Each school's days, the last on the right: `columns` int32 (schools, days, 2) of morning and afternoon.

    -1 for a session that the matrices do not hold. `weekdays` is int8 (schools, days), Monday 0; -1 left of a school's
    first day, where another has more.
    """

    columns: NDArray[np.int32]
    weekdays: NDArray[np.int8]


def day_columns(calendars: Sequence[SchoolCalendar], beside: Beside, first: date, on: date, most: int) -> DayColumns:
    """The school days from `first` up to `on`, at most the last so many, as columns."""
    chosen = [calendar.between(first, on)[-most:] if most else () for calendar in calendars]
    width = max(map(len, chosen), default=0)
    columns = np.full((len(chosen), width, 2), NO_DAY, dtype=np.int32)
    weekdays = np.full((len(chosen), width), NO_DAY, dtype=np.int8)
    at = {key: n for n, key in enumerate(zip(beside.days.tolist(), beside.halves.tolist(), strict=True))}
    for school, days in enumerate(chosen):
        for n, day in enumerate(days, start=width - len(days)):
            columns[school, n] = [at.get((day, half), NO_DAY) for half in (0, 1)]
            weekdays[school, n] = day.weekday()
    return DayColumns(columns, weekdays)


@lru_cache(maxsize=16_384)
def _compulsory(born: date) -> tuple[date, date]:
    age = compulsory_age(born)
    return age.starts_on, age.ends_on
