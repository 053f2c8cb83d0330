"""Ten unauthorised sessions in ten school weeks, for many pupils at once, each by the calendar of their own school.

Equal to `rules.thresholds.penalty_window` and `rules.line_crossings.current_window` (PEN-1, PEN-2, PEN-5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import kernels
from rollbook.analytics.calendar import Ages, Beside, Dates, Schools, week_ranks
from rollbook.analytics.codes import UNAUTHORISED, run_bits
from rollbook.analytics.kernels.asked import Counting
from rollbook.analytics.matrix import Matrix
from rollbook.rules.thresholds import NATIONAL, Framework
from rollbook.rules.year_row import BYTE_OF, year_of

NOT_MET = -1


def ten_weeks(
    years: Sequence[Matrix], schools: Schools, ages: Ages | None = None, framework: Framework = NATIONAL
) -> NDArray[np.int32]:
    """int32 (pupils,): the column of the session that first completes ten in ten school weeks, -1 where none does.

    `years` are one matrix, or last year's and this year's with the same pupils row by row; the columns are numbered
    through both (`days_at` names their days). Marks on days the school did not meet do not count, nor does N where the
    school waits for its reason, nor anything outside compulsory school age.
    """
    beside = Beside(tuple(years))
    found = np.full(len(beside), NOT_MET, dtype=np.int32)
    asked = _counting(beside, schools, ages)
    kernels.first_full(beside.before, beside.now, asked, framework.sessions, framework.school_weeks, found)
    return found


def in_window(
    years: Sequence[Matrix], schools: Schools, on: date, ages: Ages | None = None, framework: Framework = NATIONAL
) -> NDArray[np.int32]:
    """int32 (pupils,): how many sessions count in the ten school weeks that end on a day.

    In a holiday the last school week before it ends the window. Years other than the day's own and the one before are
    passed over.
    """
    near = tuple(matrix for matrix in years if year_of(on) - 1 <= matrix.year <= year_of(on))
    found = np.zeros(len(schools.school_of), dtype=np.int32)
    if not near:
        return found
    beside = Beside(near)
    asked = _counting(beside, schools, ages)
    kernels.in_span(beside.before, beside.now, asked, _spans(schools, beside.days, on, framework), found)
    return found


def days_at(years: Sequence[Matrix], columns: NDArray[np.integer]) -> Dates:
    """The day of each column that `ten_weeks` names; NaT where it names none."""
    days = np.append(Beside(tuple(years)).days, np.datetime64("NaT", "D"))
    return days[np.where(columns < 0, len(days) - 1, columns)]


def _spans(schools: Schools, days: Dates, on: date, framework: Framework) -> NDArray[np.int64]:
    """int64 (schools, 2): the first column of each school's window, and the one after its last."""
    found = np.zeros((len(schools.calendars), 2), dtype=np.int64)
    for n, calendar in enumerate(schools.calendars):
        weeks = calendar.weeks_until(on, framework.school_weeks)
        if weeks:
            found[n] = [
                np.searchsorted(days, np.datetime64(weeks[0], "D"), side="left"),
                np.searchsorted(days, np.datetime64(on, "D"), side="right"),
            ]
    return found


def _counting(beside: Beside, schools: Schools, ages: Ages | None) -> Counting:
    n, days = len(beside), beside.days
    if len(schools.school_of) != n:
        raise ValueError("each pupil must have a school")
    first, stop = ages.columns(days) if ages else (np.zeros(n, dtype=np.int64), np.full(n, len(days), dtype=np.int64))
    if len(first) != n or len(stop) != n:
        raise ValueError("each pupil must have an age")
    table, bits = _tables(beside)
    return Counting(
        table=table,
        bits=bits,
        ranges=_hull(table[1]),
        ranks=week_ranks(schools.calendars, days),
        school_of=schools.school_of.astype(np.int64),
        counts_n=np.array(schools.count_no_reason, dtype=np.int64),
        first=first,
        stop=stop,
    )


def _tables(beside: Beside) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Which bytes count: uint8 (2, 256), without N and with it, a bit for each run of columns; each column's bit."""
    (counted,), bits = run_bits(beside.years, [UNAUTHORISED])
    table = np.stack([counted, counted])
    table[0, BYTE_OF["N"]] = 0
    return table, bits


def _hull(counted: NDArray[np.uint8]) -> NDArray[np.int64]:
    """int64 (1, 2): the range that holds every byte that may count, so that most rows are passed over by it alone."""
    bytes_ = np.flatnonzero(counted)
    low, high = (int(bytes_[0]), int(bytes_[-1])) if bytes_.size else (255, 255)
    return np.array([[low, high - low]], dtype=np.int64)
