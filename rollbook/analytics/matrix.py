"""Pupils × sessions of a school-year, one byte each: what every figure is counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rollbook.rules.year_row import SLOTS, SYMBOL_OF, year_starts


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """One school-year, or many schools of one year stacked.

    `codes` is uint8 (pupils, columns), `year_row.BYTE_OF` a byte, 0 without a mark, each row in one piece; `slots` is
    int16 (columns,), ascending: which slot of the year each column is, 0 to 731 when whole.
    """

    year: int
    codes: NDArray[np.uint8]
    slots: NDArray[np.int16]

    def __post_init__(self) -> None:
        if self.codes.dtype != np.uint8 or self.codes.ndim != 2:
            raise ValueError("codes must be uint8, pupils × columns")
        if self.slots.shape != (self.codes.shape[1],):
            raise ValueError("slots must name every column once")
        if self.codes.size and self.codes.strides[1] != 1 and self.codes.shape[1] > 1:
            raise ValueError("each pupil's row must lie in one piece")
        if self.slots.size and not _ascend_within_a_year(self.slots):
            raise ValueError("slots must ascend, from 0 to 731")

    @classmethod
    def of_rows(cls, year: int, rows: Sequence[bytes]) -> Matrix:
        """Whole years of 732 bytes, a row each; refuses a row of another length, or a byte that is no code."""
        if any(len(row) != SLOTS for row in rows):
            raise ValueError(f"a year's row has {SLOTS} bytes")
        codes = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), SLOTS)
        found = cls(year, codes, whole_year())
        found.require_codes()
        return found

    def between(self, first: date, last: date) -> Matrix:
        """The columns from a day to a day, both included: a view, no copy."""
        begins, ends = ((day - year_starts(self.year)).days * 2 for day in (first, last + timedelta(days=1)))
        start, stop = (int(np.searchsorted(self.slots, min(max(slot, 0), SLOTS))) for slot in (begins, ends))
        stop = max(start, stop)
        return Matrix(self.year, self.codes[:, start:stop], self.slots[start:stop])

    def require_codes(self) -> None:
        """Raise a ValueError if a byte is no code's: such a matrix was damaged or is not Rollbook's."""
        if not self.codes.size:
            return
        highest = int(self.codes.max())
        if highest and highest not in SYMBOL_OF:
            raise ValueError(f"the byte {highest} is no attendance code")

    def __len__(self) -> int:
        return len(self.codes)


@cache
def whole_year() -> NDArray[np.int16]:
    """The slots of a year's row, all 732."""
    slots = np.arange(SLOTS, dtype=np.int16)
    slots.flags.writeable = False
    return slots


def _ascend_within_a_year(slots: NDArray[np.int16]) -> bool:
    return int(slots[0]) >= 0 and int(slots[-1]) < SLOTS and bool(np.all(np.diff(slots) > 0))
