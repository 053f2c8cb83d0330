"""Licences to perform or to work abroad: on record, until when, and leave asked for under one (LEA-4)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.audit.actions import log_list
from rollbook.processes.leave_request.actions.licences import Permitted, end_licence, keep_licence
from rollbook.processes.leave_request.forms import LicenceForm
from rollbook.processes.leave_request.queries.licences import LicenceLine, licence_line, licences
from rollbook.processes.leave_request.views.places import here, pupil_here, tabs, to
from rollbook.pupils.queries import PupilFilters, PupilLine, pupils_list
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

FEWEST, MOST = 2, 8
TONES = {"runs": "ok", "not yet": "info", "over": "", "ended": ""}


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_CASES)
def licence_list(request: OfficeRequest) -> HttpResponse:
    """Every licence on record, what runs out last at the top; and for whom a new one is kept."""
    actor = request.actor
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    lines = licences(actor)
    log_list(actor, what="licences", count=len(lines))
    values = {
        "page": {"title": "Licences", "sub": "To perform, or to work abroad, in school time"},
        "tabs": tabs(request, "licences"),
        "rows": [_row(request, one) for one in lines],
        "works": actor.may(Permission.WORK_CASES),
        "typed": typed,
        "found": found,
    }
    return render(request, "leave/licences.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def new_licence(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Put a licence on record for a pupil."""
    line = pupil_here(request, pupil)
    form = LicenceForm(
        *((request.POST, request.FILES) if request.method == "POST" else (None, None)), today=request.actor.today
    )
    if form.is_bound and tried(form, lambda: _keep(request, form, line), beside="number"):
        messages.info(request, f"The licence of {line.name} is kept.")
        return to(request, "licences")
    values = {
        "page": {
            "title": f"Keep a licence: {line.name}",
            "sub": line.registration,
            "back": here(request, "licences"),
            "back_label": "Licences",
        },
        "form": form,
        "verb": "Keep it",
    }
    return render(request, "leave/plain_form.html", values, status=422 if form.errors else 200)


@require_POST
@page(Permission.WORK_CASES)
def end(request: OfficeRequest, licence: uuid.UUID) -> HttpResponse:
    """Say that a licence counts no more."""
    line = licence_line(request.actor, licence)
    end_licence(request.actor, licence=licence)
    messages.info(request, f"The licence of {line.pupil.name} counts no more.")
    return to(request, "licences")


def _keep(request: OfficeRequest, form: LicenceForm, line: PupilLine) -> None:
    given = form.cleaned_data
    file = given.pop("file")
    permitted = Permitted(**given, file=(file.name, file.read()) if file else None)
    keep_licence(request.actor, pupil=line.id, licence=permitted)


def _row(request: OfficeRequest, one: LicenceLine) -> dict[str, object]:
    state = one.state(request.actor.today)
    download = reverse("files:download", kwargs={"school": request.school.slug, "file": one.file}) if one.file else ""
    return {"one": one, "state": state, "tone": TONES[state], "download": download, "open": not one.ended}
