"""The statistics of many schools: each school-year gives a few whole numbers, and these are added.

Only such sums leave the place where a file is read: no pupil, no mark. Adding has no order, so it does not matter
who reads which file, or when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import meaning, ten_weeks
from rollbook.analytics.codes import BYTES, runs
from rollbook.analytics.counting import counts
from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.school_year import TOTALS, SchoolYear
from rollbook.analytics.summary import AUTHORISED, POSSIBLE, UNAUTHORISED, flags
from rollbook.rules.year_row import SLOTS, year_starts

Numbers = NDArray[np.int64]

WEEKS = 54  # Mondays that a collection year can touch, the first one that of 1 August
WEEKDAYS = 5
BANDS = 21  # absence in steps of five per cent; the last one is all of it


class By(StrEnum):
    """By what the pupils are grouped."""

    NATIONAL = "national"
    PHASE = "phase"
    LA = "la"
    SCHOOL = "school"
    YEAR_GROUP = "year-group"


HEADINGS: Mapping[By, str] = MappingProxyType(
    {
        By.NATIONAL: "Schools",
        By.PHASE: "Phase",
        By.LA: "Local authority",
        By.SCHOOL: "School",
        By.YEAR_GROUP: "Year group",
    }
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What some school-years add up to: `groups` by name, each an array of whole numbers of one shape.

    `schools` were counted, `practice` of them of practice schools; `alone` had no file of the year before, where
    the statistic looks back; `skipped` are files that were passed over, each with why.
    """

    schools: int = 0
    practice: int = 0
    alone: int = 0
    groups: Mapping[str, Numbers] = field(default_factory=dict)
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic by its name: what it says, which columns it reads, and its numbers of one school-year by group.

    `of` gets the school-year, that of the year before where `looks_back` and it is there, each pupil's group and how
    many groups there are; its answer's first axis is the groups.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    of: Callable[[SchoolYear, SchoolYear | None, NDArray[np.int64], int], Numbers]
    looks_back: bool = False


def tally(statistic: Statistic, by: By, year: SchoolYear, before: SchoolYear | None = None) -> Tally:
    """One school-year's share of a statistic."""
    names, group_of = groups(year, by)
    found = statistic.of(year, before, group_of, len(names))
    return Tally(
        schools=1,
        practice=int(year.heading.is_practice),
        alone=int(statistic.looks_back and before is None),
        groups={name: found[n] for n, name in enumerate(names)},
    )


def add(one: Tally, other: Tally) -> Tally:
    """Two shares together; in any order, and in any grouping, with the same answer."""
    groups = dict(one.groups)
    for name, numbers in other.groups.items():
        groups[name] = groups[name] + numbers if name in groups else numbers
    return Tally(
        one.schools + other.schools,
        one.practice + other.practice,
        one.alone + other.alone,
        groups,
        tuple(sorted((*one.skipped, *other.skipped))),
    )


def same(one: Tally, other: Tally) -> bool:
    """Whether two shares say exactly the same."""
    plain = (one.schools, one.practice, one.alone, one.skipped) == (
        other.schools, other.practice, other.alone, other.skipped
    )  # fmt: skip
    return (
        plain
        and one.groups.keys() == other.groups.keys()
        and all(np.array_equal(numbers, other.groups[name]) for name, numbers in one.groups.items())
    )


def columns_for(by: By) -> tuple[str, ...]:
    """The columns that grouping itself reads."""
    return ("year_group",) if by is By.YEAR_GROUP else ()


def groups(year: SchoolYear, by: By) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The groups that a school-year's pupils fall into, and each pupil's."""
    about = year.heading
    if by is By.YEAR_GROUP:
        found = year.texts["year_group"]
        return found.words, found.which.astype(np.int64)
    one = {
        By.NATIONAL: "All",
        By.PHASE: about.phase,
        By.LA: about.la,
        By.SCHOOL: f"{about.urn} {about.name}",
    }[by]
    return (one,), np.zeros(year.pupils, np.int64)


def _matrix(year: SchoolYear) -> Matrix:
    if year.codes is None:
        raise ValueError("the codes were not read")
    return Matrix(year.heading.year, year.codes, whole_year())


def _totals(year: SchoolYear) -> NDArray[np.int64]:
    if year.totals is None:
        raise ValueError("the totals were not read")
    return year.totals.astype(np.int64)


def _summed(values: NDArray[Any], group_of: NDArray[np.int64], n: int) -> Numbers:
    """The sums over each group's pupils of whole numbers (pupils, …)."""
    if n == 1:
        return np.asarray(values.sum(axis=0, dtype=np.int64)[None])
    found = np.zeros((n, *values.shape[1:]), np.int64)
    np.add.at(found, group_of, values.astype(np.int64))
    return found


def _attendance(year: SchoolYear, _: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """Pupils with a possible session, then the six totals."""
    totals = _totals(year)
    counted = (totals[:, POSSIBLE] > 0).astype(np.int64)
    return _summed(np.column_stack([counted, totals]), group_of, n)


def _persistent(year: SchoolYear, _: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """Pupils absent for under 10 per cent, for 10 to under 50, and for 50 or more (PA-3)."""
    totals = _totals(year)
    persistent, severe = flags(totals)
    counted = totals[:, POSSIBLE] > 0
    return _summed(np.column_stack([counted & ~persistent, persistent & ~severe, severe]), group_of, n)


def _bands(year: SchoolYear, _: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """Pupils by absence in steps of 5 per cent of their own possible sessions, the lower end included."""
    totals = _totals(year)
    possible = totals[:, POSSIBLE]
    band = (totals[:, AUTHORISED] + totals[:, UNAUTHORISED]) * (BANDS - 1) // np.maximum(possible, 1)
    in_band = (band[:, None] == np.arange(BANDS)) & (possible > 0)[:, None]
    return _summed(in_band, group_of, n)


def _weeks(year: SchoolYear, _: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """By week: pupils, the six totals, then how often each of 64 code bytes stands."""
    week, matrix = week_of_slots(year.heading.year), _matrix(year)
    codes = np.zeros((n, WEEKS, BYTES), np.int64)
    sums = np.zeros((n, WEEKS, len(TOTALS)), np.int64)
    for run in runs(matrix.year, matrix.slots):
        part = Matrix(matrix.year, matrix.codes[:, run.first : run.stop], matrix.slots[run.first : run.stop])
        counted = counts(part, group_of, n, week[run.first : run.stop], WEEKS)
        codes += counted
        sums += meaning.totals(counted, run.since)
    return np.concatenate([_pupils(group_of, n, WEEKS), sums, codes], axis=2)


def _weekdays(year: SchoolYear, _: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """By weekday and half: pupils, then the six totals; a mark on a Saturday or Sunday is left out."""
    found = meaning.totals_by(_matrix(year), group_of, n, weekday_of_slots(year.heading.year), WEEKDAYS * 2)
    return np.concatenate([_pupils(group_of, n, WEEKDAYS * 2), found], axis=2)


def _ten_weeks(year: SchoolYear, before: SchoolYear | None, group_of: NDArray[np.int64], n: int) -> Numbers:
    """Pupils who did not meet ten sessions in ten weeks, and who did (PEN-1)."""
    met = ten_weeks.met_in(year, before)
    counted = (_totals(year)[:, POSSIBLE] > 0) | met
    return _summed(np.column_stack([counted & ~met, met]), group_of, n)


def _pupils(group_of: NDArray[np.int64], n: int, periods: int) -> Numbers:
    """How many pupils each group has, said again for every period: (groups, periods, 1)."""
    sizes = np.bincount(group_of, minlength=n).astype(np.int64)
    return np.repeat(sizes[:, None, None], periods, axis=1)


def week_of_slots(year: int) -> NDArray[np.int64]:
    """Which week, Monday to Sunday, each of the 732 slots lies in: 0 is the week of 1 August."""
    return np.asarray((np.arange(SLOTS) // 2 + year_starts(year).weekday()) // 7, np.int64)


def weekday_of_slots(year: int) -> NDArray[np.int64]:
    """Weekday · 2 + half of each slot, Monday first; −1 at a weekend."""
    slots = np.arange(SLOTS)
    weekday = (slots // 2 + year_starts(year).weekday()) % 7
    return np.asarray(np.where(weekday < WEEKDAYS, weekday * 2 + slots % 2, -1), np.int64)


_ALL = (
    Statistic("attendance", "Attendance and absence", TOTALS, _attendance),
    Statistic("persistent", "Persistent and severe absence", TOTALS, _persistent),
    Statistic("bands", "Pupils by how much they were absent", TOTALS, _bands),
    Statistic("weeks", "Attendance and codes by week", ("codes",), _weeks),
    Statistic(
        "ten-weeks",
        "Ten unauthorised sessions in ten school weeks",
        (*TOTALS, *ten_weeks.NEEDS),
        _ten_weeks,
        looks_back=True,
    ),
    Statistic("weekdays", "Attendance by weekday", ("codes",), _weekdays),
)
STATISTICS: Mapping[str, Statistic] = MappingProxyType({one.name: one for one in _ALL})
CODES_FROM = 1 + len(TOTALS)
