"""The inner loops over school days, compiled: weekdays, spells and runs of days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.kernels.asked import Days, Meanings
from rollbook.analytics.kernels.compiling import Bytes, bytes_of, compiled_kernel
from rollbook.analytics.kernels.plain import MADE_OF, PASSED


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
    both = (*bytes_of(before), *bytes_of(now), before.shape[1])
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
    both = (*bytes_of(before), *bytes_of(now), before.shape[1])
    _runs_until(*both, days.columns, days.weekdays, days.school_of, table, start, stop, strict, out)


@compiled_kernel
def _days_seen(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    days: NDArray[np.int32],
    weekdays: NDArray[np.int8],
    school_of: NDArray[np.int64],
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


@compiled_kernel
def _runs_until(
    before: Bytes,
    stride: int,
    now: Bytes,
    step: int,
    columns: int,
    days: NDArray[np.int32],
    weekdays: NDArray[np.int8],
    school_of: NDArray[np.int64],
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
