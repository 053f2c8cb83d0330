"""The desk's log: deliveries, messages and questions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.forms import EntryForm
from rollbook.site.views.desk import tabs
from rollbook.web.pages import OfficeRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.RUN_FRONT_DESK)
def log(request: OfficeRequest) -> HttpResponse:
    """What waits and what was dealt with today; and something new."""
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm(initial={"entry": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.log_entry(
            request.actor,
            entry_id=given["entry"],
            kind=given["kind"],
            said=given["said"],
            for_whom=given["for_whom"],
        )
        messages.info(request, "Written down.")
        return HttpResponseRedirect(_here(request), status=303)
    lines = queries.desk_log(request.actor)
    values = {
        "page": {"title": "Front desk", "sub": in_words(request.actor.today)},
        "tabs": tabs(request, "site:log"),
        "form": form,
        "waiting": [e for e in lines if e.done_at is None],
        "done": [e for e in lines if e.done_at is not None],
    }
    return render(request, "site/log.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(Permission.RUN_FRONT_DESK)
def finish(request: OfficeRequest, entry: uuid.UUID) -> HttpResponse:
    """It was collected, delivered or answered."""
    actions.finish_entry(request.actor, entry_id=entry)
    messages.info(request, "Dealt with.")
    return HttpResponseRedirect(_here(request), status=303)


def _here(request: OfficeRequest) -> str:
    return reverse("site:log", kwargs={"school": request.school.slug})
