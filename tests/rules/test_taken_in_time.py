"""Whether a register was taken in its time (REG-4)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rollbook.rules.actor import LONDON
from rollbook.rules.taken_in_time import Taking, minutes_after, taking

OPENS = datetime(2026, 9, 14, 8, 40, tzinfo=LONDON)
CLOSES = OPENS + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("taken", "has_marks", "found"),
    [
        (CLOSES - timedelta(minutes=25), True, Taking.IN_TIME),
        (CLOSES, True, Taking.IN_TIME),
        (CLOSES + timedelta(seconds=1), True, Taking.LATE),
        (CLOSES + timedelta(days=1), True, Taking.LATER_DAY),
        (None, True, Taking.OTHERWISE),
        (None, False, Taking.NOT),
    ],
)
def test_what_became_of_a_register(taken: datetime | None, has_marks: bool, found: Taking) -> None:
    assert taking(CLOSES, taken, has_marks=has_marks) is found


def test_minutes_are_whole_and_never_fewer_than_none() -> None:
    assert minutes_after(OPENS, OPENS + timedelta(minutes=6, seconds=59)) == 6
    assert minutes_after(OPENS, OPENS - timedelta(minutes=5)) == 0
