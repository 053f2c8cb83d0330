"""Who stands in for whom; and what the others did since this person was last here."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import parse_date
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried
from rollbook.work import actions, queries
from rollbook.work.forms import DelegationForm, new
from rollbook.work.views.places import back, elsewhere, here, tabs

HAS = Permission.HAVE_TASKS


@require_http_methods(["GET", "HEAD", "POST"])
@page(HAS)
def standing_in(request: OfficeRequest) -> HttpResponse:
    """Pass work to a colleague until a day; what of it does not go over, and what would change that."""
    actor = request.actor
    manages = actor.may(Permission.MANAGE_STAFF)
    start = {**new("delegation"), "first": actor.today}
    form = DelegationForm(
        request.POST or None, around=actor.today, people=staff_of(actor), whose=manages, initial=start
    )
    if request.method == "POST" and tried(form, lambda: _delegate(request, form), beside="to"):
        messages.info(request, "Passed on. It ends by itself after its last day.")
        return back(request, "standing-in")
    lines = queries.delegations(actor)
    values = {
        "page": {"title": "Standing in"},
        "tabs": tabs(request, "standing-in"),
        "rows": [(d, here(request, "delegation-end", delegation=d.public_id), _role_url(request, d)) for d in lines],
        "form": form,
        "manages": manages,
    }
    return render(request, "work/standing_in.html", values, status=422 if form.errors else 200)


@require_POST
@page(HAS)
def delegation_end(request: OfficeRequest, delegation: uuid.UUID) -> HttpResponse:
    """Back before the day."""
    actions.end_delegation(request.actor, delegation=delegation)
    messages.info(request, "Ended. The work is back with its owner.")
    return back(request, "standing-in")


@require_http_methods(["GET", "HEAD", "POST"])
@page(HAS)
def since_last(request: OfficeRequest) -> HttpResponse:
    """Counts of what the others did, each with its page; a day may be chosen instead of the last look."""
    if request.method == "POST":
        actions.look_back(request.actor)
        messages.info(request, "Noted. The next time it is told from here.")
        return back(request, "since")
    moment, chosen = _moment(request)
    areas = [(a, elsewhere(request, a.route)) for a in queries.since(request.actor, moment)]
    values = {
        "page": {"title": "Since you were last here"},
        "tabs": tabs(request, "since"),
        "moment": moment,
        "chosen": chosen,
        "areas": areas,
    }
    return render(request, "work/since.html", values)


def _moment(request: OfficeRequest) -> tuple[datetime, str]:
    """From the day that was chosen, or from the last look."""
    typed = request.GET.get("from", "")
    try:
        on: date | None = parse_date(typed) if typed else None
    except Refused:
        on = None
    if on is None:
        return queries.last_look(request.actor), ""
    return datetime.combine(on, time(), LONDON), typed


def _delegate(request: OfficeRequest, form: DelegationForm) -> None:
    given = form.cleaned_data
    actions.delegate(
        request.actor,
        delegation=given["delegation"],
        to=int(given["to"]),
        first=given["first"],
        last=given["last"],
        of=int(given["of"]) if given.get("of") else None,
    )


def _role_url(request: OfficeRequest, line: queries.DelegationLine) -> str:
    """Where the role itself is given until a day, for those who may."""
    if not line.not_over or not request.actor.may(Permission.MANAGE_STAFF):
        return ""
    return elsewhere(request, "staff:person", user_id=line.to)
