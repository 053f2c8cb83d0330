"""The window of a register, and L or U (REG-4, COD-3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.actor import LONDON
from rollbook.rules.refused import Refused
from rollbook.rules.register_times import Taking, Window, late_code, minutes_late


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 9, 7, hour, minute, tzinfo=LONDON)


BEGAN, ENDED, NOON = at(8, 40), at(9, 10), at(12, 0)


@pytest.mark.parametrize(
    ("vector", "arrived", "code"),
    [
        ("T-01", at(9, 8), "L"),
        ("T-02", at(9, 11), "U"),
        ("in time", at(8, 39), None),
        ("as taking begins", at(8, 40), None),
        ("a minute after", at(8, 41), "L"),
        ("as taking ends", at(9, 10), "U"),
        ("just before the session ends", at(11, 59), "U"),
    ],
)
def test_late_before_and_after_the_close(vector: str, arrived: datetime, code: str | None) -> None:
    """COD-3"""
    assert late_code(arrived, BEGAN, ENDED, NOON) == code


def test_an_arrival_after_the_session_is_an_absence() -> None:
    """COD-3"""
    with pytest.raises(Refused, match="after the session ended at 12:00"):
        late_code(NOON, BEGAN, ENDED, NOON)


@pytest.mark.parametrize(
    ("vector", "opens", "closes", "says"),
    [
        ("T-07", time(8, 40), time(9, 25), "open for 45 minutes.*close it by 09:10"),
        ("thirty-one", time(8, 40), time(9, 11), "at most"),
        ("no time", time(8, 40), time(8, 40), "not after"),
        ("backwards", time(8, 40), time(8, 30), "not after"),
    ],
)
def test_windows_that_may_not_be(vector: str, opens: time, closes: time, says: str) -> None:
    """REG-4"""
    with pytest.raises(Refused, match=says) as refused:
        Window(opens, closes)
    assert refused.value.rule == "REG-4"


def test_thirty_minutes_may_be() -> None:
    """REG-4"""
    assert Window(time(8, 40), time(9, 10)).minutes == 30


def test_the_real_moments_decide_where_they_are_known() -> None:
    """REG-4: the policy's window and the taking itself are two things."""
    policy = Taking(BEGAN, ENDED)
    real = Taking(BEGAN, ENDED, really_began=at(8, 45), really_ended=at(8, 55))
    assert late_code(at(9, 0), policy.began, policy.ended, NOON) == "L"
    assert late_code(at(9, 0), real.began, real.ended, NOON) == "U"
    assert late_code(at(8, 44), real.began, real.ended, NOON) is None
    assert not real.overran
    assert Taking(BEGAN, ENDED, really_began=BEGAN, really_ended=at(9, 11)).overran


@given(st.integers(0, 199))
def test_minutes_late_are_whole_and_never_negative(minutes: int) -> None:
    assert minutes_late(BEGAN + timedelta(minutes=minutes, seconds=59), BEGAN) == minutes
    assert minutes_late(BEGAN - timedelta(minutes=minutes), BEGAN) == 0
