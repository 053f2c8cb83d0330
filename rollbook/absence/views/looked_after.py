"""The day's figures of looked-after children, for a service that rings; who asked is noted (ABS-I)."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions.given_out import give_figures
from rollbook.absence.late_forms import CallerForm
from rollbook.absence.queries.looked_after import last_day_before, looked_after
from rollbook.absence.views.places import absence_tabs, pupil_url
from rollbook.absence.words import count
from rollbook.audit.actions import log_list
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words, parse_date
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_FLAGS)
def looked_after_page(request: OfficeRequest) -> HttpResponse:
    """Each child's sessions by group and the year's attendance; whoever was given them is written down."""
    actor, on = request.actor, _asked_day(request)
    found = looked_after(actor, on)
    choices = [(str(one.pupil.public_id), one.pupil.name) for one in found]
    form = CallerForm(request.POST or None, choices=choices, initial={"call": uuid.uuid4()})
    if request.method == "POST" and tried(form, lambda: _give(request, form, on), beside="caller"):
        return HttpResponseRedirect(_url(request, on), status=303)
    log_list(actor, what="looked-after children", count=len(found))
    values = {
        "page": {"title": "Looked-after children", "sub": in_words(on)},
        "before_url": _url(request, last_day_before(actor, on)),
        "today_url": _url(request, actor.today) if on != actor.today else "",
        "tabs": absence_tabs(request, "looked-after"),
        "rows": [(one, pupil_url(request, one.pupil.public_id, "attendance")) for one in found],
        "form": form,
    }
    return render(request, "absence/looked_after.html", values, status=422 if form.errors else 200)


def _asked_day(request: OfficeRequest) -> date:
    """Today, or a day before it: a service asks in the morning for the afternoon before."""
    asked = request.GET.get("on", "")
    on = parse_date(asked) if asked else request.actor.today
    if on > request.actor.today:
        raise Refused("That day is still to come.")
    return on


def _url(request: OfficeRequest, on: date) -> str:
    here = reverse("absence:looked-after", kwargs={"school": request.school.slug})
    return here if on == request.actor.today else f"{here}?on={on.isoformat()}"


def _give(request: OfficeRequest, form: CallerForm, on: date) -> None:
    given = form.cleaned_data
    done = give_figures(request.actor, call=given["call"], on=on, caller=kept(given["caller"]), pupils=given["pupils"])
    messages.info(request, f"Noted: figures of {count(done, 'child', 'children')} were given.")
