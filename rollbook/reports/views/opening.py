"""What a percentage opens to: the sessions counted, those left out, the rule, and the moment."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.views.places import pupil_url
from rollbook.audit.actions import log_list
from rollbook.audit.once import read_once
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS, OnTheRoll
from rollbook.reports.asked import Measure, Slice, When, Whose
from rollbook.reports.queries.opening import opened as opened_query
from rollbook.reports.report import Share
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.attendance import Totals
from rollbook.rules.refused import Refused
from rollbook.rules.year_row import year_of
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
MOST_YEARS = 6
WRONG = "This address does not say what to open. Open the report again and choose the percentage there."


@dataclass(frozen=True, slots=True)
class PupilCounted:
    """A pupil of a figure as the page shows them."""

    pupil: OnTheRoll
    totals: Totals
    share: Share
    url: str


@require_safe
@page(Permission.SEE_REPORTS)
def opened(request: OfficeRequest) -> HttpResponse:
    """A share taken apart, counted again at this moment."""
    what = slice_of(request.GET)
    with read_once():
        found = opened_query(request.actor, what)
    listed = Paginator(found.pupils, PAGE).get_page(request.GET.get("page"))
    log_list(request.actor, what="pupils behind a figure", count=len(listed.object_list))
    now = found.made_at.astimezone(LONDON)
    values = {
        "page": {
            "title": f"{found.title}: {found.share}",
            "sub": found.about,
            "back": reverse("reports:list", kwargs={"school": request.school.slug}),
            "back_label": "Reports",
        },
        "opened": found,
        "listed": listed,
        "pupils": [PupilCounted(p, t, s, pupil_url(request, p.public_id)) for p, t, s in listed.object_list],
        "counted_at": f"{now:%a} {now.day} {now:%b}, {now.hour}:{now.minute:02}",
    }
    return render(request, "reports/opened.html", values)


def slice_of(given: QueryDict) -> Slice:
    """What an address asks to open; refuses one that was cut or typed by hand."""
    try:
        first, last = date.fromisoformat(given.get("from", "")), date.fromisoformat(given.get("to", ""))
        weekdays = tuple(int(day) for day in given.getlist("weekday"))
        halves = tuple(int(half) for half in given.getlist("half"))
        measure = Measure(given.get("measure", ""))
        whose = _whose(given)
    except (ValueError, KeyError) as bad:
        raise Refused(WRONG) from bad
    if not _makes_sense(first, last) or set(weekdays) - set(range(1, 8)) or set(halves) - {0, 1}:
        raise Refused(WRONG)
    return Slice(measure, When(first, last, weekdays, halves), whose)


def _makes_sense(first: date, last: date) -> bool:
    return first <= last and year_of(last) - year_of(first) < MOST_YEARS


def _whose(given: QueryDict) -> Whose:
    having = (*given.getlist("h"), *given.getlist("with"))
    if set(having) - CHARACTERISTICS.keys():
        raise ValueError("no such characteristic")
    return Whose(
        nc_years=tuple(given.getlist("y")),
        groups=tuple(uuid.UUID(group) for group in given.getlist("g")),
        having=tuple(given.getlist("h")),
        sex=given.get("sex", ""),
        group=uuid.UUID(given.get("in", "")) if "in" in given else None,
        trait=given.get("with", ""),
        pupil=uuid.UUID(given.get("pupil", "")) if "pupil" in given else None,
    )
