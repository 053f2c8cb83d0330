"""How often each code stands, by group of pupils and period of the year: the source of every table of a report."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics import kernels
from rollbook.analytics.codes import BYTES
from rollbook.analytics.matrix import Matrix


def counts(
    matrix: Matrix, group_of: NDArray[np.integer], n_groups: int, period_of: NDArray[np.integer], n_periods: int
) -> NDArray[np.int64]:
    """int64 (groups, periods, 64): how often each code's byte stands; at 0, the sessions without a mark.

    `group_of` names each pupil's group, `period_of` each column's period; -1 leaves it out. Raises a ValueError where
    a group or period does not exist, and where a counted row holds a byte that is no code's.
    """
    _require(group_of, len(matrix), n_groups, "group")
    _require(period_of, len(matrix.slots), n_periods, "period")
    found = np.zeros((n_groups, n_periods, BYTES), dtype=np.int64)
    order = _by_group(group_of)
    if not found.size or not order.size or not matrix.codes.shape[1]:
        return found
    groups = group_of[order].astype(np.int64)
    if kernels.tabulate(matrix.codes, order, groups, period_of.astype(np.int64), found) >= BYTES:
        raise ValueError("the matrix holds a byte that is no attendance code")
    return found


def _by_group(group_of: NDArray[np.integer]) -> NDArray[np.int64]:
    """The pupils that are counted, group by group; as they stand where they stand so already."""
    if not group_of.size:
        return np.zeros(0, dtype=np.int64)
    if group_of[0] >= 0 and bool(np.all(group_of[1:] >= group_of[:-1])):
        return np.arange(len(group_of), dtype=np.int64)
    order = np.argsort(group_of, kind="stable").astype(np.int64)
    return order[int(np.searchsorted(group_of, 0, sorter=order)) :]


def _require(names: NDArray[np.integer], size: int, n: int, what: str) -> None:
    if names.shape != (size,):
        raise ValueError(f"there must be one {what} for each of the {size}")
    if size and not -1 <= int(names.min()) <= int(names.max()) < n:
        raise ValueError(f"a {what} must lie from -1 to {n - 1}")
