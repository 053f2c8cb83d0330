"""After the meeting: signing, correcting, and giving copies to those who were there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.meetings.actions import begin_correction, sign_and_freeze
from rollbook.meetings.actions import circulate as give_copies
from rollbook.meetings.forms import CorrectForm, told_by
from rollbook.meetings.queries.freezing import to_sign
from rollbook.meetings.queries.telling import way_of
from rollbook.meetings.views.places import HOLDS, back, url, when, whose
from rollbook.meetings.views.showing import shown
from rollbook.rules.access import Permission
from rollbook.rules.meetings import Part
from rollbook.rules.refused import Refused
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLDS)
def sign(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Everything that will stand in the signed copy, read once more; and signing it."""
    found = shown(request, meeting)
    if request.method == "POST":
        sign_and_freeze(request.actor, meeting=meeting)
        messages.info(request, "Signed. Nothing of it changes from now on.")
        return back(request, meeting, "signed")
    said, why_not = _to_sign(request, meeting)
    values = {
        "page": {
            "title": "Sign the minutes",
            "sub": f"{found.line.title} · {whose(found.line)} · {when(found.line)}",
            "back": url(request, "meeting", meeting),
            "back_label": found.line.title,
        },
        "said": said,
        "why_not": why_not,
        "silent": [one.name for one in found.people if not one.withdrawn and not one.presence.value],
        "undecided": not found.decisions,
        "asks": found.line.kind.asks,
    }
    return render(request, "meetings/sign.html", values)


@require_POST
@page(HOLDS)
def correct(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Begin a new edition that names the old."""
    shown(request, meeting)
    form = CorrectForm(request.POST)
    if tried(
        form, lambda: begin_correction(request.actor, meeting=meeting, why=form.cleaned_data["why"]), beside="why"
    ):
        messages.info(request, "Write what is right, and sign the new edition. The old one stands beside it.")
        return back(request, meeting, "minutes")
    messages.warning(request, str(next(iter(form.errors["why"]))))
    return back(request, meeting, "signed")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def circulate(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Who gets a copy, by which way; and giving it."""
    found = shown(request, meeting)
    if request.method == "POST":
        chosen = [one.public_id for one in found.people if str(one.public_id) in request.POST.getlist("to")]
        told = give_copies(request.actor, meeting=meeting, people=chosen, by=told_by(request.POST, found.people))
        messages.info(request, f"Copies given: {sum(not one.left_out for one in told)}. Messages wait a minute.")
        for one in (one for one in told if one.left_out):
            messages.warning(request, f"{one.name}: {one.left_out}.")
        return back(request, meeting, "signed")
    had = {one.person for copy in found.copies[:1] for one in copy.sent if not one.left_out}
    rows = [
        (one, one.person.public_id not in had)
        for one in way_of(request.actor, found, everybody=True)
        if one.person.part is not Part.PUPIL and not one.person.withdrawn
    ]
    values = {
        "page": {
            "title": "Give copies of the minutes",
            "sub": f"{found.line.title} · {whose(found.line)} · {when(found.line)}",
            "back": url(request, "meeting", meeting),
            "back_label": found.line.title,
        },
        "signed": found.line.state == "signed",
        "rows": rows,
        "many": found.line.kind.many,
    }
    return render(request, "meetings/circulate.html", values)


def _to_sign(request: OfficeRequest, meeting: uuid.UUID) -> tuple[Mapping[str, object] | None, str]:
    """What would stand in the copy; or why it cannot be signed now."""
    try:
        return to_sign(request.actor, meeting).said, ""
    except Refused as refused:
        return None, refused.says
