"""The emergency list at the assembly point: ticked on several phones, merged, polled by one number."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.audit.actions import log_access
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions
from rollbook.site.actions import Tick
from rollbook.site.forms import CloseRollForm, StartRollForm
from rollbook.site.issue import numbers_of, roll_token, row_token
from rollbook.site.queries import Person, roll, roll_version, ticks_of
from rollbook.site.queries.gathering import assembly_points
from rollbook.site.queries.rolls import Ticked, numbers_on, parts_of
from rollbook.web.pages import OfficeRequest, page

TICKS = Permission.TICK_EMERGENCY_LIST
SEES = Permission.SEE_ON_SITE
ANOTHERS = (
    "These ticks were made under another sign-in, so none was taken. Whoever made them signs in here, or ticks again."
)
ORDERS = {
    "fire": (("place", "By assembly point"), ("form", "By form"), ("letter", "By letter")),
    "lockdown": (("place", "By room"), ("form", "By form"), ("letter", "By letter")),
}
NOWHERE = {"fire": "No assembly point", "lockdown": "In no lesson then"}
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
    values = _values(request, roll)
    _noted(request, roll)
    return render(request, "site/roll.html", values)


@require_safe
@page(TICKS, SEES)
def roll_sheet(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """The list on paper, with who was seen so far."""
    values = _values(request, roll)
    _noted(request, roll)
    return render(request, "site/roll_sheet.html", values)


@require_POST
@page(TICKS)
def tick(request: OfficeRequest, roll: uuid.UUID) -> HttpResponse:
    """Take ticks from a phone: many in one JSON body, or one from a plain form."""
    roll_version(request.actor, roll)  # a list that is not there is 404, whatever the body holds
    plain = request.content_type != "application/json"
    actions.tick(request.actor, roll_id=roll, ticks=_one(request) if plain else _many(request, roll))
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


def _noted(request: OfficeRequest, public_id: uuid.UUID) -> None:
    """That somebody opened the names, whose needs stand beside them; once a page, not once a poll."""
    log_access(request.actor, what="emergency list", subject=f"roll:{public_id}")


def _state(request: OfficeRequest, public_id: uuid.UUID, *, have: str = "") -> JsonResponse:
    version, closed = roll_version(request.actor, public_id)
    answer: dict[str, object] = {"version": version, "closed": closed}
    if have != str(version):
        ticks = ticks_of(request.actor, public_id)
        answer["seen"] = {n: _by(t) for n, t in ticks.items() if t.seen and t.at}
    return JsonResponse(answer)


def _by(ticked: Ticked) -> str:
    when = clock(ticked.at) if ticked.at else ""
    return ", ".join(part for part in (ticked.by_name, when, ticked.place) if part)


def _many(request: OfficeRequest, public_id: uuid.UUID) -> list[Tick]:
    """What a phone held: the list's token and the lines', never a name or an id."""
    ours = roll_token(public_id, request.actor.user_id)
    try:
        body = json.loads(request.body)
        theirs, sent = body["roll"], body["ticks"]
        if theirs != ours and isinstance(theirs, str):
            raise Refused(ANOTHERS)
        numbers = numbers_of(ours, numbers_on(request.actor, public_id))
        places = _places(request)
        return [
            Tick(uuid.UUID(t["id"]), numbers[t["row"]], t["seen"] is True, int(t["ago"]), _place(places, t.get("at")))
            for t in sent
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise Refused(UNREADABLE) from bad


def _one(request: OfficeRequest) -> list[Tick]:
    number, _, seen = request.POST.get("tick", "").partition(":")
    if not number.isdigit():
        raise Refused(UNREADABLE)
    return [Tick(uuid.uuid4(), int(number), seen == "1", place=_place(_places(request), request.POST.get("at")))]


def _places(request: OfficeRequest) -> list[str]:
    """The assembly points at which one may stand, in the order of the page's choice."""
    return sorted(set(assembly_points(request.actor).values()))


def _place(places: Sequence[str], chosen: object) -> str:
    """The place that was chosen by its number, counted from one; empty for none."""
    number = int(str(chosen)) if str(chosen or "").isdecimal() else 0
    return places[number - 1] if 0 < number <= len(places) else ""


def _values(request: OfficeRequest, public_id: uuid.UUID) -> dict[str, object]:
    head, lines = roll(request.actor, public_id)
    token = roll_token(head.public_id, request.actor.user_id)
    people = [replace(p, token=row_token(token, p.number)) for p in lines]
    expected = [p for p in people if p.expected]
    orders = [one for one in ORDERS[head.kind] if one[0] != "place" or any(p.where for p in expected)]
    by = request.GET.get("by", "")
    by = by if by in dict(orders) else orders[0][0]
    here = _url(request, public_id)
    parts = _parts(expected, by, NOWHERE[head.kind])
    return {
        "page": {
            "title": f"{head.title}, {in_words(head.started_at.date())}",
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
            "wide": True,
        },
        "head": head,
        "began": clock(head.started_at),
        "parts": parts,
        "doubtful": [p for p in people if not p.expected],
        "missing": [p for p in expected if not p.ticked.seen],
        "first": [p for p in people if p.needs],
        "by": by,
        "views": [(label, f"{here}?by={key}", by == key) for key, label in orders],
        "report": parts_of(head, [(name, part) for name, part, _ in parts]) if head.closed_at else (),
        "tickers": _tickers(expected) if head.closed_at else (),
        "may_close": request.actor.may(SEES) and head.closed_at is None,
        "form": CloseRollForm(),
        "token": token,
        "places": list(enumerate(_places(request), 1)) if head.kind == "fire" and head.closed_at is None else (),
    }


def _tickers(people: Sequence[Person]) -> list[tuple[str, str, int]]:
    """Who saw how many, and where they stood."""
    seen = Counter((p.ticked.by_name, p.ticked.place) for p in people if p.ticked.seen)
    return [(name, place, n) for (name, place), n in sorted(seen.items())]


def _parts(people: Sequence[Person], by: str, nowhere: str) -> list[tuple[str, list[Person], int]]:
    """The list in parts, each with how many of it are missing."""

    def part(person: Person) -> str:
        if by == "place":
            return person.where or nowhere
        return person.name[:1].upper() if by == "letter" else person.group or "No form"

    ordered = sorted(people, key=lambda p: (part(p) == nowhere, part(p), p.name) if by != "form" else (False, "", ""))
    found = [(name, list(lines)) for name, lines in groupby(ordered, key=part)]
    return [(name, lines, sum(not p.ticked.seen for p in lines)) for name, lines in found]


def _url(request: OfficeRequest, public_id: uuid.UUID) -> str:
    return reverse("site:roll", kwargs={"school": request.school.slug, "roll": public_id})
