"""The inner loops, chosen once: compiled where numba is installed, else the same in numpy.

Both give the same answers. Each kernel works on a share of the rows without holding Python's lock, so that large
matrices are shared among the processor's cores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.kernels.asked import Counting, Days, Meanings
from rollbook.analytics.kernels.plain import MADE_OF, PASSED
from rollbook.analytics.kernels.sharing import in_shares

__all__ = [
    "IS_COMPILED",
    "MADE_OF",
    "PASSED",
    "days_seen",
    "first_full",
    "in_span",
    "lines",
    "runs_until",
    "tabulate",
    "tally",
]

try:
    from rollbook.analytics.kernels import compiled as chosen
except (ImportError, RuntimeError):  # without numba, or without a place for what it compiles
    from rollbook.analytics.kernels import plain as chosen  # type: ignore[no-redef]

IS_COMPILED = chosen.__name__.endswith("compiled")


def tally(codes: NDArray[np.uint8], pieces: NDArray[np.int64], out: NDArray[np.int32]) -> None:
    """Add to int32 `out` (pupils, figures) how many bytes of each row lie in each piece's columns and range."""
    in_shares(codes, lambda start, stop: chosen.tally(codes, start, stop, pieces, out))


def lines(
    codes: NDArray[np.uint8], pieces: NDArray[np.int64], shares: NDArray[np.int64], out: NDArray[np.uint8]
) -> None:
    """Set bit n of uint8 `out` (pupils,) where figure 1 is at least share n of figures 0 and 1 together."""
    in_shares(codes, lambda start, stop: chosen.lines(codes, start, stop, pieces, shares, out))


def tabulate(
    codes: NDArray[np.uint8],
    order: NDArray[np.int64],
    groups: NDArray[np.int64],
    periods: NDArray[np.int64],
    out: NDArray[np.int64],
) -> int:
    """Add to int64 `out` (groups, periods, 64) how often each byte stands; answers 64 or more where a byte is no code.

    `order` names the rows, group by group; `groups` has the group of each of them. Only the first group of a share
    may have begun in another share: it is counted apart and added at the end.
    """

    def share(start: int, stop: int) -> tuple[int, int, NDArray[np.int64]]:
        edge = np.zeros(out.shape[1:], dtype=np.int64)
        seen = chosen.tabulate(codes, order, groups, periods, start, stop, edge, out)
        return seen, int(groups[start]), edge

    seen = 0
    for bits, group, edge in in_shares(codes, share, rows=len(order)):
        out[group] += edge
        seen |= bits
    return seen


def first_full(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    asked: Counting,
    needed: int,
    weeks: int,
    out: NDArray[np.int32],
) -> None:
    """Set int32 `out` (pupils,) to the column that completes `needed` sessions in `weeks` weeks, where one does."""
    in_shares(now, lambda start, stop: chosen.first_full(before, now, start, stop, asked, needed, weeks, out))


def in_span(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    asked: Counting,
    spans: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Set int32 `out` (pupils,) to how many sessions count in the columns of the school's span, int64 (schools, 2)."""
    in_shares(now, lambda start, stop: chosen.in_span(before, now, start, stop, asked, spans, out))


def days_seen(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    days: Days,
    meanings: Meanings,
    long: int,
    by_weekday: NDArray[np.int16],
    spells: NDArray[np.int16],
) -> None:
    """Fill int16 (pupils, 7, 2) and int16 (pupils, 3) as `patterns.Seen` says; a spell is long from `long` days."""
    in_shares(
        now, lambda start, stop: chosen.days_seen(before, now, start, stop, days, meanings, long, by_weekday, spells)
    )


def runs_until(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    days: Days,
    table: NDArray[np.uint8],
    strict: bool,
    out: NDArray[np.int16],
) -> None:
    """Set int16 `out` (pupils,) to the length of the run at the end; `table` says MADE_OF, PASSED or 0 of a byte."""
    in_shares(now, lambda start, stop: chosen.runs_until(before, now, start, stop, days, table, strict, out))
