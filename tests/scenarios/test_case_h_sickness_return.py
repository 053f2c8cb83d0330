"""The sickness return, told as the office lives it (CASE-H, RET-4)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.refused import Refused
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
RETURN = {"authority": "Bradford", "sent_how": "Medical-needs form", "reference": "MN-9"}


def test_a_note_of_the_surgery_on_the_fourteenth_day_makes_the_return_now() -> None:
    # T-68. Given a pupil ill for fourteen school days,
    office = Office(on=date(2026, 9, 24))
    office.days(date(2026, 9, 7), date(2026, 9, 24), "I")
    office.reassess()
    assert office.cases("sickness_return") == ()
    # when the mother brings a letter that says three more weeks, the office opens the case by hand;
    case = office.open("sickness_return")
    with pytest.raises(Refused, match="14 school days of illness are marked this year") as refused:
        office.take(case, "make_return", **RETURN)
    assert refused.value.rule == "RET-4"
    # with what the letter says the return is made the same day, and the illness itself is nowhere written;
    office.take(case, "expect", expected_until=date(2026, 10, 15), believed_because="surgery")
    assert ("If it lasts until Thursday 15 October 2026", "29 school days") in office.page(case).panels[0].rows
    office.take(case, "make_return", **RETURN)
    # the authority is asked, and asked again, what it provides meanwhile.
    assert office.the_case("sickness_return").next_day == date(2026, 10, 8)
    office.at(date(2026, 10, 8))
    office.take(case, "ask_provision", provision="Five hours of tuition from 12 October")
    office.at(date(2026, 10, 16))
    office.take(case, "end", "back")
    assert office.the_case("sickness_return").outcome == "Back at school"


def test_the_fifteenth_day_opens_the_case_and_each_further_illness_another() -> None:
    # Given ten days of illness in September, five in October, not in a row,
    office = Office(on=date(2026, 10, 9))
    office.days(date(2026, 9, 7), date(2026, 9, 18), "I")
    office.days(date(2026, 9, 21), date(2026, 9, 21), "L")
    office.days(date(2026, 10, 5), date(2026, 10, 9), "I")
    # when the register of the fifteenth is in,
    office.reassess()
    # then the return is due, counted over the year,
    case = office.the_case("sickness_return")
    assert "15 school days of illness together this school year" in case.why
    office.take(case.public_id, "make_return", **RETURN)
    office.at(date(2026, 10, 12))
    office.days(date(2026, 10, 12), date(2026, 10, 12), "L")
    office.take(case.public_id, "end", "back")
    office.reassess()
    assert len(office.cases("sickness_return")) == 1
    # and a new illness, being a continuous one of its own, makes a return of its own.
    office.days(date(2026, 11, 9), date(2026, 11, 9), "I")
    office.at(date(2026, 11, 10))
    office.reassess()
    assert len(office.cases("sickness_return")) == 2


def test_an_illness_that_turns_out_to_have_been_none_is_raised() -> None:
    # Given a return for fifteen days,
    office = Office(on=date(2026, 9, 25))
    office.days(date(2026, 9, 7), date(2026, 9, 25), "I")
    office.reassess()
    case = office.the_case("sickness_return").public_id
    office.take(case, "make_return", **RETURN)
    # when one of the days becomes O, then the case says so, and what follows.
    office.correct(date(2026, 9, 10), "O")
    office.reassess()
    (notice,) = office.page(case).notices
    assert "now counts 14 school days, not fifteen" in notice.says
