"""The bands of absence: the law's two, and the school's own (PA-3, PA-6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import Totals, is_persistent, is_severe
from rollbook.rules.bands import USUAL, Band, band_of, bands_with
from rollbook.rules.refused import Refused


def year(absent: int, possible: int) -> Totals:
    return Totals(possible, possible - absent, absent, 0)


@pytest.mark.parametrize(
    ("absent", "possible", "percent"),
    [(4, 100, 0), (5, 100, 5), (10, 101, 5), (10, 100, 10), (20, 100, 20), (50, 100, 50), (0, 0, 0)],
)
def test_the_usual_bands(absent: int, possible: int, percent: int) -> None:
    """PA-6, PA-8"""
    band = band_of(year(absent, possible))
    assert (band.percent if band else 0) == percent


@given(
    st.integers(0, 400),
    st.integers(0, 400),
    st.sets(st.integers(1, 99).filter(lambda n: n not in (10, 50)), max_size=6),
)
def test_the_band_is_the_highest_that_is_reached(absent: int, attended: int, own: set[int]) -> None:
    """PA-3, PA-6"""
    totals = year(absent, absent + attended)
    bands = bands_with(Band(percent, f"From {percent}") for percent in own)
    reached = [b.percent for b in bands if totals.possible and absent * 100 >= totals.possible * b.percent]
    found = band_of(totals, bands)
    assert (found.percent if found else None) == max(reached, default=None)
    assert (found is not None and found.percent >= 10) == is_persistent(totals)
    assert (found is not None and found.percent >= 50) == is_severe(totals)


def test_the_laws_lines_are_always_there() -> None:
    """PA-3"""
    assert [band.percent for band in bands_with(())] == [10, 50]
    assert [band.percent for band in USUAL if band.is_law] == [10, 50]


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ([Band(10, "Worrying")], "Two bands begin at the same percentage"),
        ([Band(5, "At risk"), Band(5, "Watch")], "Two bands begin at the same percentage"),
        ([Band(0, "None")], "whole percentage from 1 to 99, not 0"),
        ([Band(7, " ")], "The band at 7 % needs a name"),
        ([Band(n, f"Band {n}") for n in range(1, 8)], "There are 9 bands"),
    ],
)
def test_bands_that_cannot_be_are_refused(own: list[Band], says: str) -> None:
    """PA-6"""
    with pytest.raises(Refused, match=says):
        bands_with(own)
