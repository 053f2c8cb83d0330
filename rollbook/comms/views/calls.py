"""The calling list on the screen and on paper, and how a contact wants to be reached."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.comms import actions
from rollbook.comms.queries.calls import OUTCOMES, calling_list
from rollbook.comms.queries.contacts import ContactWays, ways_wanted
from rollbook.comms.wording_forms import CHANNELS, ContactWayForm
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_safe
@page(Permission.SEND_MESSAGES)
def calls_page(request: OfficeRequest) -> HttpResponse:
    """Whom to ring, what to say, and one press for what came of it."""
    calls = calling_list(request.actor)
    waiting = [call for call in calls if call.is_open]
    values = {
        "page": {
            "title": "Calling list",
            "sub": f"{in_words(request.actor.today)} · {len(waiting)} to ring",
            "printed": f"{request.actor.now.astimezone(LONDON):%-d %B %Y, %-H:%M}",
            "back": _here(request, "outbox"),
            "back_label": "Messages",
        },
        "waiting": waiting,
        "rung": [call for call in calls if not call.is_open],
        "outcomes": OUTCOMES,
    }
    return render(request, "comms/calls_print.html" if "print" in request.GET else "comms/calls.html", values)


@require_POST
@page(Permission.SEND_MESSAGES)
def tick(request: OfficeRequest) -> HttpResponse:
    """What came of a call is kept."""
    try:
        message, press = uuid.UUID(request.POST.get("message", "")), uuid.UUID(request.POST.get("tick", ""))
    except ValueError:
        raise NotFound("There is no such call on the list.") from None
    actions.tick_call(request.actor, message=message, outcome=request.POST.get("outcome", ""), tick=press)
    notes.info(request, "Noted.")
    return HttpResponseRedirect(_here(request, "calls"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def contact_page(request: OfficeRequest, contact: uuid.UUID) -> HttpResponse:
    """In which language, and by which ways, a contact wants to hear from the school."""
    ways = ways_wanted(request.actor, contact)
    unwanted = {channel for channel, _ in ways.unwanted}
    first = {"language": ways.language, "wanted": [name for name, _ in CHANNELS if name not in unwanted]}
    form = ContactWayForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and tried(form, lambda: _keep(request, contact, ways, form)):
        notes.info(request, f"Kept for {ways.name}.")
        return HttpResponseRedirect(request.path, status=303)
    heading = {
        "title": ways.name,
        "sub": "How they want to be written to",
        "back": _here(request, "outbox"),
        "back_label": "Messages",
    }
    values = {"page": heading, "form": form, "ways": ways, "labels": dict(CHANNELS)}
    return render(request, "comms/contact.html", values, status=422 if form.errors else 200)


def _keep(request: OfficeRequest, contact: uuid.UUID, ways: ContactWays, form: ContactWayForm) -> None:
    given, unwanted = form.cleaned_data, {channel for channel, _ in ways.unwanted}
    actions.choose_language(request.actor, contact=contact, language=given["language"], told_by=given["told_by"])
    for channel, _ in CHANNELS:
        if (channel not in unwanted) != (channel in given["wanted"]):
            actions.choose_channel(
                request.actor,
                contact=contact,
                channel=channel,
                wanted=channel in given["wanted"],
                told_by=given["told_by"],
            )


def _here(request: OfficeRequest, name: str) -> str:
    return reverse(f"comms:{name}", kwargs={"school": request.school.slug})
