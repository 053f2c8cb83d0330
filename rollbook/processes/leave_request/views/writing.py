"""A request written down by the office: on paper, by e-mail, by telephone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.cases.queries import case_line
from rollbook.processes.leave_request.actions.asking import Asked, ask_for_leave
from rollbook.processes.leave_request.actions.journeys import ask_safeguarding
from rollbook.processes.leave_request.forms import RequestForm, WorryForm
from rollbook.processes.leave_request.views.places import here, pupil_here, to
from rollbook.pupils.queries import PupilLine, siblings_of
from rollbook.pupils.queries.contacts import contacts_of
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def new_request(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Write down a request for a pupil, and for brothers and sisters with it."""
    line = pupil_here(request, pupil)
    contacts = [
        (one.id, f"{one.name} ({one.relationship})" if one.relationship else one.name)
        for one in contacts_of(request.actor, pupil)
        if not one.withheld
    ]
    form = RequestForm(
        *((request.POST, request.FILES) if request.method == "POST" else (None, None)),
        today=request.actor.today,
        siblings=siblings_of(request.actor, [line.id]).get(line.id, ()),
        contacts=contacts,
    )
    if form.is_bound and tried(form, lambda: _ask(request, form, line), beside="first"):
        messages.info(request, f"The request for {line.name} is written down.")
        return to(request, "requests")
    values = {
        "page": {
            "title": f"Write down a request: {line.name}",
            "sub": line.registration,
            "back": here(request, "requests"),
            "back_label": "Leave",
        },
        "form": form,
    }
    return render(request, "leave/request_form.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def worry(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Ask the safeguarding lead to look at a request; what is written is read by them alone."""
    line = case_line(request.actor, case)
    form = WorryForm(request.POST or None)
    if form.is_bound and tried(
        form, lambda: ask_safeguarding(request.actor, case=case, asked=form.cleaned_data["asked"]), beside="asked"
    ):
        messages.info(request, "The safeguarding lead is asked. The request waits for their answer.")
        return to(request, "requests")
    values = {
        "page": {
            "title": f"Ask the safeguarding lead: {line.pupil.name}",
            "sub": "They alone read what you write here",
            "back": here(request, "requests"),
            "back_label": "Leave",
        },
        "form": form,
        "verb": "Ask them",
    }
    return render(request, "leave/plain_form.html", values, status=422 if form.errors else 200)


def _ask(request: OfficeRequest, form: RequestForm, line: PupilLine) -> None:
    file = form.cleaned_data.get("file")
    asked = Asked(
        pupils=(line.id, *form.others),
        said=form.said(),
        contact=form.contact,
        files=((file.name, file.read()),) if file else (),
    )
    ask_for_leave(request.actor, request=uuid.uuid4(), asked=asked)
