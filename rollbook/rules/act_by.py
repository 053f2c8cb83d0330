"""Clocks of calendar days run on through a holiday, so they are raised before it (RUN-F)."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.rules.calendar import SchoolCalendar

WEEKEND = 5


def act_by(calendar: SchoolCalendar, due: date, today: date) -> date:
    """The last day on which somebody is at school to do what is due: `due` itself, or the school day before it.

    A day that has passed with nothing done is answered by `due`; so is one of which the calendar
    knows no school day from today on.
    """
    if due <= today or calendar.is_school_day(due):
        return due
    before = calendar.between(today, due)
    return before[-1] if before else due


def falls_in_a_holiday(calendar: SchoolCalendar, due: date, today: date) -> bool:
    """Whether the school will not have met for a weekday before `due`: then a plain due date comes too late."""
    last = act_by(calendar, due, today)
    lost = (last + timedelta(days=n) for n in range(1, (due - last).days + 1))
    return any(day.weekday() < WEEKEND for day in lost)
