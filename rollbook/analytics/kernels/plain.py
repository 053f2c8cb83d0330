"""The inner loops in numpy, a few thousand rows at a time: what `compiled` does, without numba."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.kernels.asked import Counting, Days, Meanings

ROWS = 2048
BYTES = 64
# What a byte is to a run of days.
MADE_OF, PASSED = 1, 2


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


def first_full(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    start: int,
    stop: int,
    asked: Counting,
    needed: int,
    weeks: int,
    out: NDArray[np.int32],
) -> None:
    for begins, ends in _blocks(start, stop):
        pupils, columns = np.nonzero(_counted(before, now, begins, ends, asked))
        if len(pupils) < needed:
            continue
        ranks = asked.ranks[asked.school_of[begins + pupils], columns].astype(np.int64)
        back = needed - 1
        full = (pupils[back:] == pupils[: len(pupils) - back]) & (ranks[back:] - ranks[: len(ranks) - back] < weeks)
        found, first = np.unique(pupils[back:][full], return_index=True)
        out[begins + found] = columns[back:][full][first]


def in_span(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    start: int,
    stop: int,
    asked: Counting,
    spans: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    column = np.arange(len(asked.bits))
    for begins, ends in _blocks(start, stop):
        span = spans[asked.school_of[begins:ends]]
        inside = (span[:, :1] <= column) & (column < span[:, 1:])
        out[begins:ends] = np.count_nonzero(_counted(before, now, begins, ends, asked) & inside, axis=1)


def days_seen(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    start: int,
    stop: int,
    days: Days,
    meanings: Meanings,
    long: int,
    by_weekday: NDArray[np.int16],
    spells: NDArray[np.int16],
) -> None:
    bits = np.append(meanings.bits, np.uint8(0))
    for begins, ends in _blocks(start, stop):
        school = days.school_of[begins:ends]
        marks, at = _marks(before, now, begins, ends, days)
        possible, absent = (table[marks] & bits[at] != 0 for table in (meanings.possible, meanings.absent))
        held, missed = possible.any(axis=2), absent.any(axis=2)
        whole = held & (absent.sum(axis=2) == possible.sum(axis=2))
        length = _lengths(held, whole)
        in_long = whole & (_carried_back(held, whole, length) >= long)
        single, weekdays = held & ~in_long, days.weekdays[school]
        for weekday in range(by_weekday.shape[1]):
            such = single & (weekdays == weekday)
            by_weekday[begins:ends, weekday, 0] = such.sum(axis=1)
            by_weekday[begins:ends, weekday, 1] = (such & missed).sum(axis=1)
        spells[begins:ends, 0] = (whole & (length == long)).sum(axis=1)
        spells[begins:ends, 1] = in_long.sum(axis=1)
        spells[begins:ends, 2] = (length * whole).max(axis=1, initial=0)


def runs_until(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    start: int,
    stop: int,
    days: Days,
    table: NDArray[np.uint8],
    strict: bool,
    out: NDArray[np.int16],
) -> None:
    for begins, ends in _blocks(start, stop):
        marks, _ = _marks(before, now, begins, ends, days)
        met = days.weekdays[days.school_of[begins:ends]] >= 0
        marked = marks != 0
        breaks = (marked & (table[marks] == 0)).any(axis=2)
        gap = ~breaks & ~marked.all(axis=2)
        counts = ~breaks & ~gap & (table[marks] == MADE_OF).any(axis=2)
        found, stands = np.zeros(ends - begins, dtype=np.int16), np.ones(ends - begins, dtype=np.bool_)
        for n in reversed(range(met.shape[1])):
            stands &= ~(met[:, n] & (breaks[:, n] | (gap[:, n] & strict & (found > 0))))
            found += stands & met[:, n] & counts[:, n]
        out[begins:ends] = found


def _counted(
    before: NDArray[np.uint8], now: NDArray[np.uint8], begins: int, ends: int, asked: Counting
) -> NDArray[np.bool_]:
    """Which sessions of these pupils count, by column of both years."""
    school, column = asked.school_of[begins:ends], np.arange(len(asked.bits))
    codes = np.concatenate([before[begins:ends], now[begins:ends]], axis=1)
    found: NDArray[np.bool_] = asked.table[asked.counts_n[school][:, None], codes] & asked.bits != 0
    found &= (asked.first[begins:ends, None] <= column) & (column < asked.stop[begins:ends, None])
    found &= asked.ranks[school] >= 0
    return found


def _marks(
    before: NDArray[np.uint8], now: NDArray[np.uint8], begins: int, ends: int, days: Days
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The two marks of every school day, (pupils, days, 2), and their columns; 0 and the last where there is none."""
    nothing = np.zeros((ends - begins, 1), dtype=np.uint8)
    codes = np.concatenate([before[begins:ends], now[begins:ends], nothing], axis=1)
    at = days.columns[days.school_of[begins:ends]]
    at = np.where(at < 0, codes.shape[1] - 1, at).astype(np.int32)
    return np.take_along_axis(codes, at.reshape(len(at), -1), axis=1).reshape(at.shape), at


def _lengths(held: NDArray[np.bool_], whole: NDArray[np.bool_]) -> NDArray[np.int16]:
    """At each day, how many days in a row up to it were missed whole; days without a session are passed over."""
    found = np.zeros(held.shape, dtype=np.int16)
    run = np.zeros(len(held), dtype=np.int16)
    for n in range(held.shape[1]):
        run = np.where(held[:, n], np.where(whole[:, n], run + 1, 0), run).astype(np.int16)
        found[:, n] = run
    return found


def _carried_back(held: NDArray[np.bool_], whole: NDArray[np.bool_], length: NDArray[np.int16]) -> NDArray[np.int16]:
    """At each day, how long the run it lies in becomes in the end."""
    found = np.zeros(held.shape, dtype=np.int16)
    run = np.zeros(len(held), dtype=np.int16)
    for n in reversed(range(held.shape[1])):
        inside = np.where(whole[:, n], np.maximum(run, length[:, n]), 0)
        run = np.where(held[:, n], inside, run).astype(np.int16)
        found[:, n] = run
    return found


def _blocks(start: int, stop: int) -> Iterator[tuple[int, int]]:
    return ((begins, min(begins + ROWS, stop)) for begins in range(start, stop, ROWS))
