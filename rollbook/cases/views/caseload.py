"""The caseload: what Rollbook suggests, every case with its next step and clock, and giving many away at once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rollbook.audit.actions import log_list
from rollbook.cases import actions, queries
from rollbook.cases.forms import GiveForm
from rollbook.cases.known import processes
from rollbook.cases.views.places import here, line_when
from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.queries import staff_of
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept

STATES = {"open": "Open", "closed": "Closed"}
SHOWN = 6
NARROWED = ("process", "owner", "year", "state")


@require_safe
@page(Permission.SEE_CASES)
def caseload(request: OfficeRequest) -> HttpResponse:
    """Every case that this person may know of, what wants somebody first at the top."""
    return _shown(request, GiveForm(people=staff_of(request.actor)))


@require_POST
@page(Permission.WORK_CASES)
def give(request: OfficeRequest) -> HttpResponse:
    """Give the chosen cases to somebody: all of them, or none."""
    form = GiveForm(request.POST, people=staff_of(request.actor))
    chosen = _chosen(request)
    if not chosen:
        form.add_error(None, "No case is chosen. Tick those that are to go.")
    if form.is_valid():
        owner, role = form.chosen()
        try:
            moved = actions.give_cases(request.actor, cases=chosen, owner=owner, role=role)
        except NotFound:
            raise
        except Refused as refused:
            form.add_error("to", refused.says)
        else:
            messages.info(request, f"{moved} case{'' if moved == 1 else 's'} given.")
            return HttpResponseRedirect(here(request, "list"), status=303)
    return _shown(request, form)


def _shown(request: OfficeRequest, form: GiveForm) -> HttpResponse:
    actor, asked = request.actor, {name: kept(request.GET.get(name, ""))[:40] for name in NARROWED}
    filters = queries.CaseFilters(
        process=asked["process"] if asked["process"] in processes() else "",
        owner=asked["owner"] if _is_owner(asked["owner"]) else "",
        nc_year=asked["year"],
        state=asked["state"] if asked["state"] in STATES else "open",
    )
    lines = queries.caseload(actor, filters)
    suggested = queries.suggestions(actor) if not any(asked.values()) else ()
    log_list(actor, what="cases", count=len(lines) + len(suggested))
    late = sum(line.is_overdue(actor.today) for line in lines)
    values = {
        "page": {"title": "Cases", "sub": _sub(len(lines), late, filters.state)},
        "chips": _chips(request, filters),
        "rows": [
            {"line": line, "when": line_when(line, actor.today), "late": line.is_overdue(actor.today)} for line in lines
        ],
        "late": late,
        "suggested": suggested if "all" in request.GET.getlist("suggested") else suggested[:SHOWN],
        "found": len(suggested),
        "form": form,
        "works": actor.may(Permission.WORK_CASES),
        "sets_up": actor.may(Permission.SET_UP_SCHOOL),
        "closed": filters.state == "closed",
        "kinds": [(one.key, one.name) for one in processes().values() if actor.may(one.sees)],
        "filters": filters,
        "states": STATES.items(),
    }
    return render(request, "cases/list.html", values, status=422 if form.errors else 200)


def _sub(count: int, late: int, state: str) -> str:
    said = f"{count} {state}"
    return f"{said}, {late} overdue" if late else said


def _is_owner(owner: str) -> bool:
    return owner == "me" or owner in set(Role) or (owner.isascii() and owner.isdecimal() and len(owner) < 16)


def _chips(request: OfficeRequest, filters: queries.CaseFilters) -> list[Chip]:
    told = []
    if filters.process:
        told.append(("process", processes()[filters.process].name))
    if filters.owner:
        told.append(("owner", "Mine" if filters.owner == "me" else "One owner"))
    if filters.nc_year:
        told.append(("year", f"Year {filters.nc_year}"))
    if filters.state == "closed":
        told.append(("state", "Closed"))
    return [Chip(says, f"?{_without(request, name)}") for name, says in told]


def _without(request: OfficeRequest, name: str) -> str:
    left = request.GET.copy()
    left.pop(name, None)
    return left.urlencode()


def _chosen(request: OfficeRequest) -> tuple[uuid.UUID, ...]:
    found = []
    for one in request.POST.getlist("case"):
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            raise NotFound("There is no such case in this school.") from None
    return tuple(found)
