"""The emergency list at the assembly point: ticked on several phones, merged, polled by one number."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions
from rollbook.site.actions import Tick
from rollbook.site.forms import CloseRollForm, StartRollForm
from rollbook.site.queries import Person, roll, roll_version, ticks_of
from rollbook.web.pages import OfficeRequest, page

TICKS = Permission.TICK_EMERGENCY_LIST
SEES = Permission.SEE_ON_SITE
UNREADABLE = "These ticks cannot be read, so none was taken. Reload the list."


@require_POST
@page(SEES)
def start(request: OfficeRequest) -> HttpResponse:
    """Open the list, for real or as a drill."""
    form = StartRollForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose fire or lockdown, and whether it is a drill.")
    given = form.cleaned_data
    actions.start_roll(request.actor, roll_id=given["roll"], kind=given["kind"], is_drill=not given["real"])
    return HttpResponseRedirect(_url(request, given["roll"]), status=303)


@require_safe
@page(TICKS, SEES)
def roll_page(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """The list as it stands, by form or by letter."""
    return render(request, "site/roll.html", _values(request, roll))


@require_safe
@page(TICKS, SEES)
def roll_sheet(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """The list on paper, with who was seen so far."""
    return render(request, "site/roll_sheet.html", _values(request, roll))


@require_POST
@page(TICKS)
def tick(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """Take ticks from a phone: many in one JSON body, or one from a plain form."""
    roll_version(request.actor, roll)  # a list that is not there is 404, whatever the body holds
    plain = request.content_type != "application/json"
    actions.tick(request.actor, roll_id=roll, ticks=_one(request) if plain else _many(request))
    if plain:
        return HttpResponseRedirect(_url(request, roll), status=303)
    return _state(request, roll)


@require_safe
@page(TICKS, SEES)
def roll_state(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """The version, and where it is not the one that the phone has, who was seen."""
    return _state(request, roll, have=request.GET.get("have", ""))


@require_POST
@page(SEES)
def close(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """Close the list and keep it."""
    form = CloseRollForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.close_roll(request.actor, roll_id=roll, note=note)
    return HttpResponseRedirect(_url(request, roll), status=303)


def _state(request: OfficeRequest, public_id: uuid.UUID, *, have: str = "") -> JsonResponse:
    version, closed = roll_version(request.actor, public_id)
    answer: dict[str, object] = {"version": version, "closed": closed}
    if have != str(version):
        ticks = ticks_of(request.actor, public_id)
        answer["seen"] = {n: f"{t.by_name}, {clock(t.at)}" for n, t in ticks.items() if t.seen and t.at}
    return JsonResponse(answer)


def _many(request: OfficeRequest) -> list[Tick]:
    try:
        sent = json.loads(request.body)["ticks"]
        return [Tick(uuid.UUID(t["id"]), int(t["n"]), t["seen"] is True, int(t["ago"])) for t in sent]
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise Refused(UNREADABLE) from bad


def _one(request: OfficeRequest) -> list[Tick]:
    number, _, seen = request.POST.get("tick", "").partition(":")
    if not number.isdigit():
        raise Refused(UNREADABLE)
    return [Tick(uuid.uuid4(), int(number), seen == "1")]


def _values(request: OfficeRequest, public_id: uuid.UUID) -> dict[str, object]:
    head, people = roll(request.actor, public_id)
    by = "letter" if request.GET.get("by") == "letter" else "form"
    here = _url(request, public_id)
    return {
        "page": {
            "title": f"{head.title}, {in_words(head.started_at.date())}",
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
            "wide": True,
        },
        "head": head,
        "began": clock(head.started_at),
        "parts": _parts([p for p in people if p.expected], by),
        "doubtful": [p for p in people if not p.expected],
        "missing": [p for p in people if p.expected and not p.ticked.seen],
        "by": by,
        "views": [("By form", here, by == "form"), ("By letter", f"{here}?by=letter", by == "letter")],
        "may_close": request.actor.may(SEES) and head.closed_at is None,
        "form": CloseRollForm(),
    }


def _parts(people: Sequence[Person], by: str) -> list[tuple[str, list[Person], int]]:
    """The list in parts, each with how many of it are missing."""

    def part(person: Person) -> str:
        return person.name[:1].upper() if by == "letter" else person.group or "No form"

    ordered = sorted(people, key=lambda p: (part(p) if by == "letter" else "", p.name if by == "letter" else ""))
    found = [(name, list(lines)) for name, lines in groupby(ordered, key=part)]
    return [(name, lines, sum(not p.ticked.seen for p in lines)) for name, lines in found]


def _url(request: OfficeRequest, public_id: uuid.UUID) -> str:
    return reverse("site:roll", kwargs={"school": request.school.slug, "roll": public_id})
