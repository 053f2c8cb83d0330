"""What the kernels are asked, as arrays: the same for compiled and plain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """Which sessions count toward a window, by byte, column, school and pupil.

    `table` uint8 (2, 256): the bits of the columns in which a byte counts, without N and with it; `bits` uint8
    (columns,): each column's; `ranges` int64 (1, 2): the range that holds all bytes that may count, lowest and how many
    more; `ranks` int16 (schools, columns): school weeks, -1 where the school did not meet; `counts_n` int64 (schools,);
    `school_of`, `first` and `stop` int64 (pupils,): the pupil's school, and the columns within compulsory age.
    """

    table: NDArray[np.uint8]
    bits: NDArray[np.uint8]
    ranges: NDArray[np.int64]
    ranks: NDArray[np.int16]
    school_of: NDArray[np.int64]
    counts_n: NDArray[np.int64]
    first: NDArray[np.int64]
    stop: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """School days as columns, by school, and which pupil's they are.

    `columns` int32 (schools, days, 2), -1 without a session; `weekdays` int8 (schools, days), -1 for no day;
    `school_of` int64 (pupils,).
    """

    columns: NDArray[np.int32]
    weekdays: NDArray[np.int8]
    school_of: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Which bytes are a possible session and which an absence: uint8 (256,) of the bits of the columns where they are.

    `bits` uint8 (columns,) has each column's bit.
    """

    possible: NDArray[np.uint8]
    absent: NDArray[np.uint8]
    bits: NDArray[np.uint8]
