"""The page of somebody outside who says who was there: no account, one list, one day, names and nothing more."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rollbook.audit.actions import log_access
from rollbook.registers.actions.confirming import confirm_by_link, note_opened
from rollbook.registers.outing_forms import read_said
from rollbook.registers.queries.outing_links import AtLink, WaitingPupil, link_of, waiting_pupils
from rollbook.registers.views.confirming import said_rows
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.web.pages import public

CLOSED = "registers/by_link_closed.html"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outing_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say who was there: both halves of the day that have begun, as far as they still wait."""
    at = link_of(token, timezone.now())
    if at is None:
        return render(request, CLOSED, {"page": {"title": "This link is not in use"}}, status=404)
    if request.method != "POST":
        note_opened(at.actor, link=at.public_id)
        log_access(at.actor, what="names of a list by a link", subject=f"outing:{at.outing.public_id}")
        return _page(request, at)
    try:
        _confirmed(request, at)
    except Refused as refused:
        return _page(request, at, problem=refused.says)
    return _page(request, at, thanks=True)


def _confirmed(request: HttpRequest, at: AtLink) -> None:
    if request.POST.get("half") not in ("am", "pm"):
        raise Refused("This page is out of date. Open the link again.")
    half = Half[request.POST["half"].upper()]
    known = {_token(at, w): str(w.pupil.public_id) for w in _waiting(at, half)}
    said = read_said(request.POST)
    confirm_by_link(
        at.actor,
        link=at.public_id,
        half=half,
        there=[known[t] for t in sorted(said.there) if t in known],
        not_there=[known[t] for t in sorted(said.not_there) if t in known],
        said_by=request.POST.get("said_by", ""),
    )


def _page(request: HttpRequest, at: AtLink, *, problem: str = "", thanks: bool = False) -> HttpResponse:
    on = at.actor.today
    parts = []
    for half in Half:
        pupils = _waiting(at, half)
        if pupils:
            parts.append((half, said_rows(pupils, Session(on, half), {w.pupil.id: _token(at, w) for w in pupils})))
    values = {
        "page": {"title": "Who was there?"},
        "at_school": at.school_name,
        "outing": at.outing,
        "when": in_words(on),
        "parts": parts,
        "problem": problem,
        "thanks": thanks,
        "said_by": request.POST.get("said_by", ""),
    }
    return render(request, "registers/by_link.html", values, status=422 if problem else 200)


def _waiting(at: AtLink, half: Half) -> tuple[WaitingPupil, ...]:
    """Who still waits in a half that has begun."""
    return waiting_pupils(at.actor, at.outing, at.actor.today, half, begun=True)


def _token(at: AtLink, waiting: WaitingPupil) -> str:
    """What stands for a pupil on this page only."""
    return uuid.uuid5(at.public_id, str(waiting.pupil.public_id)).hex
