"""Minutes late, by pupil, by group and by weekday, from a list of late arrivals (PUN-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rollbook.rules.year_row import year_starts

A_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """Late arrivals of a year, one entry each: whose (index of the pupil), at which slot, how many minutes."""

    year: int
    pupils: NDArray[np.integer]
    slots: NDArray[np.integer]
    minutes: NDArray[np.integer]

    def __post_init__(self) -> None:
        if not len(self.pupils) == len(self.slots) == len(self.minutes):
            raise ValueError("each arrival has a pupil, a slot and its minutes")

    def between(self, first: date, last: date) -> Late:
        """The arrivals from a day to a day, both included."""
        begins, ends = ((day - year_starts(self.year)).days for day in (first, last))
        inside = (self.slots // 2 >= begins) & (self.slots // 2 <= ends)
        return Late(self.year, self.pupils[inside], self.slots[inside], self.minutes[inside])

    @property
    def weekdays(self) -> NDArray[np.int64]:
        """The weekday of each arrival, Monday 0."""
        found: NDArray[np.int64] = (year_starts(self.year).weekday() + self.slots.astype(np.int64) // 2) % A_WEEK
        return found


def minutes_by_pupil(late: Late, pupils: int) -> NDArray[np.int64]:
    """int64 (pupils, 2): how often late, and how many minutes in all."""
    return _sums(late.pupils, late.minutes, pupils)


def minutes_by_group(late: Late, group_of: NDArray[np.integer], n_groups: int) -> NDArray[np.int64]:
    """int64 (groups, 2); a pupil whose group is -1 is left out."""
    return _sums(group_of[late.pupils], late.minutes, n_groups)


def minutes_by_weekday(late: Late, group_of: NDArray[np.integer], n_groups: int) -> NDArray[np.int64]:
    """int64 (groups, 7, 2), Monday first; a pupil whose group is -1 is left out."""
    groups = group_of[late.pupils].astype(np.int64)
    cells = np.where(groups < 0, -1, groups * A_WEEK + late.weekdays)
    return _sums(cells, late.minutes, n_groups * A_WEEK).reshape(n_groups, A_WEEK, 2)


def _sums(cells: NDArray[np.integer], minutes: NDArray[np.integer], n: int) -> NDArray[np.int64]:
    inside = cells >= 0
    found = np.zeros((n, 2), dtype=np.int64)
    np.add.at(found[:, 0], cells[inside], 1)
    np.add.at(found[:, 1], cells[inside], minutes[inside].astype(np.int64))
    return found
