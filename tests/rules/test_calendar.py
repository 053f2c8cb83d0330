"""School days and school weeks (REG-6, PEN-2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.calendar import Closure, ClosureKind, Days, SchoolCalendar, Term, monday_of, school_days
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words, parse_session
from tests.rules.calendars import T

DATES = st.dates(date(2024, 8, 1), date(2027, 7, 31))
CALENDARS = st.sets(DATES, max_size=200).map(SchoolCalendar)
A_1 = SchoolCalendar(date(2026, 9, day) for day in (7, 8, 10, 11, 14, 16, 17, 18))


def test_school_days_are_weekdays_of_terms_less_closures() -> None:
    """REG-6"""
    term = Term("Autumn", Days(date(2026, 9, 1), date(2026, 9, 14)))
    inset = Closure(ClosureKind.INSET, Days(date(2026, 9, 1), date(2026, 9, 2)))
    assert school_days([term], [inset]) == tuple(date(2026, 9, day) for day in (3, 4, 7, 8, 9, 10, 11, 14))


def test_a_run_of_days_must_not_end_before_it_begins() -> None:
    with pytest.raises(Refused, match="before the first"):
        Days(date(2026, 9, 2), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("vector", "calendar", "start", "n", "due"),
    [
        ("A-1", A_1, date(2026, 9, 7), 5, date(2026, 9, 16)),
        ("A-2", A_1, date(2026, 9, 17), 5, None),
        ("T-05", T, date(2026, 10, 22), 5, date(2026, 11, 5)),
        ("T-36", T, date(2026, 11, 9), 15, date(2026, 11, 30)),
        ("A-17", T, date(2026, 11, 30), 15, date(2027, 1, 4)),
        ("from a closed day", T, date(2026, 10, 28), 1, date(2026, 11, 2)),
    ],
)
def test_the_nth_school_day(vector: str, calendar: SchoolCalendar, start: date, n: int, due: date | None) -> None:
    """COD-4: an unknown day is unknown, never a guess."""
    assert calendar.add(start, n) == due


def test_counting_less_than_one_day_is_refused() -> None:
    with pytest.raises(Refused):
        T.add(date(2026, 9, 7), 0)


@given(CALENDARS, DATES, st.integers(1, 60))
def test_adding_n_school_days_and_counting_gives_n(calendar: SchoolCalendar, start: date, n: int) -> None:
    due = calendar.add(start, n)
    if due is None:
        assert sum(day > start for day in calendar.days) < n
        return
    assert calendar.count_after(start, due) == n
    assert calendar.count_between(start + timedelta(days=1), due) == n
    assert calendar.is_school_day(due)


@given(CALENDARS, DATES, DATES)
def test_look_ups_agree_with_plain_lists(calendar: SchoolCalendar, one: date, other: date) -> None:
    plain = tuple(day for day in calendar.days if one <= day <= other)
    assert calendar.between(one, other) == plain
    assert calendar.count_between(one, other) == len(plain)
    assert calendar.is_school_day(one) == (one in calendar.days)


@given(CALENDARS, DATES, st.integers(1, 12))
def test_weeks_are_the_distinct_mondays(calendar: SchoolCalendar, day: date, n: int) -> None:
    """PEN-2"""
    mondays = sorted({monday_of(each) for each in calendar.days})
    assert list(calendar.week_starts()) == mondays
    rank = calendar.week_rank(day)
    assert rank == (mondays.index(monday_of(day)) if monday_of(day) in mondays else None)
    assert list(calendar.weeks_until(day, n)) == [m for m in mondays if m <= monday_of(day)][-n:]


def test_half_term_and_summer_vanish_from_the_weeks() -> None:
    """PEN-2, B20"""

    def rank(day: date) -> int:
        return T.week_starts().index(monday_of(day))

    assert rank(date(2026, 9, 1)) - rank(date(2026, 7, 22)) == 1
    assert rank(date(2026, 11, 2)) - rank(date(2026, 10, 23)) == 1
    assert T.week_rank(date(2026, 10, 28)) is None


def test_sessions_sort_as_the_day_goes_and_speak() -> None:
    morning, afternoon = (Session(date(2026, 10, 22), half) for half in Half)
    assert sorted([afternoon, morning]) == [morning, afternoon]
    assert morning.says == "Thursday 22 October 2026, morning"
    assert in_words(date(2026, 11, 5)) == "Thursday 5 November 2026"
    assert parse_session("2026-10-22", "pm") == afternoon


@pytest.mark.parametrize(
    ("on", "half"),
    [("2026-02-30", "AM"), ("22/10/2026", "AM"), ("20261022", "AM"), ("0026-10-22", "AM"), ("2026-10-22", "noon")],
)
def test_what_is_no_session_is_refused(on: str, half: str) -> None:
    with pytest.raises(Refused):
        parse_session(on, half)
