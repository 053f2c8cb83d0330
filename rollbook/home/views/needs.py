"""What a pupil needs when the alarm goes and at dinner time, at the pupil's own page."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence.views.places import pupil_url
from rollbook.home.need_forms import NeedForm
from rollbook.home.views.people import around, pupil_of
from rollbook.pupils.actions import end_need, set_need
from rollbook.pupils.queries import NeedLine, needs_of
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_NEEDS)
def needs(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Evacuation plan, medication and dinner time of one pupil; that somebody looked is noted."""
    found, actor = pupil_of(request, pupil), request.actor
    first = {"need": uuid.uuid4(), "first": actor.today}
    form = NeedForm(request.POST if request.method == "POST" else None, around=actor.today, initial=first)
    if request.method == "POST":
        actor.require(Permission.EDIT_NEEDS)
        if tried(form, lambda: set_need(actor, pupil=pupil, **form.cleaned_data), beside="says"):
            messages.info(request, "Written down. It stands on the emergency list from its first day.")
            return HttpResponseRedirect(pupil_url(request, pupil, "needs"), status=303)
    lines = needs_of(actor, pupil)
    values = {
        **around(request, found, "needs"),
        "now": [_ended_at(request, pupil, line) for line in lines if line.last is None or line.last >= actor.today],
        "past": [line for line in lines if line.last is not None and line.last < actor.today],
        "form": form,
        "may_edit": actor.may(Permission.EDIT_NEEDS),
        "today": actor.today,
    }
    return render(request, "home/needs.html", values, status=422 if form.errors else 200)


@require_POST
@page(Permission.EDIT_NEEDS)
def end_need_of(request: OfficeRequest, pupil: uuid.UUID, need: uuid.UUID) -> HttpResponse:
    """It is needed no longer."""
    pupil_of(request, pupil)
    end_need(request.actor, need=need, pupil=pupil)
    messages.info(request, "Ended. It is on no list any more.")
    return HttpResponseRedirect(pupil_url(request, pupil, "needs"), status=303)


def _ended_at(request: OfficeRequest, pupil: uuid.UUID, line: NeedLine) -> tuple[NeedLine, str]:
    where = {"school": request.school.slug, "pupil": pupil, "need": line.public_id}
    return line, reverse("home:end-need", kwargs=where)
