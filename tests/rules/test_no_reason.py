"""The clock of a code N in school days (COD-4)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.no_reason import ClockState, clock, due_date
from rollbook.rules.sessions import Session
from tests.rules.calendars import T, am

SEPTEMBER = SchoolCalendar(date(2026, 9, day) for day in (7, 8, 10, 11, 14, 16, 17, 18))


@pytest.mark.parametrize(
    ("vector", "calendar", "session", "due"),
    [
        ("T-05", T, am(10, 22), date(2026, 11, 5)),
        ("A-1", SEPTEMBER, am(9, 7), date(2026, 9, 16)),
        ("A-2", SEPTEMBER, am(9, 17), None),
    ],
)
def test_five_school_days(vector: str, calendar: SchoolCalendar, session: Session, due: date | None) -> None:
    """COD-4"""
    assert due_date(calendar, session) == due


@pytest.mark.parametrize(
    ("today", "state", "left", "words"),
    [
        (date(2026, 10, 22), ClockState.RUNNING, 5, "5 school days left to find the reason, until Thursday 5 November"),
        (date(2026, 10, 29), ClockState.RUNNING, 4, "4 school days left"),
        (date(2026, 11, 4), ClockState.RUNNING, 1, "1 school day left"),
        (date(2026, 11, 5), ClockState.LAST_DAY, 0, "Today is the last day"),
        (date(2026, 11, 6), ClockState.OVERDUE, -1, "ended on Thursday 5 November 2026"),
        (date(2026, 11, 10), ClockState.OVERDUE, -3, "otherwise O"),
    ],
)
def test_the_clock_in_words(today: date, state: ClockState, left: int, words: str) -> None:
    """COD-4, T-05"""
    stands = clock(T, am(10, 22), today)
    assert (stands.state, stands.days_left) == (state, left)
    assert words in stands.says


def test_A_2_an_unknown_day_is_said_to_be_unknown() -> None:
    """COD-4"""
    stands = clock(SEPTEMBER, am(9, 17), date(2026, 9, 18))
    assert (stands.state, stands.due, stands.days_left) == (ClockState.UNKNOWN, None, None)
    assert "cannot be told" in stands.says
