"""The register on paper: for a morning without network, or a fire drill in the rain."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.groups import group as group_line
from rollbook.pupils.queries.lines import roster
from rollbook.registers.forms import DayForm
from rollbook.registers.queries.paper import blank_sheets
from rollbook.registers.views.addresses import clock, half_of_now, short_day
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, in_words, parse_date
from rollbook.schools.queries import calendar_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.printing import pdf

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


@require_safe
@page(Permission.TAKE_ANY_REGISTER, Permission.PRINT_DOCUMENTS)
def paper_all(request: OfficeRequest) -> HttpResponse:
    """Every register of one session as blank sheets in one document, each on a page of its own."""
    actor, form = request.actor, DayForm(request.GET, today=request.actor.today)
    if not form.is_valid():
        raise Refused("This day cannot be read. Write it as 24/11, and the session as am or pm.")
    on: date = form.cleaned_data["on"]
    half = Half[form.cleaned_data["half"].upper()] if form.cleaned_data["half"] else half_of_now(actor.now)
    sheets = blank_sheets(actor, on)
    if not sheets:
        raise Refused(f"The school does not meet on {in_words(on)}, so there are no registers to print.")
    log_access(actor, what="registers on paper", subject=f"day:{on.isoformat()}")
    data = {
        "title": f"Registers on paper, {in_words(on)}, {half.label}",
        "school": request.school.name,
        "printed": f"Printed {_moment(request)} by {actor.name}",
        "when": f"{in_words(on)}, {half.label}",
        "present": "/" if half is Half.AM else "\\",
        "sheets": [
            {
                "name": sheet.group.name,
                "about": " · ".join(words for words in (sheet.group.staff_names, sheet.group.room) if words),
                "pupils": [pupil.listed_name for pupil in sheet.pupils],
            }
            for sheet in sheets
        ],
    }
    made = pdf("registers/typst/sheets.typ", data, made_at=actor.now)
    name = f"registers-{on}-{half.name.lower()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _moment(request: OfficeRequest) -> str:
    return f"{short_day(request.actor.today)} {request.actor.today.year}, {clock(request.actor.now)}"


def _span(week: list[date]) -> str:
    return f"{short_day(week[0])} to {short_day(week[-1])} {week[-1].year}"
