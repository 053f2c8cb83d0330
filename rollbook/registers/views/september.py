"""Pupils who have not come, and the school's list of festivals and times of fasting (REG-M)."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.registers.actions.no_shows import note_not_arrived
from rollbook.registers.actions.occasions import set_occasion
from rollbook.registers.ahead_forms import HeardForm, OccasionForm
from rollbook.registers.queries.no_shows import not_arrived
from rollbook.registers.queries.occasions import occasions_from
from rollbook.registers.views.office import office_url
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.web.pages import OfficeRequest, page

A_YEAR = timedelta(days=366)


@require_safe
@page(Permission.AMEND_MARKS)
def no_shows(request: OfficeRequest) -> HttpResponse:
    """Who is on the roll and has not come, and what comes next for each."""
    found = not_arrived(request.actor)
    values = {
        "page": {
            "title": "On the roll, not come",
            "sub": "On the register since the day first expected; the name stays on the roll (ADM-3)",
            "back": office_url(request, "days"),
            "back_label": "Days",
        },
        "rows": [(n, HeardForm(auto_id=f"h{n.pupil.id}_%s", initial={"heard": n.heard})) for n in found],
    }
    return render(request, "registers/no_shows.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def heard(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Write down what was heard of one pupil."""
    form = HeardForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"heard": "", "note": ""}
    note_not_arrived(request.actor, pupil=str(pupil), heard=given["heard"], note=given["note"])
    messages.info(request, "Written down.")
    return HttpResponseRedirect(office_url(request, "no-shows"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def occasions(request: OfficeRequest) -> HttpResponse:
    """The list of festivals and times of fasting, and entering one."""
    today = request.actor.today
    form = OccasionForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            set_occasion(request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.says)
        else:
            messages.info(request, "Entered.")
            return HttpResponseRedirect(office_url(request, "occasions"), status=303)
    values = {
        "page": {"title": "Festivals and fasting", "back": office_url(request, "days"), "back_label": "Days"},
        "form": form,
        "action": office_url(request, "occasions"),
        "rows": occasions_from(request.actor, today - A_YEAR),
        "mark_url": office_url(request, "observance"),
    }
    return render(request, "registers/occasions.html", values, status=422 if form.errors else 200)
