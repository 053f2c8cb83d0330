"""The inner loops in numpy, a few thousand rows at a time: what `compiled` does, without numba."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

ROWS = 2048
BYTES = 64


def tally(codes: NDArray[np.uint8], start: int, stop: int, pieces: NDArray[np.int64], out: NDArray[np.int32]) -> None:
    for begins, ends in _blocks(start, stop):
        for first, last, low, more, figure in pieces.tolist():
            inside = codes[begins:ends, first:last] - np.uint8(low) <= np.uint8(more)
            out[begins:ends, figure] += np.count_nonzero(inside, axis=1).astype(np.int32)


def lines(
    codes: NDArray[np.uint8],
    start: int,
    stop: int,
    pieces: NDArray[np.int64],
    shares: NDArray[np.int64],
    out: NDArray[np.uint8],
) -> None:
    for begins, ends in _blocks(start, stop):
        counted = np.zeros((ends - begins, 2), dtype=np.int32)
        tally(codes[begins:ends], 0, ends - begins, pieces, counted)
        absent, possible = counted[:, 1].astype(np.int64), counted.sum(axis=1, dtype=np.int64)
        for bit, (part, whole) in enumerate(shares.tolist()):
            out[begins:ends] |= ((possible > 0) & (absent * whole >= possible * part)).astype(np.uint8) << np.uint8(bit)


def tabulate(
    codes: NDArray[np.uint8],
    order: NDArray[np.int64],
    groups: NDArray[np.int64],
    periods: NDArray[np.int64],
    start: int,
    stop: int,
    edge: NDArray[np.int64],
    out: NDArray[np.int64],
) -> int:
    n, seen = len(edge), 0
    columns = np.flatnonzero(periods >= 0)
    for begins, ends in _blocks(start, stop):
        rows = codes[order[begins:ends]]
        seen |= int(np.bitwise_or.reduce(rows, axis=None))
        lowest = int(groups[begins])
        spread = int(groups[ends - 1]) - lowest + 1
        cells = (groups[begins:ends, None] - lowest) * n + periods[columns]
        index = cells * BYTES + (rows[:, columns] & np.uint8(BYTES - 1))
        found = np.bincount(index.ravel(), minlength=spread * n * BYTES).reshape(spread, n, BYTES)
        first = int(groups[start])
        if lowest == first:
            edge += found[0]
            found = found[1:]
            lowest += 1
        out[lowest : lowest + len(found)] += found
    return seen


def _blocks(start: int, stop: int) -> Iterator[tuple[int, int]]:
    return ((begins, min(begins + ROWS, stop)) for begins in range(start, stop, ROWS))
