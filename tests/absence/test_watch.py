"""Who is named for a penalty notice to be considered, and who never is (PEN-1, PEN-5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.absence.queries import crossed_since, pupil_year, ten_in_ten
from rollbook.rules.line_crossings import Line
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term

pytestmark = pytest.mark.django_db
IN_RECEPTION = date(2022, 3, 1)
LAST_WEEK = MONDAY - timedelta(days=7)


def born(morning: Morning, n: int, day: date) -> None:
    morning.pupils[n].born = day
    morning.pupils[n].save()


def test_a_child_under_compulsory_age_is_never_named_for_a_penalty_notice() -> None:
    """T-15, PEN-5"""
    morning = Morning()
    born(morning, 0, IN_RECEPTION)
    morning.marked_on({day: {0: "O", 1: "O"} for day in days_of_term(LAST_WEEK, FRIDAY)}, Half.AM, Half.PM)
    actor = morning.actor()
    crossed = [c for c in crossed_since(actor, FRIDAY - timedelta(days=1)) if c.crossing.line is Line.TEN_IN_TEN]
    assert [c.pupil.forename for c in crossed] == ["Pupil01"]
    assert [one.pupil.forename for one in ten_in_ten(actor)] == ["Pupil01"]
    ten = next(s for s in pupil_year(actor, morning.pupils[0].public_id).statements if s.key == "ten")
    assert not ten.is_met
    assert "must be considered" not in ten.says
    assert "PEN-5" in ten.says
    assert ten.counted == ()
    assert len(ten.left_out) == 10, "every one of them can still be read"


def test_the_page_of_a_child_under_compulsory_age_says_nothing_of_a_penalty() -> None:
    """PEN-5"""
    morning = Morning()
    born(morning, 0, IN_RECEPTION)
    morning.marked_on({day: {0: "O"} for day in days_of_term(LAST_WEEK, FRIDAY)}, Half.AM, Half.PM)
    office = morning.person()
    said = office.get(office.url("home:pupil", morning.pupils[0].public_id)).content.decode()
    assert "Persistent absence" in said
    assert "Penalty notice" not in said
    assert "must be considered" not in office.get(office.url("home:today")).content.decode()
