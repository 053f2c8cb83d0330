"""Who may be missing education, and who is on the roll but not full-time (CME-1, CME-3, ADM-3)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.full_time import missing_out, spell
from rollbook.rules.returns import not_found
from rollbook.rules.sessions import Half, Session
from tests.rules.calendars import T, pm
from tests.rules.registers_at_random import Marks, stands, whole

OLDER = date(2009, 1, 1)


def afternoons(first: date, last: date, code: str) -> dict[Session, str]:
    return {Session(day, Half.PM): code for day in T.between(first, last)}


def test_ten_days_without_being_seen_suggest_a_search() -> None:
    """CME-1"""
    days = T.between(date(2026, 9, 7), date(2026, 9, 18))
    seen: Marks = whole([date(2026, 9, 4)], "L")
    assert not_found(stands({**seen, **whole(days[:9], "O")}, days[8])) is None
    found = not_found(stands({**seen, **whole(days, "N")}, days[-1], first_day=date(2026, 9, 1)))
    assert found is not None
    assert (found.rule, found.key, len(found.sessions)) == ("CME-1", "2026-09-07", 20)
    assert not_found(stands(whole(days, "N"), days[-1], born=OLDER)) is None


def test_five_days_after_a_starting_day_on_which_nobody_came() -> None:
    """ADM-3"""
    days = T.between(date(2026, 10, 5), date(2026, 10, 9))
    found = not_found(stands(whole(days, "O"), days[-1], first_day=days[0]))
    assert found is not None
    assert (found.rule, found.key) == ("ADM-3", "2026-10-05")
    assert not_found(stands(whole(days[:4], "O"), days[3], first_day=days[0])) is None
    late = whole(days, "O") | {pm(10, 5): "U"}
    assert not_found(stands(late, days[-1], first_day=days[0])) is None, "the pupil was seen on the first day"


def test_a_starting_day_long_ago_is_no_starting_day_on_which_nobody_came() -> None:
    """ADM-3"""
    days = T.between(date(2026, 11, 2), date(2026, 11, 6))
    assert not_found(stands(whole(days, "O"), days[-1], first_day=date(2026, 9, 1))) is None


@pytest.mark.parametrize(("code", "says"), [("C2", "part-time timetable"), ("K", "authority arranged")])
def test_a_spell_of_part_time_or_of_provision_elsewhere(code: str, says: str) -> None:
    """CME-3"""
    marks = afternoons(date(2026, 9, 14), date(2026, 9, 25), code)
    found = missing_out(stands(marks, date(2026, 9, 25)))
    assert found is not None
    assert found.key == f"{code}:2026-09-14"
    assert says in found.says
    assert len(found.sessions) == 10
    assert missing_out(stands(marks, date(2026, 9, 25), born=OLDER)) is None


def test_a_spell_that_ended_four_weeks_ago_is_over_and_a_new_one_is_another() -> None:
    """CME-3"""
    first = afternoons(date(2026, 9, 14), date(2026, 9, 18), "C2")
    assert spell(stands(first, date(2026, 10, 23)), "C2") == ()
    second = afternoons(date(2026, 11, 2), date(2026, 11, 6), "C2")
    found = missing_out(stands(first | second, date(2026, 11, 6)))
    assert found is not None
    assert found.key == "C2:2026-11-02"


def test_a_break_of_a_week_does_not_make_two_of_one_spell() -> None:
    """CME-3: half-term between"""
    marks = afternoons(date(2026, 10, 19), date(2026, 11, 6), "C2")
    found = missing_out(stands(marks, date(2026, 11, 6)))
    assert found is not None
    assert found.key == "C2:2026-10-19"


def test_a_long_illness_is_on_the_list_too() -> None:
    """CME-3"""
    days = T.between(date(2026, 9, 7), date(2026, 9, 25))
    found = missing_out(stands(whole(days, "I"), days[-1]))
    assert found is not None
    assert found.key == "I:2026-09-07"
    assert missing_out(stands(whole(days[:14], "I"), days[13])) is None
