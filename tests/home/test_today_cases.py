"""Cases on Today: the clock that ends, and what is suggested for whoever crossed a line; nothing for others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.cases.actions import open_case, reassess
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, Morning, days_of_term
from tests.builders import an_actor
from tests.cases.plans import PLAN

pytestmark = pytest.mark.django_db


def past(morning: Morning, days: int) -> Actor:
    return an_actor(morning.school, now=morning.now - timedelta(days=days), permissions=frozenset(Permission))


def test_a_case_whose_clock_has_ended_stands_among_the_clocks_with_its_next_step() -> None:
    morning = Morning()
    open_case(past(morning, 10), process=PLAN.key, pupil=morning.pupils[0].pk, why="Mornings are hard")
    office = morning.person()
    page = office.get(office.url("home:today")).content.decode()
    lane = page[page.index('id="lane-clocks"') :]
    assert "Support plan: Write the plan." in lane
    assert "Overdue" in lane
    assert "Mornings are hard" not in page, "why a case was opened is read in the case"
    sheet = office.get(office.url("home:day-sheet")).content.decode()
    assert "Support plan: Write the plan." in sheet


def test_who_crossed_a_line_has_the_case_that_is_suggested_beside_it() -> None:
    morning = Morning()
    week = days_of_term(FRIDAY - timedelta(days=4), FRIDAY)
    morning.marked_on({day: {0: "O"} for day in week[:-1]}, *Half)
    morning.marked_on({week[-1]: {0: "O"}}, Half.AM)
    morning.marked({0: "O"})
    reassess(morning.actor())
    office = morning.person()
    page = office.get(office.url("home:today")).content.decode()
    lane = page[page.index('id="lane-crossed"') :]
    assert "Open a case" in lane
    assert "in Cases" in lane


def test_who_may_not_see_cases_reads_nothing_of_them() -> None:
    morning = Morning()
    open_case(past(morning, 10), process=PLAN.key, pupil=morning.pupils[0].pk, why="Mornings are hard")
    desk = morning.person(Role.RECEPTION)
    answer = desk.get(desk.url("home:today"))
    assert answer.status_code != 200 or "Support plan" not in answer.content.decode()
