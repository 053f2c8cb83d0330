"""Lateness counted and patterns found (PUN-1), and the school's own steps."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.calendar import Closure, ClosureKind, Days, Term
from rollbook.rules.lateness import (
    USUAL,
    Act,
    Late,
    LateStep,
    checked_steps,
    half_term_of,
    late_totals,
    step_due,
)
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

AUTUMN = Term("Autumn", Days(date(2026, 9, 1), date(2026, 12, 18)))
GAP = Closure(ClosureKind.HALF_TERM, Days(date(2026, 10, 26), date(2026, 10, 30)))


def _late(on: date, half: Half = Half.AM, minutes: int | None = 5, after: bool = False) -> Late:
    return Late(Session(on, half), after, minutes)


def test_before_and_after_the_close_are_counted_apart_and_no_minute_is_guessed() -> None:
    mondays = [date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21)]
    lates = [_late(mondays[0]), _late(mondays[1], minutes=40, after=True), _late(mondays[2], minutes=None)]
    totals = late_totals([*lates, _late(date(2026, 9, 22), Half.PM, 10)])
    assert totals is not None
    assert (totals.before_close, totals.after_close, totals.minutes, totals.untimed) == (3, 1, 55, 1)
    assert (totals.by_weekday, totals.by_half, totals.pattern) == ((3, 1, 0, 0, 0), (3, 1), "mostly Mon")
    assert (totals.first.on, totals.last.on) == (mondays[0], date(2026, 9, 22))


def test_twice_is_no_pattern_and_never_is_nothing() -> None:
    twice = late_totals([_late(date(2026, 9, 7)), _late(date(2026, 9, 14))])
    assert twice is not None
    assert twice.pattern == ""
    assert late_totals([]) is None


@pytest.mark.parametrize(
    ("times", "taken", "due"),
    [
        (2, [], None),
        (3, [], 3),
        (5, [3], None),
        (6, [3], 6),
        (9, [], 9),
        (9, [9], None),
        (7, [9], None),  # a mark was amended since: nothing is done twice
    ],
)
def test_the_highest_step_that_is_reached_and_not_taken(times: int, taken: list[int], due: int | None) -> None:
    step = step_due(USUAL, times, taken)
    assert (step and step.at) == due


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 9, 7), Days(date(2026, 9, 1), date(2026, 10, 25))),
        (date(2026, 11, 3), Days(date(2026, 10, 31), date(2026, 12, 18))),
        (date(2026, 12, 24), None),
    ],
)
def test_a_half_term_is_cut_at_its_holiday(on: date, days: Days | None) -> None:
    assert half_term_of([AUTUMN], [GAP], on) == days


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "at least one step"),
        ([LateStep(3, Act.TUTOR), LateStep(3, Act.LETTER)], "same number"),
        ([LateStep(0, Act.TUTOR)], "1 to 100"),
        ([LateStep(n, Act.TUTOR) for n in range(1, 14)], "at most 12"),
    ],
)
def test_steps_that_cannot_be_a_policy_are_refused(steps: list[LateStep], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        checked_steps(steps)


def test_steps_stand_in_their_order() -> None:
    assert checked_steps([LateStep(6, Act.LETTER), LateStep(2, Act.TUTOR)])[0].at == 2
