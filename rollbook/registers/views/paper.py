"""The register on paper: for a morning without network, or a fire drill in the rain."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.pupils.queries.groups import group as group_line
from rollbook.pupils.queries.lines import roster
from rollbook.registers.views.addresses import clock, short_day
from rollbook.rules.access import Permission
from rollbook.rules.sessions import parse_date
from rollbook.schools.queries import calendar_of
from rollbook.web.pages import OfficeRequest, page

_SCHOOL_WEEK = 5


@require_safe
@page(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD)
def paper(request: OfficeRequest, group: uuid.UUID, on: str) -> HttpResponse:
    """One group's names with empty boxes for the week of a day."""
    actor, day = request.actor, parse_date(on)
    found = group_line(actor, group, day)
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=n) for n in range(_SCHOOL_WEEK)]
    meets = set(calendar_of(actor, first=week[0], last=week[-1]).days)
    values = {
        "page": {"title": f"Register {found.name}", "printed": _moment(request)},
        "group": found,
        "week": [(one, short_day(one), one in meets) for one in week],
        "span": _span(week),
        "pupils": [p for p in roster(actor, found.id, day) if not p.boarder],
    }
    return render(request, "registers/paper.html", values)


def _moment(request: OfficeRequest) -> str:
    return f"{short_day(request.actor.today)} {request.actor.today.year}, {clock(request.actor.now)}"


def _span(week: list[date]) -> str:
    return f"{short_day(week[0])} to {short_day(week[-1])} {week[-1].year}"
