"""Signing one pupil in or out, and settling the mark that follows."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries import PupilLine, contacts_of, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.views.addresses import clock, mark_url
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.site import actions
from rollbook.site.actions.moving import NO_PUPIL
from rollbook.site.forms import MoveForm, new_movement
from rollbook.site.queries import MovementLine, last_kind, movement, proposal_for
from rollbook.web.components.layout import Identity
from rollbook.web.pages import OfficeRequest, page

RUNS = Permission.RUN_FRONT_DESK


@require_http_methods(["GET", "HEAD", "POST"])
@page(RUNS)
def move(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The form for one movement of one pupil."""
    line = _pupil(request, pupil)
    if request.method != "POST":
        return _form_page(request, line, MoveForm(initial=_opening(request, line)))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _form_page(request, line, form, status=422)
    given = form.cleaned_data
    actions.sign_pupil(
        request.actor,
        movement_id=given["movement"],
        pupil=str(pupil),
        kind=given["kind"],
        at=form.moment(request.actor.today),
        reason=given["reason"],
        note=given["note"],
        collected_by=given["collected_by"],
    )
    return HttpResponseRedirect(_url(request, "moved", given["movement"]), status=303)


@require_safe
@page(RUNS)
def moved(request: OfficeRequest, movement: uuid.UUID) -> HttpResponse:
    """What was written down, and the code that waits to be confirmed with one key."""
    return render(request, "site/moved.html", _told(request, movement))


@require_POST
@page(RUNS)
def settle(request: OfficeRequest, movement: uuid.UUID) -> HttpResponse:
    """Confirm the proposed code, or leave the mark as it stands."""
    if request.POST.get("act") == "leave":
        actions.leave_mark(request.actor, movement_id=movement)
        messages.info(request, "The mark stays as it is.")
    else:
        code = actions.confirm_mark(request.actor, movement_id=movement)
        messages.info(request, f"The mark is now {code}.")
    back = "home:today" if request.POST.get("to") == "today" else "site:desk"
    return HttpResponseRedirect(reverse(back, kwargs={"school": request.school.slug}), status=303)


@require_POST
@page(RUNS)
def take_back(request: OfficeRequest, movement: uuid.UUID) -> HttpResponse:
    """A movement entered by mistake counts no more."""
    actions.take_back(request.actor, movement_id=movement)
    messages.info(request, "Taken back. A mark that was confirmed stays; put it right on its own page.")
    return HttpResponseRedirect(reverse("site:desk", kwargs={"school": request.school.slug}), status=303)


@require_safe
@page(RUNS)
def slip(request: OfficeRequest, movement: uuid.UUID) -> HttpResponse:
    """A slip of paper for the pupil's hand."""
    return render(request, "site/slip.html", _told(request, movement))


def _pupil(request: OfficeRequest, pupil: uuid.UUID) -> PupilLine:
    found = pupil_lines(request.actor, tuple(ids_of(request.actor, [str(pupil)]).values()), request.actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return found[0]


def _opening(request: OfficeRequest, line: PupilLine) -> dict[str, object]:
    """The likely movement: back if they left, late if that would change the mark, else leaving."""
    last = last_kind(request.actor, line.id)
    if last == "left":
        kind = "returned"
    elif not last and proposal_for(request.actor, line, request.actor.now, "").code:
        kind = "arrived"
    else:
        kind = "left"
    return {**new_movement(), "kind": kind, "at": f"{request.actor.now.astimezone(LONDON):%H:%M}"}


def _form_page(request: OfficeRequest, line: PupilLine, form: MoveForm, status: int = 200) -> HttpResponse:
    contacts = contacts_of(request.actor, line.public_id) if request.actor.may(Permission.SEE_CONTACTS) else ()
    values = {
        "page": {"title": line.name, "back": reverse("site:desk", kwargs={"school": request.school.slug})},
        "who": _identity(line),
        "form": form,
        "kept_away": [c for c in contacts if c.no_contact or c.court_order],
        "collect": [c for c in contacts if not c.no_contact],
    }
    return render(request, "site/move.html", values, status=status)


def _told(request: OfficeRequest, public_id: uuid.UUID) -> dict[str, object]:
    line = movement(request.actor, public_id)
    arrived = line.kind != "left"
    proposal = proposal_for(request.actor, line.pupil, line.at, line.reason) if arrived else None
    beyond = bool(proposal and proposal.beyond_the_clock)
    return {
        "page": {
            "title": f"{line.pupil.name} {'signed in' if arrived else 'signed out'} at {clock(line.at)}",
            "back": reverse("site:desk", kwargs={"school": request.school.slug}),
            "back_label": "Front desk",
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
        },
        "who": _identity(line.pupil),
        "line": line,
        "proposal": proposal,
        "may_confirm": line.waits and bool(proposal and proposal.code) and _may(request, beyond),
        "may_leave": bool(proposal and not proposal.must),
        "for_the_office": line.waits and beyond and not _may(request, beyond),
        "mark_url": _mark(request, line),
        "at": clock(line.at),
        "confirm": f"Confirm {proposal.code}" if proposal else "",
        "settle_url": _url(request, "settle", public_id),
        "slip_url": _url(request, "slip", public_id),
        "back_url": _url(request, "take-back", public_id),
    }


def _may(request: OfficeRequest, beyond: bool) -> bool:
    return not beyond or request.actor.may(Permission.AMEND_MARKS)


def _mark(request: OfficeRequest, line: MovementLine) -> str:
    may = request.actor.may(Permission.AMEND_MARKS)
    return mark_url(request, line.pupil.public_id, line.session) if line.session and may else ""


def _identity(line: PupilLine) -> Identity:
    return Identity(name=line.name, group=line.registration, year=f"Year {line.nc_year}" if line.nc_year else "")


def _url(request: OfficeRequest, name: str, public_id: uuid.UUID) -> str:
    return reverse(f"site:{name}", kwargs={"school": request.school.slug, "movement": public_id})
