"""Ten unauthorised sessions in ten school weeks (PEN-1, PEN-2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar, monday_of
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.thresholds import Framework, penalty_window, unauthorised_sessions, window_ending
from tests.rules.calendars import T, am, pm, whole_days

FROM_JULY = SchoolCalendar(T.between(date(2026, 7, 20), date(2026, 12, 18)))
WEEKDAYS = [date(2026, 1, 5) + timedelta(days=n) for n in range(200) if n % 7 < 5]


def week_of(monday: date, sessions: int) -> list[Session]:
    return whole_days(monday, monday + timedelta(days=6))[:sessions]


@pytest.mark.parametrize(
    ("vector", "sessions", "met_on"),
    [
        ("T-38", [*week_of(date(2026, 9, 14), 6), *week_of(date(2026, 11, 23), 4)], date(2026, 11, 24)),
        ("one week wider than T-38", [*week_of(date(2026, 9, 7), 6), *week_of(date(2026, 11, 23), 4)], None),
        ("A-4, B17", week_of(date(2026, 9, 7), 10), date(2026, 9, 11)),
        ("A-6, B19", [am(7, 21), pm(7, 21), *week_of(date(2026, 9, 7), 8)], date(2026, 9, 10)),
        ("B16", [*week_of(date(2026, 9, 14), 4), *week_of(date(2026, 10, 5), 6)], date(2026, 10, 7)),
        ("B18", [*week_of(date(2026, 9, 7), 6), am(9, 14), am(9, 21), am(9, 28), am(10, 5)], date(2026, 10, 5)),
        ("nine", week_of(date(2026, 9, 7), 9), None),
        ("none", [], None),
    ],
)
def test_when_ten_come_together(vector: str, sessions: list[Session], met_on: date | None) -> None:
    """PEN-1, PEN-2, REG-6"""
    met = penalty_window(T, sessions)
    assert (met.met_on if met else None) == met_on


def test_A_6_names_the_three_school_weeks_since_the_calendar_began() -> None:
    """PEN-2"""
    sessions = [am(7, 21), pm(7, 21), *week_of(date(2026, 9, 7), 8)]
    met = penalty_window(FROM_JULY, sessions)
    assert met is not None
    assert met.weeks == (date(2026, 7, 20), date(2026, 8, 31), date(2026, 9, 7))
    assert met.sessions == tuple(sessions)


def test_T_38_spans_exactly_ten_school_weeks() -> None:
    """PEN-2"""
    met = penalty_window(T, [*week_of(date(2026, 9, 14), 6), *week_of(date(2026, 11, 23), 4)])
    assert met is not None
    assert len(met.weeks) == 10
    assert (met.weeks[0], met.weeks[-1]) == (date(2026, 9, 14), date(2026, 11, 23))
    assert date(2026, 10, 26) not in met.weeks


def test_the_ten_are_those_that_first_complete_it() -> None:
    """PEN-1: an older session outside the window is not among them."""
    met = penalty_window(T, [am(4, 20), *week_of(date(2026, 9, 7), 10), am(9, 14)])
    assert met is not None
    assert met.sessions == tuple(week_of(date(2026, 9, 7), 10))


@pytest.mark.parametrize(
    ("vector", "symbols", "counted"),
    [
        ("T-42", "OOOOOOOOON", 10),
        ("T-42 with N known to be illness", "OOOOOOOOOI", 9),
        ("T-43", "OOOOOOOOOI", 9),
        ("B21", "GNOUGNOUGN", 10),
        ("B21", "ICREMICREM", 0),
    ],
)
def test_which_codes_count(vector: str, symbols: str, counted: int) -> None:
    """PEN-1, PEN-14"""
    sessions = unauthorised_sessions(zip(week_of(date(2026, 9, 7), 10), symbols, strict=True))
    assert len(sessions) == counted
    assert (penalty_window(T, sessions) is not None) == (counted == 10)


def test_B21_whether_N_counts_is_the_schools_setting() -> None:
    """PEN-1"""
    marks = list(zip(week_of(date(2026, 9, 7), 10), "OOOOOOOOON", strict=True))
    assert len(unauthorised_sessions(marks)) == 10
    assert len(unauthorised_sessions(marks, count_no_reason=False)) == 9


def test_an_absence_on_a_day_without_school_is_refused() -> None:
    """REG-6"""
    with pytest.raises(Refused, match="no session that day"):
        penalty_window(T, [am(10, 28)])


def test_the_window_as_it_stands_today() -> None:
    """PEN-2"""
    sessions = week_of(date(2026, 9, 14), 6)
    now = window_ending(T, sessions, date(2026, 11, 23))
    assert (len(now.sessions), now.missing, now.is_met) == (6, 4, False)
    assert window_ending(T, sessions, date(2026, 11, 30)).sessions == ()
    assert window_ending(T, sessions, date(2026, 9, 15)).sessions == tuple(sessions[:4])
    assert window_ending(T, sessions, date(2026, 10, 29)).weeks[-1] == date(2026, 10, 19)
    assert window_ending(SchoolCalendar(()), [], date(2026, 9, 1)).weeks == ()


CASES = st.tuples(
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.integers(1, 4),
    st.integers(1, 4),
    st.data(),
)


@given(CASES)
def test_the_window_agrees_with_looking_at_every_window(case: tuple[set[date], int, int, st.DataObject]) -> None:
    """PEN-2, by brute force over every run of school weeks."""
    days, needed, weeks, data = case
    calendar = SchoolCalendar(days)
    framework = Framework(date(2024, 8, 19), needed, weeks)
    possible = [Session(day, half) for day in sorted(days) for half in Half]
    sessions = sorted(data.draw(st.sets(st.sampled_from(possible), max_size=25)))
    met = penalty_window(calendar, sessions, framework)
    assert (met.met_on if met else None) == first_full(sorted(days), sessions, needed, weeks)
    if met is not None:
        assert len(met.sessions) == needed
        assert window_ending(calendar, sessions, met.met_on, framework).is_met


def first_full(days: list[date], sessions: list[Session], needed: int, weeks: int) -> date | None:
    for session in sessions:
        mondays = sorted({monday_of(day) for day in days if monday_of(day) <= monday_of(session.on)})[-weeks:]
        if sum(monday_of(s.on) in mondays for s in sessions if s <= session) >= needed:
            return session.on
    return None


@given(
    st.sets(st.sampled_from([s for day in T.days for s in (Session(day, Half.AM), Session(day, Half.PM))])), st.data()
)
def test_one_more_unauthorised_mark_never_removes_a_threshold(sessions: set[Session], data: st.DataObject) -> None:
    """PEN-1"""
    more = sessions | {Session(data.draw(st.sampled_from(T.days)), data.draw(st.sampled_from(Half)))}
    before, after = penalty_window(T, sessions), penalty_window(T, more)
    if before is not None:
        assert after is not None
        assert after.met_on <= before.met_on
