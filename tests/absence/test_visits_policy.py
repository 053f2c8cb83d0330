"""From when a home visit is due: the school's own policy, dated, counted in school days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions.visits_policy import set_visit_policy
from rollbook.absence.queries.visits_policy import homes_due, visit_policies, visit_policy_on
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import USUAL, VisitRule
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import Closure
from tests.absence.morning import FRIDAY, MONDAY
from tests.absence.visiting import Visiting

pytestmark = pytest.mark.django_db
THURSDAY, WEDNESDAY = FRIDAY - timedelta(days=1), FRIDAY - timedelta(days=2)
OURS = VisitRule(after_days=2, vulnerable_days=1, earliest=570, latest=900, minutes_out=45)


def due(day: Visiting, actor: Actor | None = None) -> dict[str, tuple[int, date]]:
    actor = actor or day.actor()
    homes = homes_due(actor, visit_policy_on(actor, actor.today))
    return {home.pupil.forename: (home.days, home.since) for home in homes}


def test_three_school_days_without_a_word_for_a_vulnerable_child_one() -> None:
    day = Visiting(4)
    day.flag(2)
    codes = {0: "N", 1: "N", 2: "/", 3: "/"}
    day.marked_on({THURSDAY: codes, FRIDAY: {**codes, 1: "/"}, MONDAY: {**codes, 2: "N"}}, Half.AM)
    assert due(day) == {"Pupil00": (3, THURSDAY), "Pupil02": (1, MONDAY)}


def test_a_day_with_a_word_or_at_school_ends_the_run_and_a_closure_does_not() -> None:
    day = Visiting(2)
    Closure.objects.create(school=day.school, first=FRIDAY, last=FRIDAY, kind=Closure.Kind.INSET)
    day.marked_on({WEDNESDAY: {0: "N", 1: "N"}, THURSDAY: {0: "N", 1: "I"}, MONDAY: {0: "N", 1: "N"}}, Half.AM)
    assert due(day) == {"Pupil00": (3, WEDNESDAY)}


def test_before_todays_register_the_run_goes_up_to_yesterday() -> None:
    day = Visiting(1, now=datetime(2026, 11, 16, 8, 0, tzinfo=UTC))
    day.marked_on({WEDNESDAY: {0: "N"}, THURSDAY: {0: "N"}, FRIDAY: {0: "N"}}, Half.AM)
    assert due(day) == {"Pupil00": (3, WEDNESDAY)}


def test_a_home_that_is_asked_for_is_not_due_once_more() -> None:
    day = Visiting(1)
    day.marked_on({THURSDAY: {0: "N"}, FRIDAY: {0: "N"}, MONDAY: {0: "N"}}, Half.AM)
    assert due(day)
    day.asked(0)
    assert due(day) == {}


def test_the_policy_is_dated_and_the_earlier_one_stays() -> None:
    day = Visiting(1)
    lead = day.actor()
    assert visit_policy_on(lead, lead.today).rule == USUAL
    assert set_visit_policy(lead, from_day=MONDAY, rule=OURS, words="Wear your badge.") == 1
    assert set_visit_policy(lead, from_day=MONDAY + timedelta(days=7), rule=USUAL) == 2
    assert visit_policy_on(lead, MONDAY).rule == OURS
    assert visit_policy_on(lead, MONDAY + timedelta(days=7)).rule == USUAL
    assert [policy.version for policy in visit_policies(lead)] == [2, 1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"vulnerable_days": 3}, "no later than for the others"),
        ({"earliest": 950}, "two times of one day"),
        ({"minutes_out": 1}, "5 to 360"),
    ],
)
def test_what_cannot_hold_is_refused(change: dict[str, int], says: str) -> None:
    day = Visiting(1)
    given = {"after_days": 2, "vulnerable_days": 1, "earliest": 570, "latest": 900, "minutes_out": 45, **change}
    with pytest.raises(Refused, match=says):
        set_visit_policy(day.actor(), from_day=MONDAY, rule=VisitRule(**given))
    with pytest.raises(Refused, match="is over"):
        set_visit_policy(day.actor(), from_day=FRIDAY, rule=OURS)
    with pytest.raises(NotAllowed):
        set_visit_policy(day.actor(Role.DSL), from_day=MONDAY, rule=OURS)


@pytest.mark.parametrize("size", [2, 12])
def test_what_is_due_costs_the_same_for_any_number(size: int) -> None:
    day = Visiting(size)
    day.marked_on({d: dict.fromkeys(range(size), "N") for d in (THURSDAY, FRIDAY, MONDAY)}, Half.AM)
    actor = day.actor()
    policy = visit_policy_on(actor, actor.today)
    with CaptureQueriesContext(connection) as told:
        assert len(homes_due(actor, policy)) == size
    assert len(told) == 6
