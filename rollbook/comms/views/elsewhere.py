"""Sending a message that failed to another address or another contact."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.comms.actions import send_to_another
from rollbook.comms.elsewhere_forms import ElsewhereForm
from rollbook.comms.queries.elsewhere import elsewhere
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def elsewhere_page(request: OfficeRequest, message: uuid.UUID) -> HttpResponse:
    """Where else the message may go; posted, it waits in the outbox for a minute."""
    shown = elsewhere(request.actor, message)
    about = " and ".join(pupil.name for pupil in shown.line.pupils)
    first = {"subject": shown.subject or f"About {about}", "words": shown.words}
    form = ElsewhereForm(request.POST if request.method == "POST" else None, ways=shown.ways, initial=first)
    outbox = reverse("comms:outbox", kwargs={"school": request.school.slug})

    def send() -> None:
        given = form.cleaned_data
        words, subject = given["words"], given["subject"]
        send_to_another(request.actor, message=message, way=given["way"], words=words, subject=subject)

    if form.is_bound and tried(form, send):
        notes.info(request, "In the outbox; it goes in a minute. The first attempt stays on record.")
        return HttpResponseRedirect(outbox, status=303)
    values = {
        "page": {
            "title": "Send to another address",
            "sub": f"{shown.line.channel} to {shown.line.contact}: {shown.line.why or shown.line.says}",
            "back": outbox,
            "back_label": "Messages",
        },
        "shown": shown,
        "form": form,
        "offered": [way for way in shown.ways if not way.why_not],
        "barred": [way for way in shown.ways if way.why_not],
        "may_send": shown.line.may_go_elsewhere,
    }
    return render(request, "comms/elsewhere.html", values, status=422 if form.errors else 200)
