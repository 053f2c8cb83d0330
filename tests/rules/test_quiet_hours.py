"""When a message may go: quiet hours over midnight, across a clock change, and weekends (COM-A)."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from rollbook.rules.actor import LONDON
from rollbook.rules.quiet_hours import QuietHours, goes_at

NIGHT = QuietHours(time(21), time(7))


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("quiet", "moment", "goes"),
    [
        (NIGHT, at(7, 12), at(7, 12)),
        (NIGHT, at(7, 21), at(8, 7)),
        (NIGHT, at(8, 6, 59), at(8, 7)),
        (NIGHT, at(8, 7), at(8, 7)),
        (NIGHT, at(24, 23, 30, 10), at(25, 7, 0, 10)),  # the clocks go back in this night
        (QuietHours(time(12), time(13)), at(7, 12, 30), at(7, 13)),
        (QuietHours(time(12), time(12)), at(7, 12), at(7, 12)),
        (QuietHours(time(21), time(7), weekends=True), at(4, 22), at(7, 7)),  # from Friday night to Monday
        (QuietHours(time(12), time(12), weekends=True), at(5, 9), at(7, 0)),
    ],
)
def test_what_may_wait_goes_when_the_quiet_is_over(quiet: QuietHours, moment: datetime, goes: datetime) -> None:
    assert goes_at(moment, quiet) == goes
