"""The detentions list: set, printed, and who came (ABS-H)."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence.actions.lateness import set_detention, tell_detention
from rollbook.absence.late_forms import DetentionForm
from rollbook.absence.queries.detentions import DetentionLine, detentions_on, detentions_open
from rollbook.absence.views.lateness import here, late_tabs
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.pupils.queries import pupil as pupil_page
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words, parse_date
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

SEES, FOLLOWS = Permission.SEE_WATCH_LISTS, Permission.FOLLOW_UP_LATENESS
FEWEST, MOST = 2, 12


@require_http_methods(["GET", "HEAD", "POST"])
@page(SEES)
def detentions(request: OfficeRequest) -> HttpResponse:
    """Today's list, what is still to come and what nobody has answered; a pupil is found by the name."""
    actor = request.actor
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    lines = [*detentions_open(actor), *(one for one in detentions_on(actor, actor.today) if one.attended is not None)]
    log_list(actor, what="detentions", count=len(lines))
    values = {
        "page": {"title": "Detentions", "sub": in_words(actor.today)},
        "tabs": late_tabs(request, "detentions"),
        "today": [_shown(request, one) for one in lines if one.on == actor.today],
        "open": [_shown(request, one) for one in lines if one.on < actor.today],
        "later": [_shown(request, one) for one in lines if one.on > actor.today],
        "typed": typed,
        "found": [(p, here(request, "detention-new", pupil=p.public_id)) for p in found],
        "acts": actor.may(FOLLOWS),
        "print_url": here(request, "detentions-print", on=actor.today.isoformat()),
    }
    return render(request, "absence/detentions.html", values)


@require_http_methods(["GET", "HEAD"])
@page(SEES)
def detentions_print(request: OfficeRequest, on: str) -> HttpResponse:
    """A day's list on paper, with a box to tick."""
    day = parse_date(on)
    lines = detentions_on(request.actor, day)
    log_list(request.actor, what="detentions", count=len(lines))
    values = {"page": {"title": "Detentions", "printed": request.actor.now}, "on": in_words(day), "lines": lines}
    return render(request, "absence/detentions_print.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(FOLLOWS)
def detention_new(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """A day and a room for one pupil."""
    line, today = pupil_page(request.actor, pupil).line, request.actor.today
    form = DetentionForm(request.POST or None, around=today, initial={"detention": uuid.uuid4()})
    if request.method == "POST" and tried(form, lambda: _set(request, form, str(pupil)), beside="on"):
        messages.info(request, "Set. It stands on the list of that day.")
        return HttpResponseRedirect(here(request, "detentions"), status=303)
    values = {
        "page": {"title": f"Detention for {line.name}", "sub": line.registration, "back": here(request, "detentions")},
        "form": form,
    }
    return render(request, "absence/detention_new.html", values, status=422 if form.errors else 200)


@require_POST
@page(FOLLOWS)
def detention_came(request: OfficeRequest, detention: uuid.UUID) -> HttpResponse:
    """Whether the pupil came."""
    attended = {"yes": True, "no": False}.get(request.POST.get("came", ""))
    tell_detention(request.actor, detention=detention, attended=attended)
    return HttpResponseRedirect(here(request, "detentions"), status=303)


def _set(request: OfficeRequest, form: DetentionForm, pupil_id: str) -> None:
    given = form.cleaned_data
    day: date = given["on"]
    set_detention(request.actor, detention=given["detention"], pupil=pupil_id, on=day, room=kept(given["room"]))


def _shown(request: OfficeRequest, one: DetentionLine) -> tuple[DetentionLine, str]:
    return one, here(request, "detention-came", detention=one.public_id)
