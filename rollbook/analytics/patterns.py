"""Weekdays and spells of many pupils at once: what `days_seen`, `patterns` and `day_runs` of `rules` say of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import kernels
from rollbook.analytics.calendar import Beside, Schools, day_columns
from rollbook.analytics.codes import ABSENT, ATTENDS, run_bits
from rollbook.analytics.kernels.asked import Days, Meanings
from rollbook.analytics.matrix import Matrix
from rollbook.rules.day_runs import Kind
from rollbook.rules.days_seen import LONG_SPELL, LOOKED_BACK
from rollbook.rules.patterns import CHANCE, LEAST, WEEKDAYS, by_chance
from rollbook.rules.year_row import year_of, year_starts

A_WEEK = 7
_EVERY_DAY = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Each pupil's last school days, outside long spells by weekday, and the spells (PA-11).

    `of` and `missed` are int16 (pupils, 7), Monday first: days with a possible session outside long spells, and those
    of them with an absence. `spells`, `spell_days` and `longest` are int16 (pupils,): how many spells of five or more
    days missed whole, how many days they take, and the longest run of days missed whole, long or not.
    """

    of: NDArray[np.int16]
    missed: NDArray[np.int16]
    spells: NDArray[np.int16]
    spell_days: NDArray[np.int16]
    longest: NDArray[np.int16]


def days_seen(years: Sequence[Matrix], schools: Schools, on: date, *, looked_back: int = LOOKED_BACK) -> Seen:
    """The last school days up to a day, each pupil by their own school's calendar; `years` as for `ten_weeks`."""
    beside = Beside(tuple(years))
    asked = _days(beside, schools, date.min, on, looked_back)
    (possible, absent), bits = run_bits(beside.years, [ATTENDS | ABSENT, ABSENT])
    by_weekday = np.zeros((len(beside), A_WEEK, 2), dtype=np.int16)
    spells = np.zeros((len(beside), 3), dtype=np.int16)
    meanings = Meanings(possible, absent, bits)
    kernels.days_seen(beside.before, beside.now, asked, meanings, LONG_SPELL, by_weekday, spells)
    return Seen(by_weekday[:, :, 0], by_weekday[:, :, 1], spells[:, 0], spells[:, 1], spells[:, 2])


def weekday_patterns(seen: Seen) -> NDArray[np.bool_]:
    """bool (pupils, 5): on which weekdays each pupil is absent more than chance would have it (PA-11).

    Exactly what `rules.patterns.measures` names: the same fractions, made once for each set of counts.
    """
    of, missed = seen.of.astype(np.int64), seen.missed.astype(np.int64)
    days, absent = of.sum(axis=1), missed.sum(axis=1)
    tried = np.count_nonzero(of[:, : len(WEEKDAYS)], axis=1)
    found = np.zeros((len(of), len(WEEKDAYS)), dtype=np.bool_)
    maybe = (missed >= LEAST) & (missed * days[:, None] > absent[:, None] * of)
    for pupil, weekday in np.argwhere(maybe[:, : len(WEEKDAYS)]).tolist():
        figures = (int(missed[pupil, weekday]), int(of[pupil, weekday]), int(absent[pupil]), int(days[pupil]))
        found[pupil, weekday] = _is_rare(*figures, int(tried[pupil]))
    return found


def runs_until(years: Sequence[Matrix], schools: Schools, on: date, kind: Kind) -> NDArray[np.int16]:
    """int16 (pupils,): the school days of the run that stands at the end of a day, 0 without one (RET-3, RET-4).

    The days looked at are those of the day's year and the one before, as `rules.standing` has them.
    """
    beside = Beside(tuple(years))
    asked = _days(beside, schools, year_starts(year_of(on) - 1), on, _EVERY_DAY)
    table = np.zeros(256, dtype=np.uint8)
    table[list(kind.made_of)] = kernels.MADE_OF
    table[list(kind.passed)] = kernels.PASSED
    found = np.zeros(len(beside), dtype=np.int16)
    kernels.runs_until(beside.before, beside.now, asked, table, kind.is_strict, found)
    return found


def _days(beside: Beside, schools: Schools, first: date, on: date, most: int) -> Days:
    if len(schools.school_of) != len(beside):
        raise ValueError("each pupil must have a school")
    found = day_columns(schools.calendars, beside, first, on, most)
    return Days(found.columns, found.weekdays, schools.school_of.astype(np.int64))


@lru_cache(maxsize=65_536)
def _is_rare(counted: int, of: int, absent: int, days: int, tried: int) -> bool:
    return by_chance(counted, of=of, absent=absent, days=days) * tried <= CHANCE
