"""How pupils stand, read for the whole school at once (CASE-A)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.queries.standings import standings
from rollbook.pupils.models import Enrolment
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term
from tests.builders import an_actor

pytestmark = pytest.mark.django_db
LAST_WEEK = MONDAY - timedelta(days=7)


def ill_last_week(morning: Morning, *ns: int, code: str = "I") -> None:
    morning.marked_on({day: dict.fromkeys(ns, code) for day in days_of_term(LAST_WEEK, FRIDAY)}, *Half)


def test_each_pupil_stands_by_the_marks_of_the_register() -> None:
    """RET-3, RET-4, PEN-1"""
    morning = Morning()
    ill_last_week(morning, 0)
    ill_last_week(morning, 1, code="O")
    ill, away, unmarked = (standings(morning.actor())[pupil.pk] for pupil in morning.pupils)
    assert (len(ill.illness_run), ill.illness_days, ill.is_severe) == (5, 5, True)
    assert (len(away.unauthorised_run), len(away.not_seen_run), away.window.is_met) == (5, 5, True)
    assert unmarked.totals.possible == 0
    assert unmarked.to_come == ill.to_come > 2, "both halves of today, and the rest of the term"


def test_who_left_stands_only_when_asked_for() -> None:
    morning = Morning()
    ill_last_week(morning, 0)
    Enrolment.objects.filter(pupil=morning.pupils[0]).update(last_day=FRIDAY)
    gone = morning.pupils[0].pk
    assert gone not in standings(morning.actor())
    (one,) = standings(morning.actor(), [gone]).values()
    assert (one.to_come, one.illness_days) == (0, 5)
    assert gone in standings(morning.actor(), on=FRIDAY)


def test_another_schools_pupils_and_those_of_no_concern_are_not_told() -> None:
    morning, other = Morning(), Morning()
    ill_last_week(morning, 0)
    assert not standings(other.actor(), [morning.pupils[0].pk])
    with pytest.raises(NotAllowed):
        standings(an_actor(morning.school, Role.TUTOR, now=morning.now))


@pytest.mark.parametrize("asked", [False, True])
def test_a_school_takes_as_many_statements_as_one_pupil(asked: bool) -> None:
    counts = []
    for size in (1, 12):
        morning = Morning(size)
        ill_last_week(morning, *range(size))
        actor = morning.actor()
        with CaptureQueriesContext(connection) as told:
            found = standings(actor, [p.pk for p in morning.pupils] if asked else None)
        assert len(found) == size
        counts.append(len(told))
    assert counts == [5, 5]
