"""Giving absences their reason: inside the row that asked, or on a page of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.absence.forms import SettleForm, prefilled
from rollbook.absence.queries import OpenSession, ToSettle, to_settle
from rollbook.absence.views.places import mark_url, pupil_url, settle_url
from rollbook.absence.views.undoing import keep_settled
from rollbook.absence.words import count, family_name, joined, short_session
from rollbook.registers.actions import RowOutcome
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session, parse_session
from rollbook.web.pages import OfficeRequest, is_partial, page

UNDONE = "Taken back: the reason was entered by mistake."
Key = tuple[str, Session]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to settle: one session for the family, or all of one pupil's."""

    whose: str
    code: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def settle(request: OfficeRequest, pupil: uuid.UUID, on: str, half: str) -> HttpResponse:
    """The form that gives absences their reason, and what became of it."""
    session = parse_session(on, half)
    asked = _asked(request)
    found = to_settle(request.actor, pupil, session)
    rows, ticked = _rows(found, asked.whose)
    if request.method != "POST":
        return _answer(request, found, asked, _form(request, rows, found, initial=prefilled(asked.code, ticked)))
    form = _form(request, rows, found, data=True)
    if not form.is_valid():
        return _answer(request, found, asked, form, status=422)
    settlements = form.settlements()
    outcomes = settle_no_reason(request.actor, settlements=settlements)
    if all(row.outcome in (Outcome.STORED, Outcome.UNCHANGED) for row in outcomes.values()):
        return _done(request, found, asked, settlements, outcomes)
    for key, row in outcomes.items():
        if row.outcome in (Outcome.REFUSED, Outcome.CONFLICT):
            form.add_error("note" if row.rule == "COD-6" else "code", f"{short_session(key[1])}: {row.says}")
    return _answer(request, found, asked, form, status=422)


@require_POST
@page(Permission.AMEND_MARKS)
def undo(request: OfficeRequest, token: uuid.UUID) -> HttpResponse:
    """Take a settling back: an amendment of its own, as every change of a closed register."""
    kept = request.session.get("settled", {}).pop(str(token), None)
    if kept is None:
        raise NotFound("This can no longer be undone here. Open the mark and put it right there.")
    request.session.modified = True
    settlements = [
        Settlement(row["pupil"], parse_session(row["on"], row["half"]), "N", UNDONE, row["seen"])
        for row in kept["rows"]
    ]
    outcomes = settle_no_reason(request.actor, settlements=settlements)
    undone = sum(row.outcome is Outcome.STORED for row in outcomes.values())
    messages.info(request, f"{count(undone, 'session')} without a reason again.")
    return HttpResponseRedirect(_back(request, kept["back"], uuid.UUID(kept["rows"][0]["pupil"])), status=303)


def _asked(request: OfficeRequest) -> Asked:
    given = request.GET
    return Asked(given.get("for", "family"), given.get("code", "")[:2], given.get("back", "today"))


def _rows(found: ToSettle, whose: str) -> tuple[list[OpenSession], list[OpenSession]]:
    """What the form offers, and what of it is ticked as it opens; in the afternoon the morning comes with it."""
    here = [row for row in found.own if row.session.on == found.session.on and row.session <= found.session]
    if whose == "pupil":
        until = [row for row in found.own if row.session <= found.session]
        return list(found.own), until
    return [*here, *found.family], [*here, *found.family]


def _form(
    request: OfficeRequest,
    rows: list[OpenSession],
    found: ToSettle,
    *,
    initial: Mapping[str, object] | None = None,
    data: bool = False,
) -> SettleForm:
    return SettleForm(
        request.POST if data else None,
        initial=initial,
        rows=rows,
        on=found.session.on,
        around=request.actor.today,
        auto_id=f"{_key(found)}-%s",
    )


def _key(found: ToSettle) -> str:
    return f"s{str(found.pupil.public_id)[:8]}-{found.session.on:%m%d}{int(found.session.half)}"


def _answer(request: OfficeRequest, found: ToSettle, asked: Asked, form: SettleForm, status: int = 200) -> HttpResponse:
    who = found.pupil.name
    values: dict[str, object] = {
        "page": {
            "title": f"Settle the absence of {who}",
            "sub": found.session.says,
            "back": _back(request, asked.back, found.pupil.public_id),
        },
        "form": form,
        "found": found,
        "who": who,
        "when": short_session(found.session, around=request.actor.today),
        "key": _key(found),
        "action": f"{settle_url(request, found.pupil.public_id, found.session)}?{request.GET.urlencode()}",
        "mark_url": mark_url(request, found.pupil.public_id, found.session),
        "more_open": bool(form.is_bound and (form.errors.get("note") or form.errors.get("minutes"))),
    }
    inside = is_partial(request)
    # Inside a row the answer comes back into the row; on its own page the form is a plain one.
    values |= {
        "partial": inside,
        "hx_post": values["action"] if inside else None,
        "hx_target": "closest [data-ab-slot]" if inside else None,
        "hx_swap": "innerHTML" if inside else None,
    }
    template = "absence/settle_form.html" if inside else "absence/settle.html"
    return render(request, template, values, status=status)


def _done(
    request: OfficeRequest,
    found: ToSettle,
    asked: Asked,
    settlements: list[Settlement],
    outcomes: Mapping[Key, RowOutcome],
) -> HttpResponse:
    says = _says(found, settlements)
    if not is_partial(request):
        messages.info(request, says)
        return HttpResponseRedirect(_back(request, asked.back, found.pupil.public_id), status=303)
    token = keep_settled(request, asked.back, outcomes)
    undo_url = reverse("absence:undo", kwargs={"school": request.school.slug, "token": token})
    return render(request, "absence/settled.html", {"says": says, "undo": undo_url})


def _says(found: ToSettle, settlements: list[Settlement]) -> str:
    named = {str(row.pupil.public_id): row.pupil for row in (*found.own, *found.family)}
    pupils = list({s.pupil: named[s.pupil] for s in settlements}.values())
    sessions = sorted({s.session for s in settlements})
    code = "present" if settlements[0].code == "/" else settlements[0].code
    return f"{family_name(pupils)}: N is now {code}, {joined(sessions, around=found.session.on)}."


def _back(request: OfficeRequest, to: str, pupil: uuid.UUID) -> str:
    if to == "pupil":
        return pupil_url(request, pupil)
    if to == "contact":
        return reverse("absence:contact", kwargs={"school": request.school.slug})
    if to == "list":
        return reverse("absence:list", kwargs={"school": request.school.slug})
    return reverse("home:today", kwargs={"school": request.school.slug})
