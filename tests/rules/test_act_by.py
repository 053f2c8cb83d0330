"""Clocks of calendar days are raised before a holiday (RUN-F)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.rules.act_by import act_by, falls_in_a_holiday
from rollbook.rules.calendar import SchoolCalendar

FRIDAY, AFTER = date(2026, 10, 23), date(2026, 11, 2)
TODAY = date(2026, 10, 19)
# Term time around a half term of Monday 26 to Friday 30 October.
DAYS = [date(2026, 10, 12) + timedelta(days=n) for n in range(40)]
CALENDAR = SchoolCalendar(d for d in DAYS if d.weekday() < 5 and not date(2026, 10, 24) <= d <= date(2026, 11, 1))


@pytest.mark.parametrize(
    ("due", "by", "in_holiday"),
    [
        (date(2026, 10, 21), date(2026, 10, 21), False),
        (date(2026, 10, 24), FRIDAY, False),  # a plain Saturday
        (date(2026, 10, 26), FRIDAY, True),
        (date(2026, 10, 30), FRIDAY, True),
        (date(2026, 11, 1), FRIDAY, True),
        (AFTER, AFTER, False),
        (date(2026, 10, 16), date(2026, 10, 16), False),  # too late already: nothing is moved
    ],
)
def test_what_falls_into_a_holiday_is_to_be_done_before_it(due: date, by: date, in_holiday: bool) -> None:
    assert (act_by(CALENDAR, due, TODAY), falls_in_a_holiday(CALENDAR, due, TODAY)) == (by, in_holiday)


def test_in_the_holiday_itself_the_day_stays_what_it_is() -> None:
    in_half_term = date(2026, 10, 27)
    assert act_by(CALENDAR, date(2026, 10, 29), in_half_term) == date(2026, 10, 29)
