"""Which lines a pupil crossed since yesterday (PA-3, PEN-1)."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.line_crossings import Line, absences_in, current_window, line_crossings, may_have_crossed
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T, am, pm, whole_days

MON, TUE = date(2026, 9, 14), date(2026, 9, 15)
BORN = date(2013, 3, 14)


def rows(marks: dict[Session, str]) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def present(first: date, last: date) -> dict[Session, str]:
    return {session: "/" if session.half == 0 else "\\" for session in whole_days(first, last)}


def test_a_pupil_who_reaches_ten_per_cent_today_is_named_with_the_sessions_that_count() -> None:
    """PA-3, PA-4"""
    marks = present(date(2026, 9, 1), TUE) | {am(9, 3): "I", am(9, 15): "I", pm(9, 15): "I"}
    (crossing,) = line_crossings(T, rows(marks), since=MON, until=TUE, born=BORN)
    assert crossing.line is Line.PERSISTENT
    assert crossing.sessions == (am(9, 3), am(9, 15), pm(9, 15))
    assert crossing.says == "Absent for 3 of 22 possible sessions (13.6%): at or above 10%, persistent absence."


def test_nothing_is_said_of_one_already_over_the_line_or_of_a_day_without_marks() -> None:
    """PA-3"""
    marks = present(date(2026, 9, 1), MON) | {am(9, 2): "I", am(9, 3): "I", am(9, 4): "I"}
    assert line_crossings(T, rows(marks | {am(9, 15): "I"}), since=MON, until=TUE, born=BORN) == ()
    assert line_crossings(T, rows(marks), since=MON, until=TUE, born=BORN) == ()
    assert line_crossings(T, {}, since=MON, until=TUE, born=BORN) == ()


def test_both_percentage_lines_can_be_crossed_at_once_and_early_figures_say_so() -> None:
    """PA-3, PA-4"""
    found = line_crossings(
        T,
        rows({am(9, 1): "/", pm(9, 1): "\\", am(9, 2): "I", pm(9, 2): "I"}),
        since=date(2026, 9, 1),
        until=date(2026, 9, 2),
        born=BORN,
    )
    assert [crossing.line for crossing in found] == [Line.PERSISTENT, Line.SEVERE]
    assert all(crossing.is_early for crossing in found)


def test_ten_in_ten_runs_on_from_the_summer_term() -> None:
    """PEN-1, PEN-2, PEN-3; A-6"""
    unauthorised = dict.fromkeys([am(7, 21), pm(7, 21), *whole_days(date(2026, 9, 7), date(2026, 9, 10))], "G")
    marks = present(date(2026, 9, 1), date(2026, 9, 10)) | unauthorised
    found = line_crossings(T, rows(marks), since=date(2026, 9, 9), until=date(2026, 9, 10), born=BORN)
    (crossing,) = [each for each in found if each.line is Line.TEN_IN_TEN]
    assert crossing.sessions == tuple(unauthorised)
    assert "10 unauthorised sessions in 10 school weeks, reached on Thursday 10 September 2026" in crossing.says
    assert "must be considered" in crossing.says
    assert crossing.rule == "PEN-1"


def test_a_line_crossed_and_left_by_re_coding_is_not_crossed() -> None:
    """PEN-14"""
    marks = dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 11)), "O")
    lines = [
        c.line for c in line_crossings(T, rows(marks), since=date(2026, 9, 10), until=date(2026, 9, 11), born=BORN)
    ]
    assert lines == [Line.TEN_IN_TEN]
    assert (
        line_crossings(T, rows(marks | {am(9, 8): "I"}), since=date(2026, 9, 10), until=date(2026, 9, 11), born=BORN)
        == ()
    )


def test_one_more_beyond_ten_is_no_new_crossing() -> None:
    """PEN-1"""
    marks = rows(dict.fromkeys([*whole_days(date(2026, 9, 7), date(2026, 9, 11)), am(9, 14)], "O"))
    assert line_crossings(T, marks, since=date(2026, 9, 11), until=MON, born=BORN) == ()


def test_N_is_left_out_where_the_school_says_so() -> None:
    """PEN-1"""
    marks = rows(dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 11)), "O") | {am(9, 7): "N"})
    day = date(2026, 9, 11)
    assert current_window(T, marks, day, born=BORN).is_met
    assert not current_window(T, marks, day, born=BORN, count_no_reason=False).is_met


def test_the_absences_behind_a_figure() -> None:
    """PA-3"""
    row = rows({am(9, 1): "I", pm(9, 1): "L", am(9, 2): "U", am(9, 3): "D", am(9, 4): "G"})[2026]
    assert absences_in(row, 2026, date(2026, 9, 3)) == (am(9, 1), am(9, 2))


IN_RECEPTION = date(2022, 3, 1)


def test_sessions_before_compulsory_age_never_lead_to_a_penalty_notice() -> None:
    """T-15, PEN-5: they count in the rates, and no penalty notice is considered"""
    marks = dict.fromkeys([*whole_days(date(2026, 9, 7), date(2026, 9, 11)), am(9, 14), pm(9, 14)], "O")
    assert current_window(T, rows(marks), MON, born=IN_RECEPTION).sessions == ()
    for since in (date(2026, 9, 4), date(2026, 9, 10)):
        found = line_crossings(T, rows(marks), since=since, until=MON, born=IN_RECEPTION)
        assert Line.TEN_IN_TEN not in [crossing.line for crossing in found]
    assert Line.SEVERE in [
        c.line for c in line_crossings(T, rows(marks), since=MON.replace(day=4), until=MON, born=IN_RECEPTION)
    ]


def test_the_ten_are_counted_from_the_first_day_of_compulsory_age() -> None:
    """PEN-5, REG-14: born in October 2021, of compulsory school age from 31 December 2026"""
    born, before, after = date(2021, 10, 5), date(2026, 12, 14), date(2027, 1, 8)
    marks = dict.fromkeys(whole_days(before, after), "O")
    assert {session.on.year for session in marks} == {2026, 2027}
    window = current_window(T, rows(marks), after, born=born)
    assert window.sessions == tuple(whole_days(date(2027, 1, 4), after))
    found = line_crossings(T, rows(marks), since=date(2027, 1, 4), until=after, born=born)
    (crossing,) = [each for each in found if each.line is Line.TEN_IN_TEN]
    assert "reached on Friday 8 January 2027" in crossing.says


def test_after_the_school_leaving_date_nobody_is_told_to_consider_a_notice() -> None:
    """PEN-5: on the Monday after it no notice can be issued any more"""
    marks = rows(dict.fromkeys([*whole_days(date(2026, 6, 22), date(2026, 6, 26))], "O"))
    friday = date(2026, 6, 26)
    said = [c.line for c in line_crossings(T, marks, since=date(2026, 6, 25), until=friday, born=date(2010, 5, 1))]
    assert Line.TEN_IN_TEN in said
    later = line_crossings(T, marks, since=date(2026, 6, 25), until=date(2026, 6, 29), born=date(2010, 5, 1))
    assert Line.TEN_IN_TEN not in [c.line for c in later]


def test_a_correction_that_completes_the_ten_is_a_crossing_of_the_day_it_is_made() -> None:
    """PEN-14, PEN-1: nine O and an I last week; the I becomes O on Tuesday"""
    week = dict.fromkeys(whole_days(date(2026, 9, 7), date(2026, 9, 11)), "O") | present(MON, TUE)
    earlier, now = rows(week | {am(9, 8): "I"}), rows(week)
    assert line_crossings(T, now, since=MON, until=TUE, born=BORN) == ()
    found = line_crossings(T, now, since=MON, until=TUE, born=BORN, earlier=earlier)
    (crossing,) = [each for each in found if each.line is Line.TEN_IN_TEN]
    assert len(crossing.sessions) == 10
    assert "reached on Friday 11 September 2026" in crossing.says
    assert line_crossings(T, now, since=MON, until=TUE, born=BORN, earlier=now) == ()
    assert line_crossings(T, earlier, since=MON, until=TUE, born=BORN, earlier=now) == ()


def test_a_correction_in_last_years_row_completes_the_ten() -> None:
    """PEN-1, PEN-2: two sessions of July, seven of September; the July ones are corrected in September"""
    july = [am(7, 21), pm(7, 21)]
    autumn = [*whole_days(date(2026, 9, 7), date(2026, 9, 10))]
    now = rows(dict.fromkeys([*july, *autumn], "O") | present(date(2026, 9, 11), TUE))
    earlier = now | {2025: rows(dict.fromkeys(july, "I"))[2025]}
    found = line_crossings(T, now, since=MON, until=TUE, born=BORN, earlier=earlier)
    assert [crossing.line for crossing in found] == [Line.TEN_IN_TEN]
    assert "reached on Thursday 10 September 2026" in found[0].says


def test_a_correction_can_carry_a_pupil_over_ten_per_cent() -> None:
    """PA-3: present corrected to ill, on a day without any new absence"""
    marks = present(date(2026, 9, 1), TUE) | {am(9, 3): "I", pm(9, 3): "I", am(9, 4): "I"}
    found = line_crossings(
        T, rows(marks), since=MON, until=TUE, born=BORN, earlier=rows(marks | {pm(9, 3): "L", am(9, 4): "/"})
    )
    assert [crossing.line for crossing in found] == [Line.PERSISTENT]


_DAYS = st.sampled_from([day for day in T.days if date(2026, 7, 6) <= day <= date(2026, 9, 18)])
_MARKS = st.dictionaries(st.builds(Session, _DAYS, st.sampled_from(Half)), st.sampled_from("OGUNI"), max_size=30)


@settings(max_examples=40)
@given(_MARKS, _MARKS, _DAYS, _DAYS, st.booleans())
def test_whoever_crossed_a_line_is_not_left_out_by_the_quick_look(
    marks: dict[Session, str], were: dict[Session, str], one: date, other: date, counts_n: bool
) -> None:
    """PA-3, PEN-1, PEN-14: and a window that is full and was not is named"""
    since, until = min(one, other), max(one, other)
    now, earlier = rows(marks), rows(marks | {s: c for s, c in were.items() if s.on <= since})
    found = line_crossings(T, now, since=since, until=until, born=BORN, earlier=earlier, count_no_reason=counts_n)
    assert not found or may_have_crossed(T, now, since=since, until=until, earlier=earlier)
    was = current_window(T, earlier, since, born=BORN, count_no_reason=counts_n)
    full = current_window(T, now, until, born=BORN, count_no_reason=counts_n)
    named = [crossing.line for crossing in found]
    assert Line.TEN_IN_TEN in named or was.is_met or not full.is_met
