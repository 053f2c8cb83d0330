"""The school closes during the day: who is still here, ticked off as families come, on any telephone (REG-M)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.collecting import Collector
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.site.actions.collecting import ALONE, collect, not_collected
from rollbook.site.actions.moving import NO_PUPIL
from rollbook.site.queries.collecting import Collecting, Household, collecting, household, seeing_all
from rollbook.site.views.on_site import by_form
from rollbook.web.pages import OfficeRequest, page

AT_THE_GATE = (Permission.RUN_FRONT_DESK, Permission.TICK_EMERGENCY_LIST)


@require_safe
@page(*AT_THE_GATE)
def collecting_page(request: OfficeRequest) -> HttpResponse:
    """Who is still here, by form, and who has gone with whom."""
    found = collecting(request.actor)
    values = {
        "page": {
            "title": "Who collects whom",
            "sub": _counted(found),
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
        },
        "found": found,
        "forms": by_form(found.here),
        "doubtful": by_form(found.perhaps),
    }
    return render(request, "site/collecting.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*AT_THE_GATE)
def family(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """One family at the gate: which children go, and with whom."""
    line = _pupil(request, pupil)
    if request.method != "POST":
        return _family_page(request, household(request.actor, line))
    problem = _problem(request)
    if problem:
        return _family_page(request, household(request.actor, line), problem)
    number = collect(
        request.actor,
        family=uuid.UUID(request.POST["family"]),
        pupils=request.POST.getlist("pupil"),
        with_whom=request.POST["with"],
    )
    if number:
        messages.info(request, f"{number} gone home.")
    return HttpResponseRedirect(_list_url(request), status=303)


@require_POST
@page(*AT_THE_GATE)
def back(request: OfficeRequest, movement: uuid.UUID) -> HttpResponse:
    """A tick was a mistake: the pupil is here."""
    not_collected(request.actor, movement=movement)
    messages.info(request, "Taken back: the pupil is here.")
    return HttpResponseRedirect(_list_url(request), status=303)


def _problem(request: OfficeRequest) -> str:
    try:
        uuid.UUID(request.POST.get("family", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was written down. Load it again.") from bad
    if not request.POST.getlist("pupil"):
        return "Tick at least one child"
    return "" if request.POST.get("with") else "Choose who collects, or that the child walks home"


def _family_page(request: OfficeRequest, found: Household, problem: str = "") -> HttpResponse:
    values = {
        "page": {"title": found.pupils[0].name, "back": _list_url(request), "back_label": "Who collects whom"},
        "found": found,
        "family": uuid.uuid4(),
        "people": _for_all(found),
        "alone": ALONE,
        "problem": problem,
    }
    return render(request, "site/collect_family.html", values, status=422 if problem else 200)


def _for_all(found: Household) -> list[Collector]:
    """Who may take every one of these children; another has to be asked about child by child."""
    every = [{c.public_id for c in found.may[p.id].people} for p in found.pupils]
    return [c for c in found.may[found.pupils[0].id].people if all(c.public_id in own for own in every)]


def _pupil(request: OfficeRequest, pupil: uuid.UUID) -> PupilLine:
    everywhere = seeing_all(request.actor)
    found = pupil_lines(everywhere, tuple(ids_of(request.actor, [str(pupil)]).values()), request.actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return found[0]


def _counted(found: Collecting) -> str:
    return f"{found.stop.reason} · {len(found.here)} still here, {len(found.perhaps)} perhaps · {len(found.gone)} gone"


def _list_url(request: OfficeRequest) -> str:
    return reverse("site:collecting", kwargs={"school": request.school.slug})
