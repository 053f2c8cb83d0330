"""Who is on site now: on screen, on paper, and the way to the emergency list."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.pupils.queries.groups import natural
from rollbook.registers.queries.contact import stop_on
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site.queries import OnSite, Placed, on_site, open_roll, rolls_kept
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.SEE_ON_SITE, Permission.TICK_EMERGENCY_LIST)
def on_site_page(request: OfficeRequest) -> HttpResponse:
    """Who is on site; for who may only tick, the list that is open, if one is."""
    going = open_roll(request.actor)
    if not request.actor.may(Permission.SEE_ON_SITE):
        if going is not None:
            where = reverse("site:roll", kwargs={"school": request.school.slug, "roll": going.public_id})
            return HttpResponseRedirect(where)
        return render(request, "site/no_roll.html", {"page": {"title": "On site"}})
    values = {
        **_values(request),
        "going": going,
        "kept": rolls_kept(request.actor)[:10],
        "new_roll": uuid.uuid4(),
        "sets_up": request.actor.may(Permission.SET_UP_SCHOOL),
        "closed": stop_on(request.actor, request.actor.today) is not None and _collects(request),
        "sees_missing": request.actor.may(Permission.WATCH_MISSING),
    }
    return render(request, "site/on_site.html", values)


@require_safe
@page(Permission.SEE_ON_SITE)
def on_site_sheet(request: OfficeRequest) -> HttpResponse:
    """The same on paper, with a box to tick for each."""
    return render(request, "site/on_site_sheet.html", _values(request))


def _values(request: OfficeRequest) -> dict[str, object]:
    found = on_site(request.actor)
    return {
        "page": {"title": "On site", "sub": _counted(found), "printed": _moment(request), "wide": True},
        "found": found,
        "forms": by_form(found.here),
        "doubtful": by_form(found.doubtful),
        "unsaid": by_form(found.not_signed_out),
    }


def by_form(placed: Iterable[Placed]) -> list[tuple[str, list[Placed]]]:
    """Pupils by registration group, in the order of names inside it."""
    ordered = sorted(placed, key=_place_in_list)
    return [(name or "No form", list(found)) for name, found in groupby(ordered, key=lambda p: p.pupil.registration)]


def _collects(request: OfficeRequest) -> bool:
    return request.actor.may(Permission.RUN_FRONT_DESK) or request.actor.may(Permission.TICK_EMERGENCY_LIST)


def _counted(found: OnSite) -> str:
    pupils, others = len(found.here), len(found.visitors)
    return f"{clock(found.at)} · {pupils} pupils, {others} others · {len(found.perhaps)} perhaps · {found.away} away"


def _moment(request: OfficeRequest) -> str:
    return f"{in_words(request.actor.today)}, {clock(request.actor.now)}"


def _place_in_list(placed: Placed) -> tuple[tuple[int, str], str, str, int]:
    pupil = placed.pupil
    return natural(pupil.registration), pupil.surname, pupil.forename, pupil.id
