"""The inner loops compiled by numba: bytes in a row are compared many at a time, and nothing is copied.

Compiled once for a machine, and kept where NUMBA_CACHE_DIR says. No thread is started here (see `sharing`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]
BYTES = 64
# Rows that are counted in 32 bits before they are added up: fewer than 2³¹ sessions.
_FLUSH = 1_000_000


def _compiled(function: F) -> F:
    made: F = numba.njit(cache=True, nogil=True)(function)
    return made


def tally(codes: Bytes, start: int, stop: int, pieces: Ints, out: NDArray[np.int32]) -> None:
    _tally(*_bytes(codes), start, stop, pieces, out)


def lines(
    codes: Bytes,
    start: int,
    stop: int,
    pieces: Ints,
    shares: Ints,
    out: Bytes,
) -> None:
    _lines(*_bytes(codes), start, stop, pieces, shares, out)


def tabulate(
    codes: Bytes,
    order: Ints,
    groups: Ints,
    periods: Ints,
    start: int,
    stop: int,
    edge: Ints,
    out: Ints,
) -> int:
    flat, stride = _bytes(codes)
    n, columns = len(edge), codes.shape[1]
    # With few periods, the same code of neighbouring columns would wait for its own last count: four copies.
    copies = 4 if n <= 8 else 1
    copy_of = np.minimum(np.arange(columns) // max(columns // 4, 1), 3) % copies
    cells = copy_of * (n + 1) + np.where(periods < 0, n, periods)
    counted = np.zeros((copies, n + 1, BYTES), dtype=np.int32)
    return int(_tabulate(flat, stride, order, groups, cells.astype(np.uint32) * BYTES, start, stop, counted, edge, out))


def _bytes(codes: Bytes) -> tuple[Bytes, int]:
    """The same memory as one run of bytes, and how far apart the rows begin in it."""
    rows, columns = codes.shape
    stride = codes.strides[0] if rows > 1 else columns
    size = (rows - 1) * stride + columns if codes.size else 0
    return as_strided(codes, (size,), (1,), writeable=False), stride


@_compiled
def _within(row: Bytes, low: np.uint8, more: np.uint8) -> np.int64:
    """How many bytes of a row lie in a range; in 16 bits, which is enough for a year and counts 32 bytes at a time."""
    found = np.uint16(0)
    for at in range(len(row)):
        found = np.uint16(found + np.uint16(np.uint8(row[at] - low) <= more))
    return np.int64(found)


@_compiled
def _tally(flat: Bytes, stride: int, start: int, stop: int, pieces: Ints, out: NDArray[np.int32]) -> None:
    for pupil in range(start, stop):
        begins = pupil * stride
        for n in range(len(pieces)):
            row = flat[begins + pieces[n, 0] : begins + pieces[n, 1]]
            out[pupil, pieces[n, 4]] += _within(row, np.uint8(pieces[n, 2]), np.uint8(pieces[n, 3]))


@_compiled
def _lines(flat: Bytes, stride: int, start: int, stop: int, pieces: Ints, shares: Ints, out: Bytes) -> None:
    for pupil in range(start, stop):
        begins = pupil * stride
        attended, absent = np.int64(0), np.int64(0)
        for n in range(len(pieces)):
            row = flat[begins + pieces[n, 0] : begins + pieces[n, 1]]
            found = _within(row, np.uint8(pieces[n, 2]), np.uint8(pieces[n, 3]))
            if pieces[n, 4]:
                absent += found
            else:
                attended += found
        possible = attended + absent
        bits = 0
        for bit in range(len(shares)):
            if possible and absent * shares[bit, 1] >= possible * shares[bit, 0]:
                bits |= 1 << bit
        out[pupil] = bits


@_compiled
def _tabulate(
    flat: Bytes,
    stride: int,
    order: Ints,
    groups: Ints,
    cells: NDArray[np.uint32],
    start: int,
    stop: int,
    counted: NDArray[np.int32],
    edge: Ints,
    out: Ints,
) -> np.uint8:
    """Four columns far apart at a time: they seldom add to the same place, so none waits for another."""
    columns = len(cells)
    quarter = columns // 4
    counts = counted.reshape(counted.size)
    seen = np.uint8(0)
    first = groups[start]
    since = start
    for at in range(start, stop):
        begins = order[at] * stride
        row = flat[begins : begins + columns]
        for n in range(quarter):
            a, b = row[n], row[n + quarter]
            c, d = row[n + 2 * quarter], row[n + 3 * quarter]
            seen |= a | b | c | d
            counts[np.uint32(cells[n] + (a & 63))] += 1
            counts[np.uint32(cells[n + quarter] + (b & 63))] += 1
            counts[np.uint32(cells[n + 2 * quarter] + (c & 63))] += 1
            counts[np.uint32(cells[n + 3 * quarter] + (d & 63))] += 1
        for n in range(4 * quarter, columns):
            seen |= row[n]
            counts[np.uint32(cells[n] + (row[n] & 63))] += 1
        if at + 1 == stop or groups[at + 1] != groups[at] or at - since >= _FLUSH:
            _add(counted, edge if groups[at] == first else out[groups[at]])
            since = at
    return seen


@_compiled
def _add(counted: NDArray[np.int32], out: Ints) -> None:
    """Add what was counted in all copies to a group's table, and begin anew."""
    for copy in range(len(counted)):
        for period in range(len(out)):
            for byte in range(BYTES):
                out[period, byte] += counted[copy, period, byte]
    counted[:] = 0
