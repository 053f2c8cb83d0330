"""The days that the law's clocks count: those on which the school really met (REG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.registers.queries import days_held
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.schools.queries import days_due


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """`due` are the days with sessions to mark, Y4 included; `met` those of them with a session held or to come."""

    due: SchoolCalendar
    met: SchoolCalendar


def school_days(
    actor: Actor, year: int | None = None, *, first: date | None = None, last: date | None = None
) -> SchoolDays:
    """The days due and the days met (REG-6, COD-4, PEN-2): two statements, one more where a closure was unexpected.

    A day on which the whole school was unexpectedly shut has no session, so no clock counts it and
    a week of them is no school week, unless somebody was there in one of its sessions.
    """
    found = days_due(actor, year, first=first, last=last)
    lost = found.unexpected - days_held(actor, found.unexpected)
    return SchoolDays(found.calendar, SchoolCalendar(day for day in found.calendar.days if day not in lost))


def days_met(
    actor: Actor, year: int | None = None, *, first: date | None = None, last: date | None = None
) -> SchoolCalendar:
    """The calendar of the law's clocks (REG-6): two statements, or three."""
    return school_days(actor, year, first=first, last=last).met
