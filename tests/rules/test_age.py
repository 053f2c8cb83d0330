"""Compulsory school age (REG-14)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.age import age_on, birthday, compulsory_age, is_compulsory, school_leaving_date, school_year_end

BORN = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("vector", "born", "starts"),
    [
        ("T-11", date(2021, 8, 31), date(2026, 8, 31)),
        ("T-13", date(2022, 1, 1), date(2027, 3, 31)),
        ("on 31 December", date(2021, 12, 31), date(2026, 12, 31)),
        ("on 1 September", date(2021, 9, 1), date(2026, 12, 31)),
        ("on 31 March", date(2021, 3, 31), date(2026, 3, 31)),
        ("on 1 April", date(2021, 4, 1), date(2026, 8, 31)),
        ("on 29 February", date(2020, 2, 29), date(2025, 3, 31)),
    ],
)
def test_when_it_begins(vector: str, born: date, starts: date) -> None:
    """REG-14"""
    assert compulsory_age(born).starts_on == starts
    assert is_compulsory(born, starts)
    assert not is_compulsory(born, starts - timedelta(days=1))


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),
        (date(2011, 7, 15), date(2027, 6, 25)),
        (date(2011, 9, 1), date(2028, 6, 30)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2007, 1, 5), date(2023, 6, 30)),
    ],
)
def test_when_it_ends(born: date, ends: date) -> None:
    """REG-14, REG-15: to the end of the last Friday in June."""
    assert compulsory_age(born).ends_on == ends
    assert is_compulsory(born, ends)
    assert not is_compulsory(born, ends + timedelta(days=1))


@given(BORN)
def test_it_begins_at_five_and_ends_at_sixteen_or_so(born: date) -> None:
    """REG-14"""
    span = compulsory_age(born)
    assert birthday(born, 5) <= span.starts_on < birthday(born, 5) + timedelta(days=154)
    assert (span.starts_on.month, span.starts_on.day) in {(12, 31), (3, 31), (8, 31)}
    assert span.ends_on.weekday() == 4
    assert span.ends_on.month == 6
    assert (span.ends_on + timedelta(days=7)).month == 7
    assert timedelta(days=-70) < span.ends_on - birthday(born, 16) < timedelta(days=366)


@given(BORN, st.dates(date(2031, 1, 1), date(2060, 1, 1)))
def test_age_changes_on_the_birthday(born: date, on: date) -> None:
    years = age_on(born, on)
    assert birthday(born, years) <= on < birthday(born, years + 1)


def test_ends_of_years() -> None:
    assert school_leaving_date(2027) == date(2027, 6, 25)
    assert school_year_end(date(2026, 8, 31)) == date(2026, 8, 31)
    assert school_year_end(date(2026, 9, 1)) == date(2027, 8, 31)
