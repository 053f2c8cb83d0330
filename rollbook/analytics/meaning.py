"""Counts of codes read by the code table: possible, attended, absent, late (PA-1)."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.codes import BYTES, TOTALS, means_since, runs, version_on
from rollbook.analytics.counting import counts
from rollbook.analytics.matrix import Matrix


def totals(counted: NDArray[np.integer], on: date) -> NDArray[np.int64]:
    """int64 (…, 6) of counts (…, 64), in the order of `rules.attendance.Totals`, by the codes in force on a day.

    Counts over days on which the code table changed must be made apart: `totals_by` does that.
    """
    means = means_since(version_on(on))[:BYTES]
    chosen = np.stack([np.isin(means, list(wanted)) for wanted in TOTALS]).astype(np.int64)
    figures = counted.astype(np.int64) @ chosen.T
    return np.concatenate([figures[..., :3].sum(axis=-1, keepdims=True), figures], axis=-1)


def totals_by(
    matrix: Matrix, group_of: NDArray[np.integer], n_groups: int, period_of: NDArray[np.integer], n_periods: int
) -> NDArray[np.int64]:
    """int64 (groups, periods, 6): the totals of every group and period, each session by the codes of its own date."""
    found = np.zeros((n_groups, n_periods, 1 + len(TOTALS)), dtype=np.int64)
    for run in runs(matrix.year, matrix.slots):
        part = Matrix(matrix.year, matrix.codes[:, run.first : run.stop], matrix.slots[run.first : run.stop])
        counted = counts(part, group_of, n_groups, period_of[run.first : run.stop], n_periods)
        found += totals(counted, run.since)
    return found
