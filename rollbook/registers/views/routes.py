"""Routes to school: the list, whom each carries, and the bus that was late or did not come (REG-M)."""

from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.queries.groups import GroupLine, group
from rollbook.pupils.queries.lines import PupilLine, roster
from rollbook.registers.actions.routes import BusLate, add_route, bus_was_late, end_route, preview_bus, set_riders
from rollbook.registers.queries.routes import RouteLine, carried_among, riders_of, route, routes_on
from rollbook.registers.route_forms import LateForm, RouteForm
from rollbook.registers.views.office import every_group, office_url
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.web.pages import OfficeRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def routes(request: OfficeRequest) -> HttpResponse:
    """The routes that run today, and entering one."""
    form = RouteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_route(request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", refused.says)
        else:
            return HttpResponseRedirect(_url(request, "riders", made), status=303)
    values = {
        "page": {"title": "Routes to school", "back": office_url(request, "days"), "back_label": "Days"},
        "form": form,
        "action": office_url(request, "routes"),
        "rows": [
            (r, _url(request, "bus-late", r.public_id), _url(request, "riders", r.public_id))
            for r in routes_on(request.actor, request.actor.today)
        ],
    }
    return render(request, "registers/routes.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def riders(request: OfficeRequest, route_id: uuid.UUID) -> HttpResponse:
    """Whom a route carries: by form, year or set, ticked."""
    actor = request.actor
    line = route(actor, route_id, actor.today)
    chosen = _group(request, request.POST.get("group") or request.GET.get("group"))
    people = roster(actor, chosen.id, actor.today) if chosen else ()
    if request.method == "POST":
        among = [str(p.public_id) for p in people]
        number = set_riders(actor, route_id=route_id, among=among, pupils=request.POST.getlist("pupil"))
        messages.info(request, f"{line.name} carries {number} of {chosen.name if chosen else 'nobody'} from today.")
        return HttpResponseRedirect(_url(request, "riders", route_id), status=303)
    carried = carried_among(actor, line.id, [p.id for p in people], actor.today)
    values = {
        "page": {
            "title": line.name,
            "sub": line.provider,
            "back": office_url(request, "routes"),
            "back_label": "Routes",
        },
        "line": line,
        "action": _url(request, "riders", route_id),
        "end_url": _url(request, "end-route", route_id),
        "late_url": _url(request, "bus-late", route_id),
        "carried": riders_of(actor, line.id, actor.today),
        "group": chosen,
        "people": [(p, p.id in carried) for p in people],
        "groups": [(g.name, f"?group={g.public_id}") for g in every_group(actor, actor.today)],
    }
    return render(request, "registers/riders.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def end(request: OfficeRequest, route_id: uuid.UUID) -> HttpResponse:
    """A route runs no more."""
    end_route(request.actor, route_id=route_id)
    messages.info(request, "This route runs no more after today.")
    return HttpResponseRedirect(office_url(request, "routes"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def late(request: OfficeRequest, route_id: uuid.UUID) -> HttpResponse:
    """A bus was late or did not come: said, looked at, entered for just its pupils."""
    actor = request.actor
    line = route(actor, route_id, actor.today)
    if request.method != "POST":
        first = {"on": actor.today, "half": "0"}
        return _late_page(request, line, LateForm(today=actor.today, initial=first))
    form = LateForm(request.POST, today=actor.today)
    if not form.is_valid():
        return _late_page(request, line, form, status=422)
    carried = riders_of(actor, line.id, form.session.on)
    ticked = set(request.POST.getlist("pupil"))
    entering = request.POST.get("act") == "enter"
    asked = frozenset(str(p.public_id) for p in carried if not entering or str(p.public_id) in ticked)
    bus = BusLate(route_id, form.session, form.came_at, asked)
    try:
        if entering:
            return _enter(request, bus, form)
        return _preview_page(request, line, bus, carried)
    except Refused as refused:
        form.add_error(None, refused.says)
        return _late_page(request, line, form, status=422)


def _enter(request: OfficeRequest, bus: BusLate, form: LateForm) -> HttpResponse:
    try:
        save_id = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was entered. Load the page again.") from bad
    done = bus_was_late(request.actor, save_id=save_id, bus=bus, reason=form.cleaned_data["reason"])
    stored, left = done.count(Outcome.STORED), done.count(Outcome.UNCHANGED)
    messages.info(request, f"{stored} marked; {left} left as marked already. Taken back under Closures.")
    return HttpResponseRedirect(office_url(request, "closures"), status=303)


def _preview_page(
    request: OfficeRequest, line: RouteLine, bus: BusLate, carried: tuple[PupilLine, ...]
) -> HttpResponse:
    rows = preview_bus(request.actor, bus)
    by = {str(p.public_id): p for p in carried}
    stored = [r for r in rows if r.outcome is Outcome.STORED]
    values = {
        "page": {
            "title": "Look before it is entered",
            "sub": line.name,
            "back": _url(request, "bus-late", line.public_id),
            "back_label": line.name,
        },
        "action": _url(request, "bus-late", line.public_id),
        "kept": [(n, v) for n, all_ in request.POST.lists() for v in all_ if n in _KEPT],
        "save_id": uuid.uuid4(),
        "rows": [(r, by[r.decision.pupil]) for r in stored],
        "left": sorted(Counter(r.stood.code for r in rows if r.stood and r not in stored).items()),
        "refused": sorted(Counter(r.decision.says for r in rows if r.outcome is Outcome.REFUSED).items()),
        "walking": any(r.decision.now == "Y1" for r in stored),
    }
    return render(request, "registers/bus_preview.html", values)


_KEPT = {"on_0", "on_1", "on_2", "half", "came", "reason"}


def _late_page(request: OfficeRequest, line: RouteLine, form: LateForm, *, status: int = 200) -> HttpResponse:
    values = {
        "page": {
            "title": f"{line.name}: late, or did not come",
            "sub": f"{line.provider} · carries {line.riders}",
            "back": office_url(request, "routes"),
            "back_label": "Routes",
        },
        "form": form,
        "action": _url(request, "bus-late", line.public_id),
    }
    return render(request, "registers/bus.html", values, status=status)


def _group(request: OfficeRequest, asked: str | None) -> GroupLine | None:
    if not asked:
        return None
    try:
        return group(request.actor, uuid.UUID(asked))
    except ValueError as bad:
        raise NotFound("There is no such group in this school.") from bad


def _url(request: OfficeRequest, name: str, route_id: uuid.UUID) -> str:
    return reverse(f"registers:{name}", kwargs={"school": request.school.slug, "route_id": route_id})
