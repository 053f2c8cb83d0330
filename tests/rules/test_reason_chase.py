"""The chase of a reason: which step is due, and clocks that run through days without school (COD-4)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.calendar import Days, SchoolCalendar, Term, school_days
from rollbook.rules.reason_chase import USUAL_CHASE, ChaseStep, Way, check_steps, next_step, pause_of
from rollbook.rules.refused import Refused

# Autumn 2026: half-term from 26 to 30 October.
TERMS = (
    Term("one", Days(date(2026, 9, 1), date(2026, 10, 23))),
    Term("two", Days(date(2026, 11, 2), date(2026, 12, 18))),
)
CALENDAR = SchoolCalendar(school_days(TERMS))


@pytest.mark.parametrize(
    ("age", "done", "number"),
    [
        (0, (), None),
        (1, (), 1),
        (1, (1,), None),
        (2, (1,), 2),
        (3, (), 3),
        (3, (1, 2, 3), None),
        (4, (2,), 4),
        (9, (4,), None),
        (9, (), 4),
    ],
)
def test_the_step_that_is_due(age: int, done: tuple[int, ...], number: int | None) -> None:
    assert next_step(USUAL_CHASE, age, done) == number


@pytest.mark.parametrize("days", [(0, 1), (1, 1), (2, 1), (1, 6)])
def test_steps_out_of_order_or_after_the_clock_are_refused(days: tuple[int, int]) -> None:
    with pytest.raises(Refused) as refused:
        check_steps([ChaseStep(day, Way.TEXT) for day in days])
    assert refused.value.rule == "COD-4"


def test_no_step_at_all_is_a_chase_too() -> None:
    check_steps(())
    assert next_step((), 3, ()) is None


def test_a_clock_that_runs_through_half_term_is_seen_before_it() -> None:
    # T-05: an N of Thursday 22 October ends on Thursday 5 November.
    pause = pause_of(CALENDAR, date(2026, 10, 22), date(2026, 11, 5))
    assert pause is not None
    assert (pause.first, pause.last, pause.left) == (date(2026, 10, 26), date(2026, 10, 30), 2)
    assert pause.is_holiday
    assert pause_of(CALENDAR, date(2026, 10, 15), date(2026, 10, 22)) is None
    assert pause_of(CALENDAR, date(2026, 11, 2), date(2026, 11, 5)) is None, "the break is over"


def test_an_inset_day_is_a_pause_and_no_holiday_and_a_weekend_is_neither() -> None:
    inset = SchoolCalendar(day for day in CALENDAR.days if day != date(2026, 11, 13))
    pause = pause_of(inset, date(2026, 11, 12), date(2026, 11, 17))
    assert pause is not None
    assert (pause.first, pause.left, pause.is_holiday) == (date(2026, 11, 13), 1, False)
    assert pause_of(CALENDAR, date(2026, 11, 12), date(2026, 11, 17)) is None


def test_a_calendar_that_ends_is_never_guessed() -> None:
    assert pause_of(CALENDAR, date(2026, 12, 18), date(2027, 1, 8)) is None
