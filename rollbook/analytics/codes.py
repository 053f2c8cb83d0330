"""What a byte means on a date: look-up tables, one for each run of columns that one code table governs (COD-1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.matrix import Matrix
from rollbook.rules.code import Code
from rollbook.rules.codes import change_dates, in_force
from rollbook.rules.year_row import BYTE_OF, year_starts

BYTES = 64


class Means(IntEnum):
    """What a session counts as (PA-1); nothing, without a mark or where no session was possible."""

    NOTHING = 0
    ATTENDED = 1
    LATE = 2
    AUTHORISED = 3
    UNAUTHORISED = 4
    LATE_AFTER = 5


ATTENDS = frozenset({Means.ATTENDED, Means.LATE})
UNAUTHORISED = frozenset({Means.UNAUTHORISED, Means.LATE_AFTER})
ABSENT = UNAUTHORISED | {Means.AUTHORISED}
# The order of `rules.attendance.Totals`, from its second figure on: possible is the sum of the next three.
TOTALS = (
    ATTENDS,
    frozenset({Means.AUTHORISED}),
    UNAUTHORISED,
    frozenset({Means.LATE}),
    frozenset({Means.LATE_AFTER}),
)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Columns `first` to before `stop` over which one version of the code table holds; `means` is uint8 (256,)."""

    first: int
    stop: int
    since: date
    means: NDArray[np.uint8]


def runs(year: int, slots: NDArray[np.int16]) -> tuple[Run, ...]:
    """The runs of these columns, in order; none for no columns."""
    return _runs(year, slots.astype(np.int16).tobytes())


@lru_cache(maxsize=256)
def _runs(year: int, slots: bytes) -> tuple[Run, ...]:
    days = np.frombuffer(slots, dtype=np.int16) // 2
    versions = [version_on(year_starts(year) + timedelta(days=day)) for day in days.tolist()]
    firsts = [n for n, version in enumerate(versions) if n == 0 or version != versions[n - 1]]
    stops = [*firsts[1:], len(versions)]
    return tuple(
        Run(first, stop, versions[first], means_since(versions[first]))
        for first, stop in zip(firsts, stops, strict=False)
    )


def run_bits(
    years: Iterable[Matrix], wanted: Sequence[Collection[Means]]
) -> tuple[list[NDArray[np.uint8]], NDArray[np.uint8]]:
    """For each of the wanted meanings uint8 (256,): a bit for each run of columns in which a byte means it.

    And uint8 (columns of all years,): the bit of each column's run.
    """
    tables = [np.zeros(256, dtype=np.uint8) for _ in wanted]
    bits = [np.zeros(0, dtype=np.uint8)]
    for run in (run for matrix in years for run in runs(matrix.year, matrix.slots)):
        bit = np.uint8(1 << (len(bits) - 1))
        for table, means in zip(tables, wanted, strict=True):
            table[np.isin(run.means, list(means))] |= bit
        bits.append(np.full(run.stop - run.first, bit, dtype=np.uint8))
    return tables, np.concatenate(bits)


def version_on(day: date) -> date:
    """The day from which the code table stood as it did on this one (COD-20)."""
    at = bisect_right(change_dates(), day)
    return change_dates()[at - 1] if at else date.min


@cache
def means_since(day: date) -> NDArray[np.uint8]:
    """What each of 256 bytes means by the code table in force on a day; a code not in force means nothing."""
    table = np.zeros(256, dtype=np.uint8)
    for code in in_force(day).values():
        table[BYTE_OF[code.symbol]] = _means(code)
    table.flags.writeable = False
    return table


def pieces(found: Sequence[Run], wanted: Sequence[Collection[Means]]) -> NDArray[np.int64]:
    """What a kernel compares a row with: int64 (n, 5) of first column, stop, lowest byte, how many more, figure.

    Bytes of one meaning mostly stand in a row, and a range of bytes is compared many at a time. `wanted[figure]` says
    which meanings the figure counts.
    """
    rows = [
        (run.first, run.stop, low, more, figure)
        for run in found
        for figure, means in enumerate(wanted)
        for low, more in ranges_of(np.isin(run.means, list(means)))
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def ranges_of(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of chosen bytes of 256, as the lowest and how many follow it."""
    found: list[tuple[int, int]] = []
    for byte in np.flatnonzero(chosen).tolist():
        if found and byte == sum(found[-1]) + 1:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((byte, 0))
    return found


def _means(code: Code) -> Means:
    if code.attends:
        return Means.LATE if code.late else Means.ATTENDED
    if code.unauthorised:
        return Means.LATE_AFTER if code.late else Means.UNAUTHORISED
    return Means.AUTHORISED if code.authorised else Means.NOTHING
