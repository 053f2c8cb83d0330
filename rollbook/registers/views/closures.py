"""An unexpected closure in one act: said, looked at, entered (REG-H)."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.actions.closures import WHOLE, Closing, close_for, preview_closing, reverse_closing
from rollbook.registers.closure_forms import ClosureForm
from rollbook.registers.queries.affected import Reached, reached
from rollbook.registers.queries.grid import recent_bulk
from rollbook.registers.views.addresses import short_day
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.codes import code_on
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session, in_words
from rollbook.schools.queries import calendar_of, sites
from rollbook.web.pages import OfficeRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def closures(request: OfficeRequest) -> HttpResponse:
    """Say what happened; then look at what it would mark; then enter it."""
    today = request.actor.today
    places = reached(request.actor, today, {site.id: site.name for site in sites(request.actor)})
    choices = [(place.key, f"{place.name} ({len(place.pupils)})") for place in places]
    if request.method != "POST":
        return _form_page(request, ClosureForm(today=today, reached=choices))
    form = ClosureForm(request.POST, today=today, reached=choices)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    closing = _closing(request, form, places)
    if request.POST.get("act") == "enter":
        return _enter(request, closing)
    return _preview_page(request, form, closing)


@require_POST
@page(Permission.AMEND_MARKS)
def reverse(request: OfficeRequest) -> HttpResponse:
    """Take a closure's marks back in one step, with the reason."""
    try:
        save_id = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was taken back. Load the page again.") from bad
    done = reverse_closing(request.actor, save_id=save_id, reason=request.POST.get("reason", "")[:200])
    messages.info(request, f"{len(done.rows)} marks are again what they were before.")
    return HttpResponseRedirect(office_url(request, "closures"), status=303)


def _closing(request: OfficeRequest, form: ClosureForm, places: tuple[Reached, ...]) -> Closing:
    given = form.cleaned_data
    first: date = given["first"]
    days = calendar_of(request.actor, first=first, last=given["last"] or first).days
    sessions = form.sessions(days or (first,))
    chosen = frozenset(p for place in places if place.key in given["groups"] for p in place.pupils)
    if "pupil" in request.POST:
        chosen &= frozenset(request.POST.getlist("pupil"))
    elif request.POST.get("act") == "enter":
        chosen = frozenset()
    return Closing(
        code=given["code"],
        sessions=sessions,
        pupils=None if given["code"] == WHOLE else chosen,
        over=frozenset(given["over"]),
        reason=given["reason"],
    )


def _enter(request: OfficeRequest, closing: Closing) -> HttpResponse:
    try:
        save_id = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was entered. Load the page again.") from bad
    done = close_for(request.actor, save_id=save_id, closing=closing)
    if done.repeated:
        said = "This closure was entered already; nothing was changed twice."
    else:
        stored, left = done.count(Outcome.STORED), done.count(Outcome.UNCHANGED)
        said = f"{stored} mark{'' if stored == 1 else 's'} {closing.code} entered; {left} left as marked already."
    messages.info(request, said)
    return HttpResponseRedirect(office_url(request, "closures"), status=303)


def _form_page(request: OfficeRequest, form: ClosureForm, *, status: int = 200) -> HttpResponse:
    values = {
        "page": {"title": "Unexpected closure"},
        "tabs": office_tabs(request, "days"),
        "form": form,
        "action": office_url(request, "closures"),
        "recent": recent_bulk(request.actor, "closure"),
        "reverse_url": office_url(request, "closures-reverse"),
    }
    return render(request, "registers/closures.html", values, status=status)


def _preview_page(request: OfficeRequest, form: ClosureForm, closing: Closing) -> HttpResponse:
    rows = preview_closing(request.actor, closing)
    first = closing.sessions[0].on
    values = {
        "page": {
            "title": "Look before it is entered",
            "sub": f"{closing.code}: {code_on(closing.code, first).name}",
            "back": office_url(request, "closures"),
            "back_label": "Unexpected closure",
        },
        "action": office_url(request, "closures"),
        "kept": [(name, value) for name, values in request.POST.lists() for value in values if name in _KEPT],
        "save_id": uuid.uuid4(),
        "days": _days(closing.sessions),
        "fills": sum(r.outcome is Outcome.STORED and not r.stood for r in rows),
        "over": sorted(Counter(r.stood.code for r in rows if r.stood and r.outcome is Outcome.STORED).items()),
        "left": sorted(Counter(r.stood.code for r in rows if r.stood and r.outcome is Outcome.UNCHANGED).items()),
        "refused": sorted(Counter(r.decision.says for r in rows if r.outcome is Outcome.REFUSED).items()),
        "number": sum(r.outcome is Outcome.STORED for r in rows),
        "code": closing.code,
        "whole": closing.pupils is None,
        "pupils": [] if closing.pupils is None else _lines(request, closing.pupils),
    }
    return render(request, "registers/closures_preview.html", values)


_KEPT = {
    "code", "first_0", "first_1", "first_2", "last_0", "last_1", "last_2", "halves", "groups", "over", "reason",
}  # fmt: skip


def _lines(request: OfficeRequest, pupils: frozenset[str]) -> tuple[PupilLine, ...]:
    ids = ids_of(request.actor, pupils)
    return pupil_lines(request.actor, tuple(ids.values()), request.actor.today)


def _days(sessions: tuple[Session, ...]) -> str:
    first, last = sessions[0].on, sessions[-1].on
    halves = {s.half.label for s in sessions}
    when = in_words(first) if first == last else f"{short_day(first)} to {short_day(last)}"
    return when if len(halves) > 1 else f"{when}, {halves.pop()} only"
