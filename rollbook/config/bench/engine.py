"""The columnar engine beside reading the same bytes once: a trust's year of marks, and on request a nation's.

Kernel and floor take turns, and the least of the rounds stands for each: other work on the machine only ever adds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import kernels
from rollbook.analytics.calendar import Schools
from rollbook.analytics.counting import counts
from rollbook.analytics.kernels.sharing import in_shares
from rollbook.analytics.matrix import Matrix
from rollbook.analytics.summary import persistent_and_severe, summary
from rollbook.analytics.windows import ten_weeks
from rollbook.config.bench.measuring import Bench
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.year_row import BYTE_OF, year_starts

YEAR, SESSIONS = 2025, 380
TRUST, NATION = 100_000, 8_500_000
SCHOOL, PERIODS = 350, 38
FLOOR = "its bytes read once"


@dataclass(frozen=True, slots=True)
class Goals:
    """At most so many floors."""

    persistent: float
    window: float
    counts: float


TRUST_GOALS, NATION_GOALS = Goals(5, 15, 16), Goals(3, 8, 18)


def run_engine() -> Iterator[Bench]:
    """100,000 pupils × 380 sessions."""
    yield from _measured("100,000", marks(TRUST), TRUST_GOALS, rounds=15)


def run_nation() -> Iterator[Bench]:
    """8.5 million × 380: needs five gigabytes of memory."""
    yield from _measured("8.5 million", marks(NATION), NATION_GOALS, rounds=4)


def marks(pupils: int) -> Matrix:
    """A year of 380 sessions: most pupils seldom absent, some often, a few most of the time; unauthorised runs too.

    More pupils than a trust has are the trust's over and over: what is counted is read from other memory all the same.
    """
    rng = np.random.default_rng(8)
    n = min(pupils, TRUST)
    share = rng.choice([0.03, 0.08, 0.2, 0.6], p=[0.7, 0.18, 0.1, 0.02], size=n).astype(np.float32)
    block = np.empty((n, SESSIONS), dtype=np.uint8)
    block[:] = np.tile([BYTE_OF["/"], BYTE_OF["\\"]], SESSIONS // 2)
    missed = rng.random((n, SESSIONS), dtype=np.float32) < share[:, None]
    block[missed] = rng.choice([BYTE_OF[code] for code in "IIIIIMMCLLOOUG"], size=int(missed.sum()))
    codes = block if pupils == n else np.tile(block, (pupils // n, 1))
    return Matrix(YEAR, codes, _slots())


def least(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least that each of them took in milliseconds, turn by turn, after one turn that is not counted."""
    found = dict.fromkeys(works, float("inf"))
    for turn in range(rounds + 1):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            spent = (time.perf_counter() - started) * 1000
            found[name] = min(found[name], spent) if turn else found[name]
    return found


def schools(matrix: Matrix) -> Schools:
    """One calendar that holds every day of the matrix."""
    days = {year_starts(YEAR) + timedelta(days=int(slot) // 2) for slot in matrix.slots}
    return Schools.one(SchoolCalendar(days), len(matrix))


def reading(matrix: Matrix) -> Callable[[], object]:
    """The floor: every byte of it added up eight at a time, shared among as many threads as the kernels are."""
    words, row = matrix.codes.reshape(-1).view(np.uint64), SESSIONS / 8
    total = _compiled_sum() if kernels.IS_COMPILED else _plain_sum
    return lambda: in_shares(matrix.codes, lambda start, stop: total(words[int(start * row) : int(stop * row)]))


def _measured(name: str, matrix: Matrix, goals: Goals, *, rounds: int) -> Iterator[Bench]:
    group_of = np.arange(len(matrix), dtype=np.int32) // SCHOOL
    period_of = np.arange(SESSIONS, dtype=np.int64) * PERIODS // SESSIONS
    school, groups = schools(matrix), int(group_of[-1]) + 1
    spent = least(
        {
            FLOOR: reading(matrix),
            "persistent": lambda: persistent_and_severe(matrix),
            "window": lambda: ten_weeks((matrix,), school),
            "counts": lambda: counts(matrix, group_of, groups, period_of, PERIODS),
            "summary": lambda: summary(matrix),
        },
        rounds,
    )
    size = f"{name} × {SESSIONS}"
    floor = spent[FLOOR]
    yield Bench(f"{size}: persistent", spent["persistent"], FLOOR, floor, at_most=goals.persistent)
    yield Bench(f"{size}: ten weeks", spent["window"], FLOOR, floor, at_most=goals.window)
    what = f"{groups:,} schools, {PERIODS} weeks"
    yield Bench(f"{size}: codes, {what}", spent["counts"], FLOOR, floor, at_most=goals.counts)
    yield Bench(f"{size}: six totals each", spent["summary"], FLOOR, floor)


def _slots() -> NDArray[np.int16]:
    """The weekdays from 1 September on that make a school year of 190 days."""
    first = (date(YEAR, 9, 1) - year_starts(YEAR)).days
    days = [n for n in range(first, 365) if (year_starts(YEAR) + timedelta(days=n)).weekday() < 5]
    return np.array([2 * day + half for day in days[: SESSIONS // 2] for half in (0, 1)], dtype=np.int16)


def _compiled_sum() -> Callable[[NDArray[np.uint64]], object]:
    import numba

    def added(words: NDArray[np.uint64]) -> np.uint64:
        total = np.uint64(0)
        for n in range(len(words)):
            total += words[n]
        return total

    compiled: Callable[[NDArray[np.uint64]], object] = numba.njit(nogil=True)(added)
    return compiled


def _plain_sum(words: NDArray[np.uint64]) -> object:
    return words.sum()
