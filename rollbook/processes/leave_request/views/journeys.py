"""Questions of a journey, for the safeguarding lead alone (LEA-5)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.audit.actions import log_list
from rollbook.processes.leave_request.actions.journeys import answer_safeguarding
from rollbook.processes.leave_request.forms import AnswerForm
from rollbook.processes.leave_request.queries import journeys as asking
from rollbook.processes.leave_request.views.places import here, tabs, to
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_safe
@page(Permission.CHECK_JOURNEYS)
def journey_list(request: OfficeRequest) -> HttpResponse:
    """Every question, those that wait first; what was asked stands on a page of its own."""
    lines = asking.journeys(request.actor)
    log_list(request.actor, what="questions of a journey", count=len(lines))
    values = {
        "page": {"title": "Questions of a journey", "sub": "Read by the safeguarding lead alone"},
        "tabs": tabs(request, "journeys"),
        "waiting": [one for one in lines if one.answered_at is None],
        "answered": [one for one in lines if one.answered_at is not None],
    }
    return render(request, "leave/journeys.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CHECK_JOURNEYS)
def journey(request: OfficeRequest, check: uuid.UUID) -> HttpResponse:
    """One question, opened: that it was is noted. The answer goes to the office, what was found stays."""
    line = asking.journey(request.actor, check)
    form = AnswerForm(request.POST or None)
    if form.is_bound and tried(
        form, lambda: answer_safeguarding(request.actor, check=check, **form.cleaned_data), beside="answer"
    ):
        messages.info(request, "The office knows that you have answered.")
        return to(request, "journeys")
    values = {
        "page": {
            "title": f"A journey: {line.pupil.name}",
            "sub": line.pupil.registration,
            "back": here(request, "journeys"),
            "back_label": "Questions of a journey",
        },
        "line": line,
        "form": form,
        "case_url": reverse("cases:case", kwargs={"school": request.school.slug, "case": line.case}),
    }
    return render(request, "leave/journey.html", values, status=422 if form.errors else 200)
