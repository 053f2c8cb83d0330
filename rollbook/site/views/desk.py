"""The front desk: find a pupil by two letters, what waits to be confirmed, and what happened today."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.pupils.queries import PupilFilters, PupilLine, pupils_list
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site.queries import movements_on, waiting_of
from rollbook.site.queries.boarding import boarding
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.plain_text import kept

FEWEST, MOST = 2, 8
TABS = (
    ("site:desk", "Pupils", Permission.RUN_FRONT_DESK),
    ("site:visits", "Visitors and staff", Permission.RUN_FRONT_DESK),
    ("site:lunch", "Lunch", Permission.RUN_FRONT_DESK),
    ("site:clubs", "Clubs", Permission.TAKE_CLUB_ROLLS),
    ("site:supply", "Supply", Permission.MAKE_SUPPLY_ACCOUNTS),
    ("site:log", "Deliveries and messages", Permission.RUN_FRONT_DESK),
    ("site:police", "From the police", Permission.WRITE_POLICE_MESSAGES),
)


@require_safe
@page(Permission.RUN_FRONT_DESK)
def desk(request: OfficeRequest) -> HttpResponse:
    """The desk as the day finds it."""
    return _desk(request)


@require_POST
@page(Permission.RUN_FRONT_DESK)
def find(request: OfficeRequest) -> HttpResponse:
    """Pupils by the first letters of a name, sent in a body so that no name stands in an address."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    if is_partial(request):
        return render(request, "site/found.html", {"found": found, "typed": typed})
    if len(found) == 1:
        where = reverse("site:move", kwargs={"school": request.school.slug, "pupil": found[0].public_id})
        return HttpResponseRedirect(where, status=303)
    return _desk(request, typed, found)


def tabs(request: OfficeRequest, here: str) -> list[Tab]:
    """The parts of the front desk that this person may open."""
    return [
        Tab(label, reverse(route, kwargs={"school": request.school.slug}), route == here)
        for route, label, wants in TABS
        if request.actor.may(wants)
    ]


def _desk(request: OfficeRequest, typed: str = "", found: tuple[PupilLine, ...] = ()) -> HttpResponse:
    lines = movements_on(request.actor, request.actor.today)
    values = {
        "page": {"title": "Front desk", "sub": in_words(request.actor.today)},
        "tabs": tabs(request, "site:desk"),
        "typed": typed,
        "found": found,
        "waiting": waiting_of(lines),
        "lines": lines,
        "boarding": boarding(request.actor) if request.school.boards else None,
        "sets_up": request.actor.may(Permission.SET_UP_SCHOOL),
    }
    return render(request, "site/desk.html", values)
