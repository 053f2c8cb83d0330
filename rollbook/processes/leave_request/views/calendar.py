"""Who is away with leave, or has asked for it: a month as a table of school weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_list
from rollbook.cases.queries.situations import clock_calendar
from rollbook.processes.leave_request.queries.requests import RequestLine, away
from rollbook.processes.leave_request.views.board import here_case
from rollbook.processes.leave_request.views.places import tabs
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@require_safe
@page(Permission.SEE_CASES)
def calendar(request: OfficeRequest) -> HttpResponse:
    """One month: on each school day who is away with leave, and who has asked for it."""
    first = _month(request.GET.get("month", ""), request.actor.today)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    lines = away(request.actor, first, last)
    log_list(request.actor, what="requests for leave", count=len(lines))
    met = set(clock_calendar(request.actor).between(first, last))
    monday = first - timedelta(days=first.weekday())
    weeks = [
        [_cell(request, monday + timedelta(days=7 * n + day), first, last, met, lines) for day in range(5)]
        for n in range(((last - monday).days // 7) + 1)
    ]
    values = {
        "page": {"title": "Who is away with leave", "sub": f"{first:%B %Y}", "wide": True},
        "tabs": tabs(request, "calendar"),
        "weekdays": WEEKDAYS,
        "weeks": weeks,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "month": f"{first:%B %Y}",
    }
    return render(request, "leave/calendar.html", values)


def _month(asked: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)


def _cell(
    request: OfficeRequest, day: date, first: date, last: date, met: set[date], lines: Iterable[RequestLine]
) -> dict[str, object]:
    inside = first <= day <= last
    found = [one for one in lines if inside and day in met and _covers(one, day)]
    return {
        "day": day if inside else None,
        "meets": day in met,
        "away": [
            {
                "name": one.line.pupil.name,
                "form": one.line.pupil.registration,
                "granted": one.granted is not None,
                "url": here_case(request, one),
            }
            for one in found
        ],
    }


def _covers(one: RequestLine, day: date) -> bool:
    if one.granted is not None:
        return day in one.granted
    return one.facts.first is not None and one.facts.last is not None and one.facts.first <= day <= one.facts.last
