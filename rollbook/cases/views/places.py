"""Addresses around a case, whose it is, and how its clock is said."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from rollbook.cases.queries import CaseLine
from rollbook.pupils.queries import PupilLine
from rollbook.rules.case_clocks import Running, State
from rollbook.web.components.layout import Identity
from rollbook.web.pages import OfficeRequest

TONES = {State.OVERDUE: "stop", State.TODAY: "stop", State.SOON: "warn"}


def here(request: OfficeRequest, name: str, **place: object) -> str:
    """An address of cases in this school."""
    return reverse(f"cases:{name}", kwargs={"school": request.school.slug, **place})


def elsewhere(request: OfficeRequest, route: str, **place: object) -> str:
    """An address of a part above; empty where that is not installed."""
    try:
        return reverse(route, kwargs={"school": request.school.slug, **place})
    except NoReverseMatch:
        return ""


def to_case(request: OfficeRequest, case: uuid.UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(here(request, "case", case=case), status=303)


def identity(line: PupilLine) -> Identity:
    return Identity(name=line.name, group=line.registration, year=f"Year {line.nc_year}" if line.nc_year else "")


def short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def when(running: Running, today: date) -> str:
    """A clock in words: by when, how late, and whether the law or the school set it."""
    whose = f", {running.clock.rule}" if running.clock.rule else ""
    if running.state is State.PAUSED:
        return "stands still while the case rests"
    if running.due is None or running.act_by is None:
        return f"after the calendar that is known ends{whose}"
    if running.state is State.OVERDUE:
        days = (today - running.due).days
        return f"overdue since {short(running.due)}, {days} day{'' if days == 1 else 's'}{whose}"
    if running.act_by != running.due:
        return f"by {short(running.act_by)}: {short(running.due)} is no school day{whose}"
    return f"{'today' if running.due == today else f'by {short(running.due)}'}{whose}"


def line_when(line: CaseLine, today: date) -> str:
    """The next clock of a case on a list, in words."""
    if line.resting:
        return "rests"
    if line.next_day is None:
        return "no clock runs"
    if line.is_overdue(today):
        days = (today - line.next_day).days
        return f"overdue since {short(line.next_day)}, {days} day{'' if days == 1 else 's'}"
    return "today" if line.next_day == today else f"by {short(line.next_day)}"
