"""One school's year as columns: what it is headed by, and one entry a pupil (docs/parquet.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rollbook.rules.year_row import SLOTS, year_starts

DAYS = SLOTS // 2
TOTALS = ("possible", "attended", "authorised", "unauthorised", "late_before_close", "late_after_close")
TEXTS = ("pupil", "year_group", "group", "sex")
FLAGS = ("fsm", "sen", "ehcp")
DATES = ("first_day", "last_day", "compulsory_from", "compulsory_to")
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last save of the school's chain when its year was read: `hash` in hexadecimal."""

    year: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself: whose year it is, as of when, and on which days the school met.

    `chain` is None for a practice school, which has no record. `roll` is a digest of all that stands beside the
    marks, so that a change of group or calendar is seen too. `count_no_reason` is the school's setting (PEN-1).
    """

    year: int
    urn: str
    name: str
    la: str
    phase: str
    made_at: str
    school_days: tuple[date, ...]
    chain: ChainHead | None = None
    roll: str = ""
    count_no_reason: bool = True

    @property
    def is_practice(self) -> bool:
        return self.chain is None


@dataclass(frozen=True, slots=True, eq=False)
class SchoolYear:
    """A school's year, one entry a pupil in the order of the file; only the columns that were asked for are there.

    `codes` is (pupils, 732) bytes as `rules/year_row.py` lays them out; `totals` (pupils, 6) in the order of
    `TOTALS`; `flags` 1, 0 or −1 where it is not known; `dates` datetime64[D], NaT where there is none.
    """

    heading: Heading
    pupils: int
    codes: NDArray[np.uint8] | None = None
    totals: NDArray[np.int32] | None = None
    texts: dict[str, Texts] = field(default_factory=dict)
    flags: dict[str, NDArray[np.int8]] = field(default_factory=dict)
    dates: dict[str, NDArray[np.datetime64]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of words: each word once, and for each pupil which one; empty where it is not known."""

    words: tuple[str, ...]
    which: NDArray[np.int32]

    @classmethod
    def of(cls, values: list[str]) -> Texts:
        places: dict[str, int] = {}
        which = [places.setdefault(value, len(places)) for value in values]
        return cls(tuple(places), np.asarray(which, np.int32))

    def each(self) -> list[str]:
        return [self.words[n] for n in self.which]


def days_as_text(year: int, days: tuple[date, ...]) -> str:
    """366 characters from 1 August on: `1` on a day that the school met, else `0`."""
    known = set(days)
    first = year_starts(year)
    return "".join("1" if first + timedelta(n) in known else "0" for n in range(DAYS))


@lru_cache(maxsize=1024)  # most schools of an authority have the same days
def days_of_text(year: int, text: str) -> tuple[date, ...]:
    """The days behind such a text; ValueError where it is none."""
    if len(text) != DAYS or set(text) - {"0", "1"}:
        raise ValueError("not 366 times 0 or 1")
    first = year_starts(year)
    return tuple(first + timedelta(n) for n, met in enumerate(text) if met == "1")
