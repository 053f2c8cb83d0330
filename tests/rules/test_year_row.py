"""A pupil's year as bytes says exactly what the marks say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import tally
from rollbook.rules.codes import code_on, ever_known, in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.thresholds import unauthorised_sessions
from rollbook.rules.year_row import (
    BYTE_OF,
    EMPTY,
    SYMBOL_OF,
    absences_of,
    mark_at,
    marks_of,
    row_of,
    session_of,
    set_mark,
    slot_of,
    slots_of,
    totals_between,
    totals_of,
    unauthorised_between,
    unauthorised_of,
    year_ends,
    year_of,
    year_starts,
)

# 2012 holds the end of F, 2024 the new codes, 2027 a 29 February.
YEARS = st.sampled_from([2012, 2013, 2023, 2024, 2026, 2027])


@st.composite
def a_year(draw: st.DrawFn) -> tuple[int, dict[Session, str]]:
    year = draw(YEARS)
    days = st.dates(year_starts(year), year_ends(year))
    sessions = draw(st.sets(st.builds(Session, days, st.sampled_from(Half)), max_size=60))
    return year, {s: draw(st.sampled_from(sorted(in_force(s.on)))) for s in sorted(sessions)}


def test_bytes_are_stable() -> None:
    """Rows are stored: these numbers never change and are only ever added to."""
    order = "/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z # J H Y F"
    assert " ".join(BYTE_OF) == order
    assert list(BYTE_OF.values()) == list(range(1, 39))
    assert all(SYMBOL_OF[value] == symbol for symbol, value in BYTE_OF.items())
    assert set(BYTE_OF) == set(ever_known())


@pytest.mark.parametrize(
    ("session", "year", "slot"),
    [
        (Session(date(2026, 8, 1), Half.AM), 2026, 0),
        (Session(date(2026, 9, 7), Half.PM), 2026, 75),
        (Session(date(2027, 7, 31), Half.PM), 2026, 729),
        (Session(date(2028, 7, 31), Half.PM), 2027, 731),
        (Session(date(2024, 8, 19), Half.AM), 2024, 36),
    ],
)
def test_where_a_session_stands(session: Session, year: int, slot: int) -> None:
    assert (year_of(session.on), slot_of(session)) == (year, slot)
    assert session_of(year, slot) == session


@given(st.dates(date(2007, 1, 1), date(2100, 1, 1)), st.sampled_from(Half))
def test_slots_and_sessions_are_each_others_inverse(on: date, half: Half) -> None:
    session = Session(on, half)
    assert session_of(year_of(on), slot_of(session)) == session
    assert 0 <= slot_of(session) < len(EMPTY)


@given(a_year())
def test_totals_of_the_row_are_the_tally_of_the_marks(given_year: tuple[int, dict[Session, str]]) -> None:
    """PA-1, COD-20"""
    year, marks = given_year
    row = EMPTY
    for session, symbol in marks.items():
        row = set_mark(row, session, symbol)
    assert row == row_of(marks, year)
    assert dict(marks_of(row, year)) == marks
    assert totals_of(row, year) == tally(marks.items())


@given(a_year(), st.booleans())
def test_absences_and_what_counts_for_a_notice_are_those_of_the_marks(
    given_year: tuple[int, dict[Session, str]], count_no_reason: bool
) -> None:
    """PA-3, PEN-1"""
    year, marks = given_year
    row = row_of(marks, year)
    assert absences_of(row, year) == tuple(s for s, symbol in marks.items() if code_on(symbol, s.on).absent)
    assert unauthorised_of(row, year, count_no_reason=count_no_reason) == unauthorised_sessions(
        marks.items(), count_no_reason=count_no_reason
    )


@given(a_year(), st.data())
def test_totals_of_a_part_are_the_tally_of_that_part(
    given_year: tuple[int, dict[Session, str]], data: st.DataObject
) -> None:
    """PA-1"""
    year, marks = given_year
    days = st.dates(date(year - 1, 6, 1), date(year + 1, 12, 31))
    first, last = data.draw(days), data.draw(days)
    part = [(session, symbol) for session, symbol in marks.items() if first <= session.on <= last]
    assert totals_between(row_of(marks, year), year, first, last) == tally(part)


@given(a_year(), st.booleans(), st.data())
def test_what_counts_for_a_notice_in_a_part_is_that_of_the_marks(
    given_year: tuple[int, dict[Session, str]], count_no_reason: bool, data: st.DataObject
) -> None:
    """PEN-1"""
    year, marks = given_year
    days = st.dates(date(year - 1, 6, 1), date(year + 1, 12, 31))
    first, last = data.draw(days), data.draw(days)
    part = [(session, symbol) for session, symbol in marks.items() if first <= session.on <= last]
    wanted = unauthorised_sessions(part, count_no_reason=count_no_reason)
    row = row_of(marks, year)
    assert unauthorised_of(row, year, count_no_reason=count_no_reason, first=first, last=last) == wanted
    assert unauthorised_between(row, year, first, last) == len(unauthorised_sessions(part))


def test_a_mark_is_changed_and_cleared() -> None:
    session = Session(date(2026, 9, 7), Half.AM)
    row = set_mark(EMPTY, session, "N")
    assert (mark_at(row, session), len(row)) == ("N", 732)
    assert mark_at(set_mark(row, session, "I"), session) == "I"
    assert set_mark(row, session, None) == EMPTY
    assert slots_of(row, frozenset({"N", "O"})) == (slot_of(session),)


def test_a_code_not_in_force_never_enters_a_row() -> None:
    """COD-20"""
    with pytest.raises(Refused):
        set_mark(EMPTY, Session(date(2026, 9, 7), Half.AM), "H")
    with pytest.raises(Refused):
        row_of({Session(date(2024, 7, 1), Half.AM): "K"}, 2023)


def test_a_mark_of_another_year_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="not in the year"):
        row_of({Session(date(2026, 7, 31), Half.AM): "/"}, 2026)
