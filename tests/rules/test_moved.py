"""Attendance before and after something was done, with both counts (CASE-A, PA-2)."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import tally
from rollbook.rules.moved import moved
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T, whole_days

LETTER = date(2026, 10, 12)


def rows(marks: dict[Session, str]) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def test_both_shares_stand_with_both_counts() -> None:
    """PA-2"""
    marks = dict.fromkeys(whole_days(date(2026, 9, 1), date(2026, 11, 13)), "/")
    marks |= dict.fromkeys(whole_days(date(2026, 9, 21), date(2026, 9, 25)), "O")
    marks |= {Session(LETTER, half): "O" for half in Half}
    marks = {s: ("\\" if code == "/" and s.half else code) for s, code in marks.items()}
    found = moved(T, rows(marks), LETTER, date(2026, 11, 13))
    assert found.says == ("75.0 % in the 20 school days before (30 of 40), 100.0 % in the 19 since (38 of 38).")
    assert (found.is_told, found.is_up, found.is_down) == (True, True, False)
    assert found.in_short == "75.0 % (30 of 40), then 100.0 % (38 of 38)"


def test_within_a_week_nothing_is_said_of_it() -> None:
    found = moved(T, {}, LETTER, date(2026, 10, 13))
    assert (found.is_told, found.in_short) == (False, "")
    assert found.says == "Too soon to tell: 1 school day since."


@given(st.data())
def test_each_side_is_the_tally_of_its_own_days(data: st.DataObject) -> None:
    """PA-1"""
    sessions = st.sampled_from([Session(day, half) for day in T.days for half in Half])
    marks = data.draw(st.dictionaries(sessions, st.sampled_from(["I", "O", "L", "C", "D"]), max_size=80))
    on, until = data.draw(st.sampled_from(T.days)), data.draw(st.sampled_from(T.days))
    days = data.draw(st.integers(1, 30))
    found = moved(T, rows(marks), on, until, days=days)
    before = [day for day in T.days if day < on][-days:]
    after = [day for day in T.days if on < day <= until][:days]
    assert found.before == tally((s, c) for s, c in marks.items() if s.on in before)
    assert found.after == tally((s, c) for s, c in marks.items() if s.on in after)
    assert (found.days_before, found.days_after) == (len(before), len(after))
