"""Which lines a pupil crossed since yesterday (PA-3, PEN-1)."""

from __future__ import annotations

from datetime import date

from rollbook.rules.line_crossings import Line, absences_in, current_window, line_crossings
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T, am, pm, whole_days

MON, TUE = date(2026, 9, 14), date(2026, 9, 15)


def rows(marks: dict[Session, str]) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def present(first: date, last: date) -> dict[Session, str]:
    return {session: "/" if session.half == 0 else "\\" for session in whole_days(first, last)}


def test_a_pupil_who_reaches_ten_per_cent_today_is_named_with_the_sessions_that_count() -> None:
    """PA-3, PA-4"""
    marks = present(date(2026, 9, 1), TUE) | {am(9, 3): "I", am(9, 15): "I", pm(9, 15): "I"}
    (crossing,) = line_crossings(T, rows(marks), since=MON, until=TUE)
    assert crossing.line is Line.PERSISTENT
    assert crossing.sessions == (am(9, 3), am(9, 15), pm(9, 15))
    assert crossing.says == "Absent for 3 of 22 possible sessions (13.6%): at or above 10%, persistent absence."


def test_nothing_is_said_of_one_already_over_the_line_or_of_a_day_without_marks() -> None:
    """PA-3"""
    marks = present(date(2026, 9, 1), MON) | {am(9, 2): "I", am(9, 3): "I", am(9, 4): "I"}
    assert line_crossings(T, rows(marks | {am(9, 15): "I"}), since=MON, until=TUE) == ()
    assert line_crossings(T, rows(marks), since=MON, until=TUE) == ()
    assert line_crossings(T, {}, since=MON, until=TUE) == ()


def test_both_percentage_lines_can_be_crossed_at_once_and_early_figures_say_so() -> None:
    """PA-3, PA-4"""
    found = line_crossings(
        T,
        rows({am(9, 1): "/", pm(9, 1): "\\", am(9, 2): "I", pm(9, 2): "I"}),
        since=date(2026, 9, 1),
        until=date(2026, 9, 2),
    )
    assert [crossing.line for crossing in found] == [Line.PERSISTENT, Line.SEVERE]
    assert all(crossing.is_early for crossing in found)


def test_ten_in_ten_runs_on_from_the_summer_term() -> None:
    """PEN-1, PEN-2, PEN-3; A-6"""
    unauthorised = dict.fromkeys([am(7, 21), pm(7, 21), *whole_days(date(2026, 9, 7), date(2026, 9, 10))], "G")
    marks = present(date(2026, 9, 1), date(2026, 9, 10)) | unauthorised
    found = line_crossings(T, rows(marks), since=date(2026, 9, 9), until=date(2026, 9, 10))
    (crossing,) = [each for each in found if each.line is Line.TEN_IN_TEN]
    assert crossing.sessions == tuple(unauthorised)
    assert "10 unauthorised sessions in 10 school weeks, reached on Thursday 10 September 2026" in crossing.says
    assert "must be considered" in crossing.says
    assert crossing.rule == "PEN-1"


def test_a_line_crossed_and_left_by_re_coding_is_not_crossed() -> None:
    """PEN-14"""
    marks = dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 11)), "O")
    lines = [c.line for c in line_crossings(T, rows(marks), since=date(2026, 9, 10), until=date(2026, 9, 11))]
    assert lines == [Line.TEN_IN_TEN]
    assert line_crossings(T, rows(marks | {am(9, 8): "I"}), since=date(2026, 9, 10), until=date(2026, 9, 11)) == ()


def test_one_more_beyond_ten_is_no_new_crossing() -> None:
    """PEN-1"""
    marks = rows(dict.fromkeys([*whole_days(date(2026, 9, 7), date(2026, 9, 11)), am(9, 14)], "O"))
    assert line_crossings(T, marks, since=date(2026, 9, 11), until=MON) == ()


def test_N_is_left_out_where_the_school_says_so() -> None:
    """PEN-1"""
    marks = rows(dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 11)), "O") | {am(9, 7): "N"})
    day = date(2026, 9, 11)
    assert current_window(T, marks, day).is_met
    assert not current_window(T, marks, day, count_no_reason=False).is_met


def test_the_absences_behind_a_figure() -> None:
    """PA-3"""
    row = rows({am(9, 1): "I", pm(9, 1): "L", am(9, 2): "U", am(9, 3): "D", am(9, 4): "G"})[2026]
    assert absences_in(row, 2026, date(2026, 9, 3)) == (am(9, 1), am(9, 2))
