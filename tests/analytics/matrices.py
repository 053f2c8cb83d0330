"""Random registers for the engine: any code on any date, in force or not, in whole years and in packed ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from rollbook.analytics import kernels
from rollbook.analytics.kernels import compiled, plain
from rollbook.analytics.matrix import Matrix
from rollbook.rules.year_row import BYTE_OF, SLOTS, year_ends, year_starts

CASES = int(os.environ.get("ROLLBOOK_ANALYTICS_CASES", "60"))
MANY = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), database=None)

# The code table changed inside the first three, and on a year's border nowhere; the others have one table.
YEARS = (2006, 2013, 2024, 2003, 2020, 2025, 2026)
EVERY_BYTE = (0, *sorted(BYTE_OF.values()))
_USUAL = [BYTE_OF[symbol] for symbol in "/\\/\\/\\/\\/\\/\\/\\/\\LIIMNOGU"]
_UNAUTHORISED = [BYTE_OF[symbol] for symbol in "GNOU"]
PALETTES = (EVERY_BYTE, (0,), (*_USUAL, 0), (*_USUAL, *_UNAUTHORISED * 2, 0, 0), (*_UNAUTHORISED, *_USUAL[:2]))


@contextmanager
def using(kernel: ModuleType) -> Iterator[None]:
    """The engine with these kernels, whichever this machine would choose."""
    before = kernels.chosen
    kernels.chosen = kernel
    try:
        yield
    finally:
        kernels.chosen = before


BOTH = (compiled, plain)


@st.composite
def matrices(
    draw: st.DrawFn, *, pupils: st.SearchStrategy[int] | None = None, years: st.SearchStrategy[int] | None = None
) -> Matrix:
    """From no pupil to a handful, from no column to the whole year."""
    year = draw(years or st.sampled_from(YEARS))
    n = draw(pupils or st.sampled_from((0, 1, 1, 2, 3, 7)))
    slots = draw(columns())
    return Matrix(year, none_after(year, dealt(draw, n, len(slots)), slots), slots)


def none_after(year: int, codes: np.ndarray, slots: np.ndarray) -> np.ndarray:
    """The last two of 732 slots are of 31 July in a leap year only; else no session stands there."""
    codes[:, slots >= ((year_ends(year) - year_starts(year)).days + 1) * 2] = 0
    return codes


@st.composite
def columns(draw: st.DrawFn) -> np.ndarray:
    """The whole year, its weekdays, some stretch of it, or any sessions."""
    whole = np.arange(SLOTS, dtype=np.int16)
    match draw(st.integers(0, 3)):
        case 0:
            return whole
        case 1:
            return whole[whole // 2 % 7 < 5]
        case 2:
            first = draw(st.integers(0, SLOTS))
            return whole[first : first + draw(st.integers(0, 90))]
        case _:
            chosen = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).random(SLOTS) < draw(st.floats(0, 1))
            return whole[chosen]


def dealt(draw: st.DrawFn, rows: int, width: int) -> np.ndarray:
    """Codes dealt from one of the palettes, with stretches that were never marked: joiners, leavers, holidays."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    codes = rng.choice(np.array(draw(st.sampled_from(PALETTES)), dtype=np.uint8), size=(rows, width))
    for _ in range(draw(st.integers(0, 3)) if rows and width else 0):
        row, first = draw(st.integers(0, rows - 1)), draw(st.integers(0, width - 1))
        codes[row, first : first + draw(st.integers(1, width))] = 0
    return codes


def rows_of(matrix: Matrix) -> list[bytes]:
    """Each pupil's whole year, as the office keeps it."""
    whole = np.zeros((len(matrix), SLOTS), dtype=np.uint8)
    whole[:, matrix.slots.astype(np.int64)] = matrix.codes
    return [row.tobytes() for row in whole]
