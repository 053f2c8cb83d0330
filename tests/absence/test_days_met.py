"""Days on which the whole school was unexpectedly shut: no school days for the law's clocks (REG-6, COD-4, PEN-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.queries import WatchFilters, crossed_since, pupil_year, ten_in_ten, unexplained, watch_list
from rollbook.rules.line_crossings import Line
from rollbook.rules.sessions import Half
from rollbook.schools.models import Closure
from rollbook.schools.queries import calendar_of
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term

pytestmark = pytest.mark.django_db
SEVENTH, FIFTEENTH = date(2026, 9, 7), date(2026, 9, 15)
ON_THE_16TH = datetime(2026, 9, 16, 9, 20, tzinfo=UTC)


def shut(morning: Morning, first: date, last: date | None = None, *, kind: str = "unplanned") -> None:
    Closure.objects.create(school=morning.school, kind=kind, name="No heating", first=first, last=last or first)


def a_1() -> Morning:
    """Vector A-1: N on Monday 7 September, an INSET day on the 9th."""
    morning = Morning(now=ON_THE_16TH)
    shut(morning, date(2026, 9, 9), kind="inset")
    morning.marked_on({SEVENTH: {0: "N"}}, Half.AM)
    return morning


def due(morning: Morning) -> date | None:
    (one,) = unexplained(morning.actor(), before=SEVENTH)
    return one.clock.due


def test_A_1_a_day_lost_to_an_unexpected_closure_is_no_day_of_the_clock() -> None:
    """COD-4, REG-6"""
    morning = a_1()
    assert due(morning) == FIFTEENTH
    shut(morning, FIFTEENTH)
    assert due(morning) == date(2026, 9, 16)
    morning.marked_on({FIFTEENTH: dict.fromkeys(range(3), "Y4")}, Half.AM, Half.PM)
    assert due(morning) == date(2026, 9, 16)


def test_a_day_on_which_the_school_shut_at_noon_stays_a_school_day() -> None:
    """REG-6: one session was held"""
    morning = a_1()
    shut(morning, FIFTEENTH)
    morning.marked_on({FIFTEENTH: {0: "I", 1: "/", 2: "L"}}, Half.AM)
    morning.marked_on({FIFTEENTH: dict.fromkeys(range(3), "Y4")}, Half.PM)
    assert due(morning) == FIFTEENTH


def test_registers_keep_the_sessions_of_such_a_day() -> None:
    """COD-18: they are marked Y4"""
    morning = a_1()
    shut(morning, FIFTEENTH)
    actor = morning.actor()
    assert calendar_of(actor).is_school_day(FIFTEENTH)
    assert FIFTEENTH in pupil_year(actor, morning.pupils[0].public_id).days


def test_a_week_shut_throughout_is_no_school_week_of_the_ten() -> None:
    """PEN-2, REG-6"""
    morning = Morning()
    weeks_back = [MONDAY - timedelta(days=7 * n) for n in (1, 2, 3)]
    shut(morning, weeks_back[1], weeks_back[1] + timedelta(days=4))
    for monday in (weeks_back[0], weeks_back[2]):
        morning.marked_on({day: {0: "O"} for day in days_of_term(monday, monday + timedelta(days=3))}, Half.AM, Half.PM)
    actor = morning.actor()
    (one,) = ten_in_ten(actor)
    ten = next(s for s in pupil_year(actor, morning.pupils[0].public_id).statements if s.key == "ten")
    for weeks in (one.window.weeks, ten.weeks):
        assert weeks_back[1] not in weeks
        assert {weeks_back[0], weeks_back[2], MONDAY} <= set(weeks)


def test_marks_that_stand_on_a_day_that_was_shut_break_nothing_and_are_told() -> None:
    """PEN-2: an O entered for a day on which the whole school was shut counts toward nothing, and is shown as such"""
    morning = Morning()
    week = days_of_term(MONDAY - timedelta(days=7), FRIDAY)
    morning.marked_on({day: {0: "O"} for day in week}, Half.AM, Half.PM)
    shut(morning, FRIDAY)
    actor = morning.actor()
    assert [c for c in crossed_since(actor, week[-2]) if c.crossing.line is Line.TEN_IN_TEN] == []
    ten = pupil_year(actor, morning.pupils[0].public_id).statements[2]
    assert [(part.title, len(part)) for part in ten.parts] == [
        ("Unauthorised in the ten weeks", 8),
        ("On a day without school", 2),
    ]
    morning.marked_on({FRIDAY: {1: "N"}}, Half.AM)
    assert unexplained(actor)


def test_sessions_lost_ahead_are_not_expected_any_more() -> None:
    """PA-1: Y4 is no possible session"""
    morning = Morning()
    morning.marked_on({FRIDAY: {0: "I"}}, Half.AM)
    actor = morning.actor()
    (before,) = watch_list(actor, WatchFilters())
    shut(morning, MONDAY + timedelta(days=7), MONDAY + timedelta(days=11))
    (after,) = watch_list(actor, WatchFilters())
    assert after.forecast.to_come == before.forecast.to_come - 10
    assert after.forecast.reaches_at == before.forecast.reaches_at - 1, "a tenth of the ten sessions lost"


def test_closures_take_one_statement_more_however_many_they_are() -> None:
    counts = []
    for days in (1, 4):
        morning = Morning()
        morning.marked_on({MONDAY - timedelta(days=10): {0: "N"}}, Half.AM)
        for n in range(days):
            shut(morning, MONDAY - timedelta(days=7) + timedelta(days=n))
        actor = morning.actor()
        with CaptureQueriesContext(connection) as told:
            assert unexplained(actor)
        counts.append(len(told))
    assert counts == [5, 5]
