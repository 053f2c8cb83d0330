"""How a pupil stands on a day: runs of school days, illness, what is to come (RET-3, RET-4, DEL-5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.day_runs import ILLNESS, NOT_SEEN, UNAUTHORISED, Kind, run_until
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import Standing, standing_of
from rollbook.rules.year_row import SYMBOL_OF, row_of, totals_of, year_of
from tests.rules.calendars import T, am, pm, whole_days

BORN = date(2013, 3, 14)
FRIDAY = date(2026, 9, 18)


def rows(marks: dict[Session, str]) -> dict[int, bytes]:
    years = {year_of(session.on) for session in marks}
    return {year: row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year) for year in years}


def stands(marks: dict[Session, str], on: date = FRIDAY, last_day: date | None = None) -> Standing:
    return standing_of(T, rows(marks), on, born=BORN, last_day=last_day)


def days(first: date, last: date, code: str) -> dict[Session, str]:
    return dict.fromkeys(whole_days(first, last), code)


def test_ten_school_days_run_over_a_week_end_and_a_half_term() -> None:
    """RET-3: 19 October to 6 November 2026 with the half-term week between"""
    standing = stands(days(date(2026, 10, 19), date(2026, 11, 6), "O"), date(2026, 11, 8))
    assert len(standing.unauthorised_run) == len(standing.not_seen_run) == 10
    assert standing.unauthorised_run.first == date(2026, 10, 19)
    assert standing.unauthorised_run.last == date(2026, 11, 6)


def test_U_counts_for_the_return_and_ends_the_run_of_ground_I() -> None:
    """RET-3, DEL-5: who came after the register closed was seen"""
    marks = days(date(2026, 9, 7), FRIDAY, "G") | {am(9, 15): "U"}
    standing = stands(marks)
    assert len(standing.unauthorised_run) == 10
    assert standing.not_seen_run.days == (date(2026, 9, 16), date(2026, 9, 17), FRIDAY)


@pytest.mark.parametrize("code", ["I", "/", "L", "C", "D"])
def test_any_other_code_ends_both(code: str) -> None:
    """RET-3"""
    standing = stands(days(date(2026, 9, 7), FRIDAY, "O") | {am(9, 16): code})
    assert standing.unauthorised_run.days == standing.not_seen_run.days == (date(2026, 9, 17), FRIDAY)


def test_a_half_day_closure_neither_counts_nor_ends_a_run() -> None:
    """DEL-5"""
    marks = days(date(2026, 9, 14), FRIDAY, "O") | {pm(9, 16): "Y4", am(9, 17): "#", pm(9, 17): "#"}
    standing = stands(marks)
    assert len(standing.unauthorised_run) == len(standing.not_seen_run) == 4
    assert date(2026, 9, 17) not in standing.unauthorised_run.days


def test_what_is_not_marked_yet_today_leaves_the_run_of_yesterday_standing() -> None:
    """RET-3: at 9:20 the afternoon is still to come"""
    marks = days(date(2026, 9, 14), date(2026, 9, 17), "N")
    assert len(stands(marks | {am(9, 18): "N"}).unauthorised_run) == 4
    assert len(stands(marks).not_seen_run) == 4
    assert len(stands(marks | {am(9, 18): "/"}).unauthorised_run) == 0


def test_a_register_never_taken_hides_no_return_and_makes_no_removal() -> None:
    """RET-3, DEL-4: the gap is named"""
    marks = days(date(2026, 9, 14), FRIDAY, "O")
    del marks[pm(9, 16)]
    standing = stands(marks)
    assert len(standing.unauthorised_run) == 4
    assert standing.unauthorised_run.gaps == (date(2026, 9, 16),)
    assert standing.not_seen_run.days == (date(2026, 9, 17), FRIDAY)


def test_a_run_goes_on_from_one_year_into_the_next() -> None:
    """RET-3"""
    marks = days(date(2026, 7, 20), date(2026, 9, 4), "O")
    assert len(stands(marks, date(2026, 9, 4)).unauthorised_run) == 3 + 4


def test_illness_is_counted_over_the_year_and_in_the_present_run() -> None:
    """RET-4: two sessions are a day, wherever they lie"""
    marks = days(date(2026, 9, 14), FRIDAY, "I") | {am(9, 2): "I", am(9, 3): "I", pm(9, 2): "\\"}
    standing = stands(marks)
    assert (standing.illness_sessions, standing.illness_days, len(standing.illness_run)) == (12, 6, 5)
    later = marks | {am(9, 21): "I"}
    assert stands(later).illness_sessions == 12, "what came after the day is not counted"


@pytest.mark.parametrize(
    ("marks", "left"),
    [({}, 2), ({am(9, 18): "/"}, 1), ({am(9, 18): "/", pm(9, 18): "\\"}, 0), ({pm(9, 18): "\\"}, 0)],
)
def test_what_is_to_come_begins_with_the_rest_of_today(marks: dict[Session, str], left: int) -> None:
    """PA-6"""
    after = 2 * T.count_after(FRIDAY, date(2027, 7, 31))
    assert stands(marks).to_come == left + after
    assert stands(marks, last_day=FRIDAY).to_come == left
    assert stands({}, date(2026, 9, 19)).to_come == after


def test_a_standing_answers_for_a_part_of_both_years() -> None:
    """PA-1"""
    marks = days(date(2026, 7, 13), date(2026, 7, 17), "O") | days(date(2026, 9, 14), FRIDAY, "I") | {am(9, 15): "N"}
    standing = stands(marks)
    assert standing.totals_between(date(2026, 7, 15), date(2026, 9, 15)).absent == 6 + 4
    assert standing.code_at(am(9, 15)) == "N"
    assert standing.no_reason == (am(9, 15),)
    assert standing.totals.absent == 10


CODES = st.sampled_from(["/", "G", "N", "O", "U", "I", "Y4", "#", "C", None])
DAYS = st.sets(st.dates(date(2026, 6, 1), date(2026, 10, 31)), min_size=1, max_size=40)


@st.composite
def registers(draw: st.DrawFn) -> tuple[SchoolCalendar, dict[Session, str], date]:
    calendar = SchoolCalendar(draw(DAYS))
    usual = draw(CODES)
    marks: dict[Session, str] = {}
    for day in calendar.days:
        for half in Half:
            code = usual if draw(st.integers(0, 4)) else draw(CODES)
            if code:
                marks[Session(day, half)] = code
    return calendar, marks, draw(st.dates(date(2026, 6, 1), date(2026, 11, 15)))


def by_hand(calendar: SchoolCalendar, marks: dict[Session, str], on: date, kind: Kind) -> list[date]:
    """The longest end of the days up to `on` in which nothing breaks, read forwards and one day at a time."""
    until = [day for day in calendar.days if day <= on]
    made = {SYMBOL_OF[value] for value in kind.made_of}

    def codes(day: date) -> list[str | None]:
        return [marks.get(Session(day, half)) for half in Half]

    while until and set(codes(until[-1])) <= {"#", "Y4"}:
        until.pop()
    while until and None in codes(until[-1]) and not {c for c in codes(until[-1]) if c} - made - {"#", "Y4"}:
        until.pop()
        while until and set(codes(until[-1])) <= {"#", "Y4"}:
            until.pop()
    run: list[date] = []
    for day in until:
        said = [code for code in codes(day) if code not in ("#", "Y4")]
        if any(code is not None and code not in made for code in said) or (kind.is_strict and None in said):
            run = []
        elif said and None not in said:
            run.append(day)
    return run


@given(registers(), st.sampled_from([UNAUTHORISED, NOT_SEEN, ILLNESS]))
def test_a_run_is_what_a_reading_by_hand_says(
    given_register: tuple[SchoolCalendar, dict[Session, str], date], kind: Kind
) -> None:
    """RET-3, RET-4, DEL-5"""
    calendar, marks, on = given_register
    days = calendar.between(date(2026, 1, 1), on)
    assert list(run_until(days, rows(marks), kind).days) == by_hand(calendar, marks, on, kind)


@given(registers())
def test_a_standing_says_what_its_parts_say(given_register: tuple[SchoolCalendar, dict[Session, str], date]) -> None:
    """PA-1, PEN-1, RET-4"""
    calendar, marks, on = given_register
    standing = standing_of(calendar, rows(marks), on, born=BORN)
    until = {s: c for s, c in marks.items() if s.on <= on and year_of(s.on) == year_of(on)}
    assert standing.totals == totals_of(row_of(until, year_of(on)), year_of(on))
    assert standing.illness_sessions == sum(code == "I" for code in until.values())
    assert standing.window == current_window(calendar, rows(marks), on, born=BORN)
    assert set(standing.not_seen_run.days) <= set(standing.unauthorised_run.days)
