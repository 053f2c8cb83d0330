"""Which roll-calls the boarding houses hold, at what times (REG-M)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.queries.boarders import house_names
from rollbook.rules.access import Permission
from rollbook.site.actions import boarding as actions
from rollbook.site.around_forms import WEEKDAYS, RollCallForm
from rollbook.site.queries.boarding import RollCallLine, roll_calls
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

SETS_UP = Permission.SET_UP_SCHOOL


@require_http_methods(["GET", "HEAD", "POST"])
@page(SETS_UP)
def boarding_set_up(request: OfficeRequest) -> HttpResponse:
    """The roll-calls by house and time, and a new one for one or more houses."""
    today, houses = request.actor.today, house_names(request.actor, request.actor.today)
    if request.method == "POST":
        form = RollCallForm(request.POST, around=today, houses=houses)
    else:
        begun = {"call": uuid.uuid4(), "weekdays": [day for day, _ in WEEKDAYS]}
        form = RollCallForm(initial=begun, around=today, houses=houses)
    if form.is_bound and tried(form, lambda: _make(request, form), beside="name"):
        messages.info(request, "The roll-call is set.")
        return HttpResponseRedirect(_url(request), status=303)
    values = {
        "page": {
            "title": "Roll-calls",
            "back": reverse("site:boarding", kwargs={"school": request.school.slug}),
            "back_label": "Boarding",
        },
        "lines": [(line, _days(line)) for line in roll_calls(request.actor)],
        "form": form,
        "houses": houses,
    }
    return render(request, "site/boarding_set_up.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(SETS_UP)
def end_call(request: OfficeRequest, roll_call: uuid.UUID) -> HttpResponse:
    """Today is the last time."""
    first = next((line.first for line in roll_calls(request.actor) if line.public_id == roll_call), request.actor.today)
    actions.end_roll_call(request.actor, roll_call=roll_call, last=max(request.actor.today, first))
    messages.info(request, "The roll-call is held for the last time today.")
    return HttpResponseRedirect(_url(request), status=303)


def _make(request: OfficeRequest, form: RollCallForm) -> None:
    """One roll-call for each house that was chosen; the same form sent twice makes them once."""
    for house in form.cleaned_data["houses"]:
        made = uuid.uuid5(form.cleaned_data["call"], house)
        actions.make_roll_call(request.actor, roll_call_id=made, facts=form.facts(house, request.actor.today))


def _days(line: RollCallLine) -> str:
    if len(line.weekdays) == len(WEEKDAYS):
        return "every day"
    return " ".join(dict(WEEKDAYS)[str(day)] for day in line.weekdays)


def _url(request: OfficeRequest) -> str:
    return reverse("site:boarding-set-up", kwargs={"school": request.school.slug})
