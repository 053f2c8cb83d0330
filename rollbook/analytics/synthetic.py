"""Practice schools: whole school-years drawn by a seeded generator, to try a statistic on a trust or a nation.

Rates follow England's published bands of absence and reasons (as `rollbook/demo` does for one school, in full). Nobody
in them exists; the numbers of their authorities are only numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.school_year import FLAGS, Heading, SchoolYear, Texts
from rollbook.analytics.summary import summary
from rollbook.rules.age import compulsory_age
from rollbook.rules.year_row import BYTE_OF, SLOTS, year_starts

_FIRST_URN = 900_000
MOST_SCHOOLS = 99_000
_SCHOOLS_IN_AN_AUTHORITY = 160


@dataclass(frozen=True, slots=True)
class _Phase:
    """A kind of school: how common, its year groups, and how much its pupils miss.

    Share 1−w of the pupils from beta(a1, b1), share w from beta(a2, b2): fitted to the published bands.
    """

    name: str
    common: int
    year_groups: tuple[str, ...]
    a1: float
    b1: float
    a2: float
    b2: float
    w: float


_PRIMARY = tuple("R123456")
_SECONDARY = ("7", "8", "9", "10", "11")
_PHASES = (
    _Phase("Primary", 76, _PRIMARY, 1.372, 26.99, 0.308, 1.896, 0.1037),
    _Phase("Secondary", 17, _SECONDARY, 1.478, 24.69, 0.394, 1.332, 0.221),
    _Phase("Special", 5, _PRIMARY + _SECONDARY, 1.478, 14.0, 0.394, 1.332, 0.28),
    _Phase("Alternative provision", 2, _SECONDARY, 1.2, 3.0, 0.8, 1.2, 0.4),
)
# Of a hundred spells of absence, how many begin with each code; and the chances of the rest.
_REASONS: Mapping[str, int] = {
    "I": 56,
    "M": 8,
    "G": 6,
    "O": 15,
    "N": 2,
    "E": 2,
    "R": 2,
    "C": 5,
    "T": 1,
    "S": 2,
    "C2": 1,
}
_ENDS_A_DAY = 0.45  # a spell ends on any day with this chance, whatever its reason
_ONLY_A_MORNING = 0.08
_LATE, _LATE_AFTER = 0.022, 0.002
_COMES_OR_GOES = 0.02  # of the pupils, so many begin after September, and so many leave before July
_FLAGS: Mapping[str, float] = {"fsm": 0.24, "sen": 0.14, "ehcp": 0.05}


def practice_school(n: int, *, year: int, pupils: int, seed: int, made_at: str) -> SchoolYear:
    """The n-th practice school of a seed, from 0, in a whole year; it has about so many pupils, at least one."""
    drawn = np.random.default_rng([seed, n, year])
    kept = np.random.default_rng([seed, n])  # what a school keeps from year to year
    phase = _PHASES[int(kept.choice(len(_PHASES), p=[p.common / 100 for p in _PHASES]))]
    size = max(1, round(pupils * kept.uniform(0.5, 1.5)))
    days = practice_days(year, int(kept.integers(2)))
    codes = _codes(drawn, phase, size, days, year)
    first, last = _on_roll(drawn, codes, size, days, year)
    urn = str(_FIRST_URN + n)
    texts = _texts(drawn, phase, size, urn)
    return SchoolYear(
        heading=Heading(
            year=year,
            urn=urn,
            name=f"Practice school {n + 1}",
            la=str(301 + n // _SCHOOLS_IN_AN_AUTHORITY),
            phase=phase.name,
            made_at=made_at,
            school_days=days,
        ),
        pupils=size,
        codes=codes,
        totals=summary(Matrix(year, codes, whole_year())),
        texts=texts,
        flags={name: (drawn.random(size) < _FLAGS[name]).astype(np.int8) for name in FLAGS},
        dates={"first_day": first, "last_day": last, **_ages(drawn, texts["year_group"], year)},
    )


@cache
def practice_days(year: int, pattern: int) -> tuple[date, ...]:
    """The 190 days of a practice school: two patterns, with their half-terms a week apart."""
    start = date(year, 9, 3)
    breaks = [(7 + pattern, 1), (15, 2), (22 + pattern, 1), (29, 2), (37, 1)]
    closed = {week + n for week, length in breaks for n in range(length)}
    monday = start - timedelta(days=start.weekday())
    days = [
        monday + timedelta(days=7 * week + weekday) for week in range(46) if week not in closed for weekday in range(5)
    ]
    return tuple(day for day in days if day >= start)[:190]


def _codes(
    drawn: np.random.Generator, phase: _Phase, size: int, days: tuple[date, ...], year: int
) -> NDArray[np.uint8]:
    reason = _spells(drawn, _rates(drawn, phase, size), len(days))
    marks = np.empty((size, len(days), 2), np.uint8)
    marks[:, :, 0], marks[:, :, 1] = BYTE_OF["/"], BYTE_OF["\\"]
    often = drawn.gamma(0.4, 1 / 0.4, size)[:, None, None]  # few are late often
    chance = drawn.random(marks.shape, dtype=np.float32)
    marks[chance < _LATE * often] = BYTE_OF["L"]
    marks[chance < _LATE_AFTER * often] = BYTE_OF["U"]
    absent = np.repeat((reason > 0)[:, :, None], 2, axis=2)
    absent[:, :, 1] &= drawn.random(reason.shape, dtype=np.float32) >= _ONLY_A_MORNING
    marks = np.where(absent, reason[:, :, None], marks)
    codes = np.zeros((size, SLOTS), np.uint8)
    at = np.array([(day - year_starts(year)).days for day in days])
    codes.reshape(size, SLOTS // 2, 2)[:, at] = marks
    return codes


def _rates(drawn: np.random.Generator, phase: _Phase, size: int) -> NDArray[np.float64]:
    """How much of the year each pupil misses: two kinds of pupil."""
    usual, other = drawn.beta(phase.a1, phase.b1, size), drawn.beta(phase.a2, phase.b2, size)
    return np.minimum(np.where(drawn.random(size) < phase.w, other, usual), 0.98)


def _spells(drawn: np.random.Generator, rates: NDArray[np.float64], days: int) -> NDArray[np.uint8]:
    """(pupils, days): 0, or the code of that day's absence; a spell keeps its reason, and lasts two days or so."""
    codes = np.array([BYTE_OF[code] for code in _REASONS], np.uint8)
    shares = np.cumsum(list(_REASONS.values())) / sum(_REASONS.values())
    begins = np.minimum(rates * _ENDS_A_DAY / (1 - rates), 1.0).astype(np.float32)
    ends = np.where(begins < 1.0, _ENDS_A_DAY, (1 - rates) / rates).astype(np.float32)
    chance = drawn.random((days, len(rates)), dtype=np.float32)
    reasons = codes[np.searchsorted(shares, drawn.random((days, len(rates)), dtype=np.float32)).clip(0, len(codes) - 1)]
    found = np.zeros((days, len(rates)), np.uint8)
    today = np.where(drawn.random(len(rates)) < rates, reasons[0], 0).astype(np.uint8)
    for day in range(days):
        here = today == 0
        today = np.where(here, np.where(chance[day] < begins, reasons[day], 0), np.where(chance[day] < ends, 0, today))
        found[day] = today
    return found.T


def _on_roll(
    drawn: np.random.Generator, codes: NDArray[np.uint8], size: int, days: tuple[date, ...], year: int
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """First and last days; marks outside them are taken out of the codes."""
    first = np.full(size, np.datetime64(days[0]))
    last = np.full(size, np.datetime64("NaT", "D"))
    start = np.datetime64(year_starts(year))
    for pupil in np.flatnonzero(drawn.random(size) < 2 * _COMES_OR_GOES):
        day = np.datetime64(days[int(drawn.integers(1, len(days)))])
        slot = int((day - start).astype(int)) * 2
        if drawn.random() < 0.5:
            first[pupil] = day
            codes[pupil, :slot] = 0
        else:
            last[pupil] = day
            codes[pupil, slot + 2 :] = 0
    return first, last


def _texts(drawn: np.random.Generator, phase: _Phase, size: int, urn: str) -> dict[str, Texts]:
    groups = phase.year_groups
    which = np.sort(drawn.integers(0, len(groups), size)).astype(np.int32)
    form = (np.arange(size) % max(1, size // (len(groups) * 28))).astype(np.int32)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {
        "pupil": Texts(tuple(f"{urn}-{n}" for n in range(size)), np.arange(size, dtype=np.int32)),
        "year_group": Texts(groups, which),
        "group": Texts.of([f"{groups[w]}{letters[f % 26]}" for w, f in zip(which, form, strict=True)]),
        "sex": Texts(("F", "M"), drawn.integers(0, 2, size).astype(np.int32)),
    }


def _ages(drawn: np.random.Generator, groups: Texts, year: int) -> dict[str, NDArray[Any]]:
    """From when to when each pupil is of compulsory school age, by a month of birth that fits the year group."""
    ages = [[compulsory_age(_born(word, month, year)) for month in range(1, 13)] for word in groups.words]
    month = drawn.integers(0, 12, len(groups.which))
    begins = np.array([[age.starts_on for age in row] for row in ages], "datetime64[D]")
    ends = np.array([[age.ends_on for age in row] for row in ages], "datetime64[D]")
    return {"compulsory_from": begins[groups.which, month], "compulsory_to": ends[groups.which, month]}


def _born(year_group: str, month: int, year: int) -> date:
    """Somebody of a year group in a school year: of age 4 on its first day in reception, and so on."""
    turns_five_in = year - int(year_group.replace("R", "0")) + (month < 9)
    return date(turns_five_in - 5, month, 15)
