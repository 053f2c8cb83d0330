"""The inner loops compiled by numba: bytes in a row are compared many at a time, and nothing is copied.

Compiled once for a machine, and kept where NUMBA_CACHE_DIR says. No thread is started here (see `sharing`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.kernels.asked import Counting
from rollbook.analytics.kernels.compiled_days import days_seen, runs_until
from rollbook.analytics.kernels.compiling import Bytes, Ints, bytes_of, compiled_kernel
from rollbook.analytics.kernels.plain import BYTES

__all__ = ["days_seen", "first_full", "in_span", "lines", "runs_until", "tabulate", "tally"]

# Rows that are counted in 8 bits before they are added up, and how few are sooner looked up byte by byte.
_ROWS, _FEW = 240, 64


def tally(codes: Bytes, start: int, stop: int, pieces: Ints, out: NDArray[np.int32]) -> None:
    _tally(*bytes_of(codes), start, stop, pieces, out)


def lines(
    codes: Bytes,
    start: int,
    stop: int,
    pieces: Ints,
    shares: Ints,
    out: Bytes,
) -> None:
    runs, four, others = _usual(pieces)
    if len(runs) == 1 and not len(others) and len(shares) == 2:
        _lines_of_one(*bytes_of(codes), start, stop, runs[0], four[0], shares, out)
    else:
        _lines(*bytes_of(codes), start, stop, runs, four, others, shares, out)


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
    return int(_tabulate(*bytes_of(codes), order, groups, periods, start, stop, edge, out))


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


def _arrays(
    before: Bytes, now: Bytes, asked: Counting
) -> tuple[Bytes, int, Bytes, int, int, Bytes, Bytes, Ints, NDArray[np.int16], Ints, Ints, Ints, Ints]:
    both = (*bytes_of(before), *bytes_of(now), before.shape[1])
    by_byte = (asked.table, asked.bits, asked.ranges)
    return (*both, *by_byte, asked.ranks, asked.school_of, asked.counts_n, asked.first, asked.stop)


def _usual(pieces: Ints) -> tuple[Ints, Bytes, Ints]:
    """Runs with one range of attendance and up to three of absence, which are counted in one pass; and all others.

    int64 (runs, 2) of columns, uint8 (runs, 8) of ranges, the last said again where there are fewer; pieces as given.
    """
    runs: list[list[int]] = []
    four: list[list[int]] = []
    others: list[list[int]] = []
    for first, stop in dict.fromkeys((first, stop) for first, stop, *_ in pieces.tolist()):
        mine = [piece for piece in pieces.tolist() if piece[:2] == [first, stop]]
        present, absent = ([piece[2:4] for piece in mine if piece[4] == figure] for figure in (0, 1))
        if len(present) == 1 and 1 <= len(absent) <= 3:
            runs.append([first, stop])
            four.append([value for each in (*present, *absent, absent[-1], absent[-1]) for value in each][:8])
        else:
            others += mine
    return (
        np.array(runs, dtype=np.int64).reshape(-1, 2),
        np.array(four, dtype=np.uint8).reshape(-1, 8),
        np.array(others, dtype=np.int64).reshape(-1, 5),
    )


@compiled_kernel
def _within(row: Bytes, low: np.uint8, more: np.uint8) -> np.int64:
    """How many bytes of a row lie in a range; in 16 bits, which is enough for a year and counts 32 bytes at a time."""
    found = np.uint16(0)
    for at in range(len(row)):
        found = np.uint16(found + np.uint16(np.uint8(row[at] - low) <= more))
    return np.int64(found)


@compiled_kernel
def _tally(flat: Bytes, stride: int, start: int, stop: int, pieces: Ints, out: NDArray[np.int32]) -> None:
    for pupil in range(start, stop):
        begins = pupil * stride
        for n in range(len(pieces)):
            row = flat[begins + pieces[n, 0] : begins + pieces[n, 1]]
            out[pupil, pieces[n, 4]] += _within(row, np.uint8(pieces[n, 2]), np.uint8(pieces[n, 3]))


@compiled_kernel
def _pair(row: Bytes, ranges: Bytes) -> np.int64:
    """How many bytes lie in the first of four ranges, and in any of the others, times 65,536: one pass over a row."""
    low, more = ranges[0], ranges[1]
    low1, more1, low2, more2, low3, more3 = ranges[2], ranges[3], ranges[4], ranges[5], ranges[6], ranges[7]
    one, other = np.uint16(0), np.uint16(0)
    for at in range(len(row)):
        byte = row[at]
        one = np.uint16(one + np.uint16(np.uint8(byte - low) <= more))
        inside = (np.uint8(byte - low1) <= more1) | (np.uint8(byte - low2) <= more2) | (np.uint8(byte - low3) <= more3)
        other = np.uint16(other + np.uint16(inside))
    return np.int64(one) + np.int64(other) * 65_536


@compiled_kernel
def _lines(
    flat: Bytes, stride: int, start: int, stop: int, runs: Ints, four: Bytes, others: Ints, shares: Ints, out: Bytes
) -> None:
    for pupil in range(start, stop):
        begins = pupil * stride
        attended, absent = np.int64(0), np.int64(0)
        for n in range(len(runs)):
            found = _pair(flat[begins + runs[n, 0] : begins + runs[n, 1]], four[n])
            attended += found % 65_536
            absent += found // 65_536
        for n in range(len(others)):
            row = flat[begins + others[n, 0] : begins + others[n, 1]]
            found = _within(row, np.uint8(others[n, 2]), np.uint8(others[n, 3]))
            if others[n, 4]:
                absent += found
            else:
                attended += found
        possible = attended + absent
        bits = 0
        for bit in range(len(shares)):
            if possible and absent * shares[bit, 1] >= possible * shares[bit, 0]:
                bits |= 1 << bit
        out[pupil] = bits


@compiled_kernel
def _wide(begins: int, columns: int, size: int) -> int:
    """How many bytes are sooner read than `columns`: a few of the next row make a whole block of 128."""
    whole = (columns + 127) // 128 * 128
    return whole if whole - columns <= 8 and begins + whole <= size else columns


@compiled_kernel
def _lines_of_one(
    flat: Bytes, stride: int, start: int, stop: int, run: Ints, four: Bytes, shares: Ints, out: Bytes
) -> None:
    """The same where one code table governs the year, as it mostly does: all that is compared stays in registers."""
    low, more, low1, more1 = four[0], four[1], four[2], four[3]
    low2, more2, low3, more3 = four[4], four[5], four[6], four[7]
    part, whole, part1, whole1 = shares[0, 0], shares[0, 1], shares[1, 0], shares[1, 1]
    columns = run[1] - run[0]
    for pupil in range(start, stop):
        begins = pupil * stride + run[0]
        width = _wide(begins, columns, len(flat))
        row = flat[begins : begins + width]
        one, other = np.uint16(0), np.uint16(0)
        for at in range(width):
            byte = row[at]
            one = np.uint16(one + np.uint16(np.uint8(byte - low) <= more))
            some = (
                (np.uint8(byte - low1) <= more1) | (np.uint8(byte - low2) <= more2) | (np.uint8(byte - low3) <= more3)
            )
            other = np.uint16(other + np.uint16(some))
        attended, absent = np.int64(one), np.int64(other)
        for at in range(columns, width):  # the next pupil's, taken off again
            byte = row[at]
            some = (
                (np.uint8(byte - low1) <= more1) | (np.uint8(byte - low2) <= more2) | (np.uint8(byte - low3) <= more3)
            )
            attended -= 1 if np.uint8(byte - low) <= more else 0
            absent -= 1 if some else 0
        possible = attended + absent
        is_first = (possible > 0) & (absent * whole >= possible * part)
        is_second = (possible > 0) & (absent * whole1 >= possible * part1)
        out[pupil] = np.uint8(is_first) | np.uint8(np.uint8(is_second) << np.uint8(1))


@compiled_kernel
def _tabulate(
    flat: Bytes, stride: int, order: Ints, groups: Ints, periods: Ints, start: int, stop: int, edge: Ints, out: Ints
) -> int:
    """Some rows of one group at a time: code by code, the likely ones first, down the columns until none is left.

    Comparing all columns with one code at once is quicker than looking up each byte, as few codes stand in a group;
    but not for few rows.
    """
    columns = len(periods)
    likely = np.arange(BYTES).astype(np.uint8)
    at = start
    while at < stop:
        end = at + 1
        while end < stop and end - at < _ROWS and groups[end] == groups[at]:
            end += 1
        target = edge if groups[at] == groups[start] else out[groups[at]]
        if end - at < _FEW:
            if _one_by_one(flat, stride, order, periods, at, end, target) >= BYTES:
                return 255
            at = end
            continue
        left = (end - at) * columns
        before = 0
        for n in range(BYTES):
            if left == 0:
                break
            code = likely[n]
            by_column = _down(flat, stride, order, at, end, columns, code)
            found = 0
            for column in range(columns):
                found += by_column[column]
                if by_column[column] and periods[column] >= 0:
                    target[periods[column], code] += by_column[column]
            left -= found
            if n and found > before:
                likely[n], likely[n - 1] = likely[n - 1], code
            before = found
        if left:
            return 255
        at = end
    return 0


@compiled_kernel
def _one_by_one(flat: Bytes, stride: int, order: Ints, periods: Ints, at: int, end: int, target: Ints) -> np.uint8:
    """Columns far apart in turn: they seldom add to the same place, so none waits for another."""
    quarter = len(periods) // 4
    seen = np.uint8(0)
    for pupil in range(at, end):
        row = flat[order[pupil] * stride : order[pupil] * stride + len(periods)]
        for n in range(quarter):
            for column in (n, n + quarter, n + 2 * quarter, n + 3 * quarter):
                seen |= row[column]
                if periods[column] >= 0:
                    target[periods[column], row[column] & 63] += 1
        for column in range(4 * quarter, len(periods)):
            seen |= row[column]
            if periods[column] >= 0:
                target[periods[column], row[column] & 63] += 1
    return seen


@compiled_kernel
def _down(flat: Bytes, stride: int, order: Ints, at: int, end: int, columns: int, code: np.uint8) -> Bytes:
    """How often a code stands in each column of some rows, four rows at a time; 8 bits are enough for `_ROWS`."""
    found = np.zeros(columns, dtype=np.uint8)
    while at + 4 <= end:
        a, b, c, d = order[at] * stride, order[at + 1] * stride, order[at + 2] * stride, order[at + 3] * stride
        one, two, three, four = (
            flat[a : a + columns],
            flat[b : b + columns],
            flat[c : c + columns],
            flat[d : d + columns],
        )
        for n in range(columns):
            upper = np.uint8(np.uint8(one[n] == code) + np.uint8(two[n] == code))
            lower = np.uint8(np.uint8(three[n] == code) + np.uint8(four[n] == code))
            found[n] = np.uint8(found[n] + np.uint8(upper + lower))
        at += 4
    while at < end:
        row = flat[order[at] * stride : order[at] * stride + columns]
        for n in range(columns):
            found[n] = np.uint8(found[n] + np.uint8(row[n] == code))
        at += 1
    return found


@compiled_kernel
def _places(row: Bytes, first: int, counts: Bytes, held: Bytes, places: Ints, found: int) -> int:
    """Note the columns, from `first` on, in which a byte counts; without a branch, as nobody can foretell which."""
    bits = held[first : first + len(row)]
    for at in range(len(row)):
        places[found] = first + at
        found += 1 if counts[row[at]] & bits[at] else 0
    return found


@compiled_kernel
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
    """Most pupils have too few bytes of the range at all; only the others are gone through one by one."""
    width = len(bits) - columns
    low, more = np.uint8(ranges[0, 0]), np.uint8(ranges[0, 1])
    places, held, whose = np.zeros(len(bits) + 1, dtype=np.int64), np.zeros(len(bits), dtype=np.uint8), -1
    for pupil in range(start, stop):
        earlier = before[pupil * stride : pupil * stride + columns]
        begins = pupil * step
        row = now[begins : begins + _wide(begins, width, len(now))]  # a byte too many only lets a pupil through
        if _within(row, low, more) + _within(earlier, low, more) < needed:
            continue
        school, first, end = school_of[pupil], firsts[pupil], stops[pupil]
        counts, rank = table[counts_n[school]], ranks[school]
        if school != whose:
            whose = school
            for at in range(len(bits)):
                held[at] = bits[at] if rank[at] >= 0 else 0
        middle = min(max(first, columns), max(end, columns))
        found = _places(earlier[min(first, columns) : min(end, columns)], first, counts, held, places, 0)
        found = _places(row[middle - columns : max(end, middle) - columns], middle, counts, held, places, found)
        for n in range(needed - 1, found):
            if rank[places[n]] - rank[places[n - needed + 1]] < weeks:
                out[pupil] = places[n]
                break


@compiled_kernel
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
