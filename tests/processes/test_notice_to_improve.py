"""A notice to improve, held against the marks as they come in (NTI-1, PEN-12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rollbook.cases.actions import take_step
from rollbook.cases.queries import CasePage
from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import Closure
from tests.processes.office import Office

pytestmark = pytest.mark.django_db

GIVEN = date(2026, 9, 14)
LAST = date(2026, 10, 12)
SAYS: dict[str, Any] = {
    "support_given": "Breakfast club",
    "support_there": "It goes on",
    "helper": "Ms Okafor",
    "enough": "No unauthorised absence.",
    "allowed": 0,
    "early": True,
}


class Family(Office):
    """A parent who was given a notice for four school weeks, from Monday 14 September to Monday 12 October."""

    def __init__(self, **says: Any) -> None:
        super().__init__(1, on=GIVEN)
        self.mother = self.contact(0)
        self.case = self.open("notice_to_improve", contact=self.mother.pk)
        self.take(self.case, "give", "four", **SAYS | says)

    def missed(self, day: date, code: str = "O", *halves: Half) -> None:
        self.at(day)
        self.marked_on({day: {0: code}}, *(halves or (Half.AM,)))
        self.reassess()

    def panel(self) -> CasePage:
        return self.page(self.case)

    def stands(self) -> str:
        return next(one.says for one in self.panel().panels if one.title == "The improvement period")

    def told(self) -> list[str]:
        return [one.says for one in self.panel().notices]

    def end(self, step: str, choice: str) -> None:
        take_step(self.who(Role.HEAD), case=self.case, step=step, choice=choice, note="As agreed.")


def test_the_period_runs_in_school_weeks_and_its_end_is_a_clock_of_the_law() -> None:
    """NTI-1"""
    family = Family()
    line = family.panel().line
    assert (line.next_says, line.next_day) == ("Decide whether attendance improved enough", LAST)
    assert family.stands().startswith(
        "4 school weeks, from Tuesday 15 September 2026 to Monday 12 October 2026; running. Not broken: "
        "0 unauthorised sessions so far, 0 allowed."
    )


def test_the_first_session_that_breaks_it_is_told_at_once_and_once() -> None:
    """NTI-1"""
    family = Family()
    family.missed(date(2026, 9, 16))
    family.missed(date(2026, 9, 17))
    (says,) = family.told()
    assert says.startswith("The notice to improve was broken on Wednesday 16 September 2026, morning (O).")
    assert "Broken: 2 unauthorised sessions so far" in family.stands()


def test_what_was_missed_before_or_on_the_day_it_was_given_does_not_break_it() -> None:
    """NTI-1"""
    family = Family()
    family.days(date(2026, 9, 7), GIVEN, "O")
    family.missed(date(2026, 9, 15), "/")
    assert family.told() == []
    assert "Attendance in the 4 school weeks before: 0.0 %; in the period so far: 100.0 %." in family.stands()


def test_an_N_says_that_it_may_still_be_authorised_and_a_reason_takes_it_out() -> None:
    """PEN-14, COD-4"""
    family = Family()
    family.missed(date(2026, 9, 16), "N")
    (says,) = family.told()
    assert "(N). No reason is known yet: it may still be authorised." in says
    family.correct(date(2026, 9, 16), "I", halves=(Half.AM,))
    assert "Not broken: 0 unauthorised sessions so far" in family.stands()
    with pytest.raises(Refused, match="No unauthorised session has broken the notice"):
        family.end("broken", "early")


def test_sessions_that_are_allowed_do_not_break_it() -> None:
    """NTI-1"""
    family = Family(allowed=2)
    family.missed(date(2026, 9, 16), "O", *Half)
    assert family.told() == []
    family.missed(date(2026, 9, 23), "U")
    (says,) = family.told()
    assert "Wednesday 23 September 2026, morning (U)" in says


def test_it_ends_early_only_where_the_notice_says_so() -> None:
    """NTI-1"""
    family = Family(early=False)
    family.missed(date(2026, 9, 16))
    with pytest.raises(Refused, match="does not say that a penalty may come before its end"):
        family.end("broken", "early")
    family.end("broken", "wait")
    with pytest.raises(Refused, match="The period runs until Monday 12 October 2026"):
        family.end("decide", "not-improved")
    family.at(LAST)
    family.end("decide", "not-improved")
    assert family.the_case("notice_to_improve").outcome == "Attendance did not improve enough"


def test_a_decision_that_does_not_follow_from_the_marks_is_a_persons_and_is_said() -> None:
    """NTI-1: it improved all the same"""
    family = Family()
    family.missed(date(2026, 9, 16))
    family.at(LAST)
    family.end("decide", "improved")
    taken = family.panel().taken[-1]
    assert taken.warned == ("1 unauthorised session in the period: more than the notice allows.",)


def test_a_closure_declared_afterwards_moves_the_end() -> None:
    """PEN-2, NTI-1: a week of the period was no school week"""
    family = Family()
    Closure.objects.create(school=family.school, kind="inset", first=date(2026, 9, 21), last=date(2026, 9, 25))
    family.at(date(2026, 9, 16))
    family.reassess()
    assert family.panel().line.next_day == date(2026, 10, 19)


def test_it_is_not_given_for_a_child_out_of_compulsory_age() -> None:
    """PEN-5"""
    office = Office(1, on=GIVEN)
    pupil = office.pupils[0]
    pupil.born = date(2009, 9, 2)
    pupil.save()
    case = office.open("notice_to_improve", contact=office.contact(0).pk)
    with pytest.raises(Refused, match="not of compulsory school age"):
        office.take(case, "give", "six", **SAYS)
