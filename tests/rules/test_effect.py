"""What came after something that was done, for many pupils (CASE-A)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.attendance import Totals
from rollbook.rules.effect import Effect, Way, effect_of, way_of
from rollbook.rules.moved import Moved

ON = date(2026, 9, 21)


def moved(before: int, after: int, *, of: int = 40, days: int = 20) -> Moved:
    """Attended so many of 40 sessions before, and so many of some after."""
    return Moved(ON, Totals(40, before, 40 - before, 0), Totals(of, after, of - after, 0), 20, days)


@pytest.mark.parametrize(
    ("move", "way"),
    [
        (moved(30, 31), Way.BETTER),  # one session in forty is a move
        (moved(30, 29), Way.WORSE),
        (moved(30, 30), Way.SAME),
        (moved(30, 15, of=20), Way.SAME),  # three quarters of either
        (moved(39, 19, of=20), Way.WORSE),  # 97.5 % to 95.0 %: exactly one session in forty
        (moved(38, 19, of=20), Way.SAME),
        (moved(30, 8, of=8, days=4), Way.TOO_SOON),
        (moved(0, 0, of=0), Way.TOO_SOON),
    ],
)
def test_which_way_one_pupil_went(move: Moved, way: Way) -> None:
    assert way_of(move) is way


def test_many_are_pooled_by_sessions_and_who_is_too_soon_is_in_no_share() -> None:
    effect = effect_of([moved(30, 36), moved(40, 20), moved(20, 20), moved(0, 8, of=8, days=4)])
    assert effect == Effect(
        before=Totals(120, 90, 30, 0), after=Totals(120, 76, 44, 0), better=1, same=1, worse=1, too_soon=1
    )
    assert (effect.told, effect.is_enough) == (3, False)


def test_ten_pupils_are_enough_to_conclude_from() -> None:
    assert effect_of([moved(30, 36)] * 10).is_enough
    assert effect_of([]) == Effect()
