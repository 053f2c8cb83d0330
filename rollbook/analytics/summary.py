"""Each pupil's totals, and who is persistently or severely absent (PA-1, PA-3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import kernels
from rollbook.analytics.codes import ABSENT, ATTENDS, TOTALS, pieces, runs
from rollbook.analytics.matrix import Matrix
from rollbook.rules.attendance import PERSISTENT, SEVERE

POSSIBLE, ATTENDED, AUTHORISED, UNAUTHORISED, LATE_BEFORE_CLOSE, LATE_AFTER_CLOSE = range(6)


def summary(matrix: Matrix) -> NDArray[np.int32]:
    """int32 (pupils, 6): possible, attended, authorised, unauthorised, late before and after the close (PA-1).

    The order of `rules.attendance.Totals`, and equal to `year_row.totals_of` of every row.
    """
    found = np.zeros((len(matrix), 1 + len(TOTALS)), dtype=np.int32)
    kernels.tally(matrix.codes, pieces(runs(matrix.year, matrix.slots), [frozenset(), *TOTALS]), found)
    found[:, POSSIBLE] = found[:, ATTENDED] + found[:, AUTHORISED] + found[:, UNAUTHORISED]
    return found


def flags(totals: NDArray[np.integer]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who is persistently, who severely absent: booleans by pupil, in whole numbers (PA-3)."""
    possible = totals[..., POSSIBLE].astype(np.int64)
    absent = totals[..., AUTHORISED].astype(np.int64) + totals[..., UNAUTHORISED]
    persistent, severe = ((possible > 0) & (absent * whole >= possible * part) for part, whole in (PERSISTENT, SEVERE))
    return persistent, severe


def persistent_and_severe(matrix: Matrix) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The same two straight from the matrix, where nothing else is asked: fewer comparisons than the totals take."""
    found = np.zeros(len(matrix), dtype=np.uint8)
    asked = pieces(runs(matrix.year, matrix.slots), [ATTENDS, ABSENT])
    kernels.lines(matrix.codes, asked, np.array([PERSISTENT, SEVERE], dtype=np.int64), found)
    return (found & 1).view(np.bool_), (found >> 1).view(np.bool_)
