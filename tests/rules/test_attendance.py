"""Attendance, absence, persistent and severe absence on whole numbers (PA-1 to PA-10)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import (
    NOTHING,
    Percentage,
    Totals,
    absence_of,
    attendance_of,
    is_persistent,
    is_severe,
    sessions_until_persistent,
    tally,
    tally_counts,
)
from rollbook.rules.codes import in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

COUNTS = st.dictionaries(st.sampled_from(sorted(in_force(date(2026, 9, 7)))), st.integers(0, 400))


def absent(n: int, possible: int) -> Totals:
    return tally_counts({"/": possible - n, "I": n})


@pytest.mark.parametrize(
    ("vector", "missed", "possible", "shown", "persistent", "severe"),
    [
        ("T-18", 15, 150, "10.0", True, False),
        ("T-20", 190, 380, "50.0", True, True),
        ("PA-8", 10, 100, "10.0", True, False),
        ("PA-8", 10, 101, "9.9", False, False),
        ("PA-8", 4, 37, "10.8", True, False),
        ("B12", 38, 380, "10.0", True, False),
        ("B12", 37, 380, "9.7", False, False),
        ("B13", 38, 190, "20.0", True, False),
        ("B14", 9, 91, "9.9", False, False),
        ("B14", 1, 10, "10.0", True, False),
        ("not rounded up to the line", 999, 10_000, "10.0", False, False),
        ("not rounded up to the line", 4_999, 10_000, "50.0", True, False),
    ],
)
def test_lines_are_drawn_on_whole_numbers(
    vector: str, missed: int, possible: int, shown: str, persistent: bool, severe: bool
) -> None:
    """PA-3, PA-10"""
    totals = absent(missed, possible)
    assert str(absence_of(totals)) == shown
    assert (is_persistent(totals), is_severe(totals)) == (persistent, severe)


@pytest.mark.parametrize(
    ("vector", "numerator", "denominator", "percent"),
    [
        ("B1", 168_324_305, 2_445_419_687, "6.9"),
        ("B2", 68_548_268, 1_299_079_364, "5.3"),
        ("B3", 92_869_052, 1_093_892_081, "8.5"),
        ("B4", 6_906_985, 52_448_242, "13.2"),
        ("B8", 20_162_208, 519_660_210, "3.9"),
        ("half up", 1, 2000, "0.1"),
        ("half up", 125, 1000, "12.5"),
        ("half up", 1249, 10_000, "12.5"),
        ("all", 7, 7, "100.0"),
    ],
)
def test_published_rates(vector: str, numerator: int, denominator: int, percent: str) -> None:
    """PA-10"""
    assert str(Percentage(numerator, denominator)) == percent


def test_T_16_educational_activity_attends_and_dual_registration_is_not_possible() -> None:
    """COD-1, PA-1"""
    totals = tally_counts({"/": 40, "\\": 40, "B": 10, "D": 10})
    assert (totals.possible, totals.attended, str(attendance_of(totals))) == (90, 90, "100.0")
    assert not is_persistent(totals)


@pytest.mark.parametrize("counts", [{}, {"Y4": 300}, {"D": 100, "X": 20, "#": 10, "Z": 4, "Q": 1}])
def test_T_21_nothing_possible_is_no_rate(counts: dict[str, int]) -> None:
    """PA-1, B33"""
    totals = tally_counts(counts)
    assert totals == NOTHING
    assert attendance_of(totals) is None
    assert absence_of(totals) is None
    assert not is_persistent(totals)
    assert not is_severe(totals)


def test_T_22_snow_days_change_nothing() -> None:
    """COD-18"""
    assert tally_counts({"/": 90, "I": 9}) == tally_counts({"/": 90, "I": 9, "Y4": 4})


def test_PA_8_five_ill_and_one_late_after_close_of_sixty() -> None:
    """PA-3, PUN-1"""
    totals = tally_counts({"/": 54, "I": 5, "U": 1})
    assert totals == Totals(60, 54, 5, 1, 0, 1)
    assert is_persistent(totals)


def test_PA_9_a_part_time_timetable_counts_as_absence() -> None:
    """PA-9"""
    assert is_persistent(tally_counts({"/": 90, "C2": 10}))
    assert not is_persistent(tally_counts({"/": 70, "K": 10, "B": 10, "D": 10}))


@pytest.mark.parametrize(
    ("missed", "expected", "left"), [(0, 380, 38), (37, 380, 1), (38, 380, 0), (50, 380, 0), (0, 381, 39), (0, 0, 0)]
)
def test_sessions_left_until_persistent(missed: int, expected: int, left: int) -> None:
    """PA-6"""
    assert sessions_until_persistent(absent(missed, 100 + missed), expected) == left


def test_few_sessions_are_marked_early() -> None:
    """PA-4"""
    assert absent(1, 19).is_early
    assert not absent(1, 20).is_early


def test_marks_count_by_the_code_of_their_own_date() -> None:
    """COD-20: J attended in July 2024; H was an authorised absence."""
    before = Session(date(2024, 7, 1), Half.AM), Session(date(2024, 7, 1), Half.PM)
    assert tally(zip(before, "JH", strict=True)) == Totals(2, 1, 1, 0, 0, 0)
    with pytest.raises(Refused, match="may not be used"):
        tally([(Session(date(2024, 9, 2), Half.AM), "J")])


def test_undated_counts_read_withdrawn_codes_and_dated_ones_do_not() -> None:
    """COD-20"""
    assert tally_counts({"J": 2, "H": 1}) == Totals(3, 2, 1, 0, 0, 0)
    with pytest.raises(Refused):
        tally_counts({"H": 1}, date(2026, 9, 7))


@pytest.mark.parametrize("counts", [{"I": -1}, {"q": 1}, {"??": 1}])
def test_counts_that_cannot_be_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(Refused):
        tally_counts(counts)


def test_a_percentage_of_nothing_does_not_exist() -> None:
    with pytest.raises(ValueError, match="nothing possible"):
        Percentage(0, 0)


@given(COUNTS)
def test_attended_and_absent_make_possible(counts: dict[str, int]) -> None:
    totals = tally_counts(counts)
    assert totals.attended + totals.absent == totals.possible
    assert not is_severe(totals) or is_persistent(totals)


@given(COUNTS, COUNTS)
def test_pooling_counts_is_adding_totals(one: dict[str, int], other: dict[str, int]) -> None:
    """PA-1: an area's rate is of its pooled sessions."""
    both = {symbol: one.get(symbol, 0) + other.get(symbol, 0) for symbol in one.keys() | other.keys()}
    assert tally_counts(both) == tally_counts(one) + tally_counts(other)


@given(st.lists(st.sampled_from(sorted(set(in_force(date(2026, 9, 7))) - {"/", "\\"})), max_size=200))
def test_counting_marks_is_counting_their_codes(symbols: list[str]) -> None:
    sessions = (Session(date(2026, 9, 1) + timedelta(days=n), Half.AM) for n in range(len(symbols)))
    assert tally(zip(sessions, symbols, strict=True)) == tally_counts({s: symbols.count(s) for s in symbols})


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_percentages_compare_and_print_as_exact_fractions(a: int, b: int, c: int, d: int) -> None:
    """PA-10"""
    assert (Percentage(a, b) < Percentage(c, d)) == (Fraction(a, b) < Fraction(c, d))
    assert (Percentage(a, b) <= Percentage(c, d)) == (Fraction(a, b) <= Fraction(c, d))
    assert Percentage(a, b).at_least(10) == (Fraction(a, b) >= Fraction(1, 10))
    assert abs(Fraction(str(Percentage(a, b))) - Fraction(100 * a, b)) <= Fraction(1, 20)
