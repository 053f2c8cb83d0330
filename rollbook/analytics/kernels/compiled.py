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

from rollbook.analytics.kernels.asked import Counting, Days, Meanings
from rollbook.analytics.kernels.plain import MADE_OF, PASSED

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


def first_full(
    before: Bytes,
    now: Bytes,
    start: int,
    stop: int,
    asked: Counting,
    needed: int,
    weeks: int,
    out: NDArray[np.int32],
) -> None:
    _first_full(*_arrays(before, now, asked), start, stop, needed, weeks, out)


def in_span(
    before: Bytes, now: Bytes, start: int, stop: int, asked: Counting, spans: Ints, out: NDArray[np.int32]
) -> None:
    _in_span(*_arrays(before, now, asked), start, stop, spans, out)


def days_seen(
    before: Bytes,
    now: Bytes,
    start: int,
    stop: int,
    days: Days,
    meanings: Meanings,
    long: int,
    by_weekday: NDArray[np.int16],
    spells: NDArray[np.int16],
) -> None:
    both = (*_bytes(before), *_bytes(now), before.shape[1])
    when = (days.columns, days.weekdays, days.school_of)
    _days_seen(*both, *when, meanings.possible, meanings.absent, meanings.bits, start, stop, long, by_weekday, spells)


def runs_until(
    before: Bytes,
    now: Bytes,
    start: int,
    stop: int,
    days: Days,
    table: Bytes,
    strict: bool,
    out: NDArray[np.int16],
) -> None:
    both = (*_bytes(before), *_bytes(now), before.shape[1])
    _runs_until(*both, days.columns, days.weekdays, days.school_of, table, start, stop, strict, out)


def _arrays(
    before: Bytes, now: Bytes, asked: Counting
) -> tuple[Bytes, int, Bytes, int, int, Bytes, Bytes, Ints, NDArray[np.int16], Ints, Ints, Ints, Ints]:
    both = (*_bytes(before), *_bytes(now), before.shape[1])
    by_byte = (asked.table, asked.bits, asked.ranges)
    return (*both, *by_byte, asked.ranks, asked.school_of, asked.counts_n, asked.first, asked.stop)


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


@_compiled
def _may_count(row: Bytes, ranges: Ints) -> np.int64:
    """How many bytes of a row may count, by their ranges alone."""
    found = np.int64(0)
    for n in range(len(ranges)):
        found += _within(row, np.uint8(ranges[n, 0]), np.uint8(ranges[n, 1]))
    return found


@_compiled
def _first_full(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    table: Bytes,
    bits: Bytes,
    ranges: Ints,
    ranks: NDArray[np.int16],
    school_of: Ints,
    counts_n: Ints,
    firsts: Ints,
    stops: Ints,
    start: int,
    stop: int,
    needed: int,
    weeks: int,
    out: NDArray[np.int32],
) -> None:
    """Most pupils have too few such bytes at all; only the others are gone through one by one."""
    width = len(bits) - columns
    last = np.zeros(needed, dtype=np.int64)
    for pupil in range(start, stop):
        earlier = before[pupil * stride : pupil * stride + columns]
        row = now[pupil * step : pupil * step + width]
        if _may_count(earlier, ranges) + _may_count(row, ranges) < needed:
            continue
        school = school_of[pupil]
        counts = table[counts_n[school]]
        found = 0
        for at in range(firsts[pupil], stops[pupil]):
            byte = earlier[at] if at < columns else row[at - columns]
            if counts[byte] & bits[at] and ranks[school, at] >= 0:
                rank = np.int64(ranks[school, at])
                if found >= needed - 1 and rank - last[(found + 1) % needed] < weeks:
                    out[pupil] = at
                    break
                last[found % needed] = rank
                found += 1


@_compiled
def _in_span(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    table: Bytes,
    bits: Bytes,
    ranges: Ints,
    ranks: NDArray[np.int16],
    school_of: Ints,
    counts_n: Ints,
    firsts: Ints,
    stops: Ints,
    start: int,
    stop: int,
    spans: Ints,
    out: NDArray[np.int32],
) -> None:
    for pupil in range(start, stop):
        school = school_of[pupil]
        first, end = max(firsts[pupil], spans[school, 0]), min(stops[pupil], spans[school, 1])
        counts = table[counts_n[school]]
        found = 0
        for at in range(first, end):
            byte = before[pupil * stride + at] if at < columns else now[pupil * step + at - columns]
            if counts[byte] & bits[at] and ranks[school, at] >= 0:
                found += 1
        out[pupil] = found


@_compiled
def _days_seen(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    days: NDArray[np.int32],
    weekdays: NDArray[np.int8],
    school_of: Ints,
    possible: Bytes,
    absent: Bytes,
    bits: Bytes,
    start: int,
    stop: int,
    long: int,
    by_weekday: NDArray[np.int16],
    spells: NDArray[np.int16],
) -> None:
    """A run of days missed whole waits until it ends: only then is it known whether it was long."""
    waiting = np.zeros(by_weekday.shape[1], dtype=np.int16)
    for pupil in range(start, stop):
        school = school_of[pupil]
        run = 0
        for day in range(days.shape[1] + 1):
            held, missed = 0, 0
            weekday = np.int64(weekdays[school, day]) if day < days.shape[1] else np.int64(-1)
            if weekday >= 0:
                for half in range(2):
                    at = np.int64(days[school, day, half])
                    if at >= 0:
                        byte = before[pupil * stride + at] if at < columns else now[pupil * step + at - columns]
                        held += 1 if possible[byte] & bits[at] else 0
                        missed += 1 if absent[byte] & bits[at] else 0
            if held and missed == held:
                run += 1
                waiting[weekday] += 1
                spells[pupil, 2] = max(spells[pupil, 2], run)
            elif held or day == days.shape[1]:
                if held:
                    by_weekday[pupil, weekday, 0] += 1
                    by_weekday[pupil, weekday, 1] += 1 if missed else 0
                if run >= long:
                    spells[pupil, 0] += 1
                    spells[pupil, 1] += run
                elif run:
                    by_weekday[pupil, :, 0] += waiting
                    by_weekday[pupil, :, 1] += waiting
                if run:
                    waiting[:] = 0
                run = 0


@_compiled
def _runs_until(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    days: NDArray[np.int32],
    weekdays: NDArray[np.int8],
    school_of: Ints,
    table: Bytes,
    start: int,
    stop: int,
    strict: bool,
    out: NDArray[np.int16],
) -> None:
    for pupil in range(start, stop):
        school = school_of[pupil]
        found = 0
        for day in range(days.shape[1] - 1, -1, -1):
            if weekdays[school, day] < 0:
                continue
            breaks, gap, counts = False, False, False
            for half in range(2):
                at = np.int64(days[school, day, half])
                byte = np.uint8(0)
                if at >= 0:
                    byte = before[pupil * stride + at] if at < columns else now[pupil * step + at - columns]
                gap = gap or byte == 0
                counts = counts or table[byte] == MADE_OF
                breaks = breaks or (byte != 0 and table[byte] != MADE_OF and table[byte] != PASSED)
            if breaks or (gap and strict and found):
                break
            if counts and not gap:
                found += 1
        out[pupil] = found
