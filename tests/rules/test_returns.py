"""When a return falls due: new pupils, ten days of unauthorised absence, fifteen of illness (RET-1, RET-3, RET-4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings

from rollbook.rules.process import Situation, Taken
from rollbook.rules.refused import Refused
from rollbook.rules.returns import (
    check_sickness_return,
    illness,
    illness_days_by,
    illness_period,
    illness_undone,
    new_pupil_return_by,
    new_pupil_return_needed,
    ten_days,
    ten_days_broken,
)
from rollbook.rules.sessions import Session
from rollbook.rules.standing import Standing
from tests.rules.calendars import T, am, pm
from tests.rules.registers_at_random import BORN, Marks, read_back, registers, stands, whole

TENTH = date(2026, 9, 18)
ABSENT = whole(T.between(date(2026, 9, 7), TENTH), "O")
YEAR_BEGAN = date(2026, 9, 1)


def situation(standing: Standing | None, opened_on: date, *taken: Taken) -> Situation:
    return Situation(
        on=standing.on if standing else opened_on,
        opened_on=opened_on,
        born=BORN,
        calendar=T,
        taken=taken,
        standing=standing,
    )


def made_on(day: date) -> Taken:
    return Taken(1, "make_return", "", day, datetime.combine(day, time(9), UTC), "A. Osei")


def test_the_tenth_day_in_a_row_of_any_mix_makes_the_return_due() -> None:
    """RET-3"""
    mixed = ABSENT | {am(9, 8): "G", pm(9, 8): "N", am(9, 10): "U"}
    assert ten_days(stands(mixed, date(2026, 9, 17))) is None
    trigger = ten_days(stands(mixed, TENTH))
    assert trigger is not None
    assert (trigger.key, trigger.rule, len(trigger.sessions)) == ("2026-09-07", "RET-3", 20)
    assert "Monday 7 September 2026 to Friday 18 September 2026" in trigger.says


def test_an_eleventh_day_is_the_same_occasion() -> None:
    """RET-3: one case, however often the run is looked at"""
    later = ten_days(stands(ABSENT | whole([date(2026, 9, 21)], "N"), date(2026, 9, 21)))
    assert later is not None
    assert later.key == "2026-09-07"
    assert "to Friday 18 September 2026" in later.says


def test_a_holiday_and_a_closure_neither_count_nor_break() -> None:
    """RET-3, DEL-5: five days before half term, five after it, one closed day between"""
    days = T.between(date(2026, 10, 19), date(2026, 11, 9))
    marks = whole(days, "O") | whole([date(2026, 11, 4)], "Y4")
    assert ten_days(stands(marks, date(2026, 11, 6))) is None
    assert ten_days(stands(marks, date(2026, 11, 9))) is not None


@pytest.mark.parametrize("code", ["I", "/", "L", "C", "M"])
def test_any_other_mark_begins_the_count_anew(code: str) -> None:
    """RET-3"""
    assert ten_days(stands(ABSENT | {am(9, 14): code}, TENTH)) is None


def test_no_return_outside_compulsory_age_or_for_days_before_this_time_on_the_roll() -> None:
    """RET-3"""
    assert ten_days(stands(ABSENT, TENTH, born=date(2009, 1, 1))) is None
    assert ten_days(stands(ABSENT, TENTH, first_day=date(2026, 9, 8))) is None


@given(registers())
@settings(max_examples=300)
def test_the_ten_days_are_those_that_a_person_would_count(register: tuple[Marks, date]) -> None:
    """RET-3, DEL-5: random registers with closures, half days and gaps"""
    marks, on = register
    run = read_back(T, marks, on, "G N O U")
    trigger = ten_days(stands(marks, on))
    assert (trigger is not None) == (len(run) >= 10)
    if trigger is not None:
        assert trigger.key == run[0].isoformat()
        assert {session.on for session in trigger.sessions} == set(run)


def test_a_correction_after_the_return_is_raised_on_the_case() -> None:
    """RET-3: never hidden; the authority is to be told"""
    corrected = ABSENT | {am(9, 15): "I", pm(9, 15): "I"}
    says = ten_days_broken(situation(stands(corrected, date(2026, 9, 22)), TENTH, made_on(date(2026, 9, 21))))
    assert "now counts 3 school days, not ten" in says
    assert "The return of Monday 21 September 2026 rests on it" in says


def test_a_correction_before_any_return_says_that_none_is_due() -> None:
    """RET-3"""
    says = ten_days_broken(situation(stands(ABSENT | {am(9, 18): "/"}, TENTH), TENTH))
    assert says.endswith("No return is due.")


def test_coming_back_later_leaves_the_ten_days_standing() -> None:
    """RET-3"""
    back = ABSENT | {am(9, 21): "/", pm(9, 21): "\\"}
    assert ten_days_broken(situation(stands(back, date(2026, 9, 22)), TENTH)) == ""
    assert ten_days_broken(situation(None, TENTH)) == ""


@given(registers())
@settings(max_examples=200)
def test_a_notice_stands_on_a_case_exactly_while_its_ten_days_do_not(register: tuple[Marks, date]) -> None:
    """RET-3: whatever the marks have become since"""
    marks, opened_on = register
    stand = len(read_back(T, marks, opened_on, "G N O U")) >= 10
    assert (ten_days_broken(situation(stands(marks, opened_on), opened_on)) == "") == stand


def test_fifteen_days_of_illness_in_a_row() -> None:
    """RET-4"""
    days = T.between(date(2026, 9, 7), date(2026, 9, 25))
    assert illness(stands(whole(days, "I"), date(2026, 9, 24))) is None
    trigger = illness(stands(whole(days, "I"), date(2026, 9, 25)))
    assert trigger is not None
    assert (trigger.key, trigger.rule) == ("2026-09-07", "RET-4")
    assert trigger.says == "15 school days of illness in a row since Monday 7 September 2026"


def test_fifteen_days_together_in_the_year_and_a_new_return_for_each_further_illness() -> None:
    """RET-4: one return for each continuous illness"""
    first = whole(T.between(date(2026, 9, 7), date(2026, 9, 18)), "I")
    second = whole(T.between(date(2026, 10, 5), date(2026, 10, 9)), "I")
    third = whole(T.between(date(2026, 11, 9), date(2026, 11, 9)), "I")
    back = {am(9, 21): "/", am(10, 12): "/"}
    reached = illness(stands(first | second | back, date(2026, 10, 9)))
    again = illness(stands(first | second | third | back, date(2026, 11, 9)))
    assert reached is not None
    assert again is not None
    assert (reached.key, again.key) == ("2026-10-05", "2026-11-09")
    assert "15 school days of illness together this school year" in reached.says


@given(registers(ill=True))
@settings(max_examples=300)
def test_illness_is_counted_as_a_person_would(register: tuple[Marks, date]) -> None:
    """RET-4: in a row or in the year together"""
    marks, on = register
    standing = stands(marks, on)
    row = read_back(T, marks, on, "I")
    this_year = sum(1 for session, code in marks.items() if code == "I" and session.on >= _year_began(on))
    assert (illness(standing) is not None) == (len(row) >= 15 or this_year // 2 >= 15)
    first, sessions = illness_period(standing)
    assert first == (sessions[0].on if sessions else None)
    assert all(marks[session] == "I" for session in sessions)
    between = [code for session, code in marks.items() if sessions and sessions[0] <= session <= sessions[-1]]
    assert set(between) <= {"I", "#", "Y4"}


def _year_began(on: date) -> date:
    return date(on.year if on.month >= 8 else on.year - 1, 8, 1)


def test_T_68_fourteen_days_and_a_letter_of_three_more_weeks() -> None:
    """RET-4: reasonable grounds to believe; not only the count"""
    marks = whole(T.between(date(2026, 9, 7), date(2026, 9, 24)), "I")
    standing = stands(marks, date(2026, 9, 24))
    assert standing.illness_days == 14
    with pytest.raises(Refused, match="14 school days of illness are marked"):
        check_sickness_return(standing, T, None)
    check_sickness_return(standing, T, date(2026, 10, 15))
    assert illness_days_by(standing, T, date(2026, 10, 15)) == 29


def test_a_short_illness_that_will_not_reach_fifteen_makes_no_return() -> None:
    """RET-4"""
    standing = stands(whole([date(2026, 9, 7)], "I"), date(2026, 9, 7))
    with pytest.raises(Refused, match="fewer than fifteen") as refused:
        check_sickness_return(standing, T, date(2026, 9, 18))
    assert refused.value.rule == "RET-4"
    check_sickness_return(standing, T, date(2026, 9, 25))


def test_an_operation_that_is_still_to_come_counts_by_its_letter() -> None:
    """RET-4: no day is marked yet"""
    check_sickness_return(stands({am(9, 7): "/"}, date(2026, 9, 7)), T, date(2026, 10, 2))


def test_no_sickness_return_outside_compulsory_age() -> None:
    """RET-4"""
    marks = whole(T.between(date(2026, 9, 7), date(2026, 9, 25)), "I")
    older = stands(marks, date(2026, 9, 25), born=date(2009, 1, 1))
    assert illness(older) is None
    with pytest.raises(Refused, match="compulsory school age"):
        check_sickness_return(older, T, None)


def test_illness_that_is_corrected_away_is_raised_on_the_case() -> None:
    """RET-4"""
    days = T.between(date(2026, 9, 7), date(2026, 9, 25))
    corrected: dict[Session, str] = whole(days, "I") | whole([date(2026, 9, 10)], "O")
    standing = stands(corrected, date(2026, 9, 28))
    says = illness_undone(situation(standing, date(2026, 9, 25), made_on(date(2026, 9, 28))), None)
    assert "now counts 14 school days, not fifteen" in says
    assert "tell the authority" in says
    assert illness_undone(situation(standing, date(2026, 9, 25)), date(2026, 10, 9)) == ""


def test_a_new_pupils_return_is_due_by_the_fifth_calendar_day() -> None:
    """RET-1: entered Thursday 10 September, due Tuesday 15 September"""
    assert new_pupil_return_by(date(2026, 9, 10)) == date(2026, 9, 15)


def test_T_60_the_most_junior_class_on_the_first_day_is_left_out() -> None:
    """RET-1"""

    def needed(entered: date, *, junior: bool = True, asks: bool = False) -> bool:
        return new_pupil_return_needed(entered, most_junior_class=junior, year_began=YEAR_BEGAN, authority_asks=asks)

    assert not needed(YEAR_BEGAN)
    assert needed(YEAR_BEGAN, asks=True)
    assert needed(date(2026, 9, 7))
    assert needed(YEAR_BEGAN, junior=False)
