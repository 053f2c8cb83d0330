"""Who is named for a penalty notice to be considered, and who never is (PEN-1, PEN-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.queries import crossed_since, pupil_year, ten_in_ten
from rollbook.registers.actions import amend_mark
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.line_crossings import Line
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.sessions import Half, Session
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term
from tests.builders import an_actor

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


def amend(morning: Morning, n: int, session: Session, code: str, *, seen: int = 1, at: datetime | None = None) -> None:
    """A mark of the past put right, now unless said."""
    on = session.on
    opens, closes, ends = (datetime.combine(on, time(hour), LONDON) for hour in (8, 9, 12))
    office = an_actor(morning.school, now=at or morning.now, permissions=frozenset(Permission))
    facts = RegisterFacts(session, True, opens, closes, ends)
    public = str(morning.pupils[n].public_id)
    outcome = amend_mark(office, pupil=public, facts=facts, code=code, reason="Not authorised", seen=seen)
    assert outcome.rows[0].version == seen + 1


def last_week(morning: Morning, pupils: Sequence[int]) -> None:
    """Nine O and one I, on Tuesday morning."""
    days = days_of_term(LAST_WEEK, FRIDAY)
    morning.marked_on({day: dict.fromkeys(pupils, "O") for day in days}, Half.PM)
    odd = LAST_WEEK + timedelta(days=1)
    morning.marked_on({day: dict.fromkeys(pupils, "I" if day == odd else "O") for day in days}, Half.AM)


def ten_crossed(morning: Morning) -> list[str]:
    found = crossed_since(morning.actor(), FRIDAY)
    return [one.pupil.forename for one in found if one.crossing.line is Line.TEN_IN_TEN]


TUESDAY = Session(LAST_WEEK + timedelta(days=1), Half.AM)


def test_a_correction_of_today_that_completes_the_ten_is_told_today() -> None:
    """PEN-14"""
    morning = Morning()
    last_week(morning, (0, 1))
    assert ten_crossed(morning) == []
    amend(morning, 0, TUESDAY, "O")
    assert ten_crossed(morning) == ["Pupil00"]
    amend(morning, 0, TUESDAY, "I", seen=2)
    assert ten_crossed(morning) == [], "it never stood at ten at the end of a day"


def test_a_correction_before_that_day_ended_is_no_news() -> None:
    """PEN-14: it was made on Friday evening, before midnight in England"""
    morning = Morning()
    last_week(morning, (0,))
    amend(morning, 0, TUESDAY, "O", at=datetime.combine(FRIDAY, time(23, 59), LONDON))
    assert ten_crossed(morning) == []


def test_the_first_change_of_several_says_what_stood_before() -> None:
    """PEN-14: I became O and then G, both today"""
    morning = Morning()
    last_week(morning, (0,))
    amend(morning, 0, TUESDAY, "O")
    amend(morning, 0, TUESDAY, "G", seen=2)
    assert ten_crossed(morning) == ["Pupil00"]


def test_corrections_of_many_take_as_many_statements_as_of_one() -> None:
    counts = []
    for size in (1, 12):
        morning = Morning(size)
        last_week(morning, range(size))
        for n in range(size):
            amend(morning, n, TUESDAY, "O")
        actor = morning.actor()
        with CaptureQueriesContext(connection) as told:
            assert len(crossed_since(actor, FRIDAY)) >= size
        counts.append(len(told))
    assert counts == [6, 6]
