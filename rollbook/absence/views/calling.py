"""A call with the words beside it, and what came of it kept (ABS-G)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions import record_outcome
from rollbook.absence.late_forms import OutcomeForm
from rollbook.absence.words import short_session
from rollbook.audit.actions import log_access
from rollbook.pupils.queries import contacts_to_ring
from rollbook.pupils.queries import pupil as pupil_page
from rollbook.rules.access import Permission
from rollbook.rules.call_guidance import Situation
from rollbook.rules.sessions import Session, parse_session
from rollbook.web.components.layout import Identity
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work.queries import scripts

OUTCOMES = (
    ("answered", "They told us why; the reason goes on the register"),
    ("aware", "They know that the child is not in; a reason is still needed"),
    ("unaware", "They believed the child was in school: the search begins at once"),
    ("no-answer", "No answer"),
    ("message-left", "A message was left"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def call(request: OfficeRequest, pupil: uuid.UUID, on: str, half: str) -> HttpResponse:
    """Ring about one absence: the number, what to say, and the outcome with a note."""
    actor, session = request.actor, parse_session(on, half)
    line = pupil_page(actor, pupil).line
    form = OutcomeForm(request.POST or None, outcomes=OUTCOMES)
    if request.method == "POST" and tried(form, lambda: _keep(request, form, line.id, session), beside="note"):
        messages.info(request, "Kept, with your note.")
        where = {"school": request.school.slug}
        return HttpResponseRedirect(reverse("absence:list", kwargs=where), status=303)
    log_access(actor, what="call", subject=f"pupil:{pupil}")
    asked = request.GET.get("as", "")
    values = {
        "page": {"title": f"Ring about {line.name}"},
        "who": Identity(name=line.name, group=line.registration),
        "when": f"Absent {short_session(session, around=actor.today)}",
        "number": contacts_to_ring(actor, [line.id]).get(line.id),
        "scripts": scripts(actor),
        "situation": Situation(asked) if asked in set(Situation) else Situation.FIRST_DAY,
        "form": form,
    }
    return render(request, "absence/call.html", values, status=422 if form.errors else 200)


def _keep(request: OfficeRequest, form: OutcomeForm, pupil_key: int, session: Session) -> None:
    given = form.cleaned_data
    record_outcome(
        request.actor,
        pupil=pupil_key,
        on=session.on,
        half=session.half,
        outcome=given["outcome"],
        way="ring",
        note=kept(given["note"]).strip(),
    )
