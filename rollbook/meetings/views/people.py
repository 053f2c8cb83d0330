"""Who is asked to a meeting: put on the list, told, and what they answered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.meetings.actions import ask_people, note_presence, note_reply, take_off
from rollbook.meetings.actions import invite as tell_people
from rollbook.meetings.forms import OutsiderForm, answers, told_by
from rollbook.meetings.queries.choosing import contacts_to_ask
from rollbook.meetings.queries.telling import way_of
from rollbook.meetings.views.places import ASKED, HOLDS, back, count, url, when, whose
from rollbook.meetings.views.showing import shown
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_POST
@page(HOLDS)
def ask(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Put somebody on the list."""
    found = shown(request, meeting)
    contacts = () if found.line.kind.many else contacts_to_ask(request.actor, found.line.pupils)
    form = OutsiderForm(request.POST, staff=staff_of(request.actor), contacts=contacts)
    acted = tried(form, lambda: ask_people(request.actor, meeting=meeting, people=[form.asked()]), beside="name")
    if not acted:
        messages.warning(request, str(next(iter(next(iter(form.errors.values()))))))
    return back(request, meeting, "people")


@require_POST
@page(HOLDS)
def off(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Take somebody off the list."""
    found = shown(request, meeting)
    person = next((one for one in found.people if str(one.public_id) == request.POST.get("person")), None)
    if person is None:
        raise NotFound("Nobody of that kind is asked to this meeting.")
    take_off(request.actor, meeting=meeting, person=person.public_id)
    messages.info(request, f"{person.name} is off the list." + (" Tell them." if person.invited_at else ""))
    return back(request, meeting, "people")


@require_POST
@page(HOLDS, ASKED)
def who(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Who comes, and who was there."""
    found = shown(request, meeting)
    for person, (reply, presence) in answers(request.POST, found.people).items():
        if reply is not None:
            note_reply(request.actor, meeting=meeting, person=person, reply=reply)
        if presence is not None:
            note_presence(request.actor, meeting=meeting, person=person, presence=presence)
    return back(request, meeting, "people")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def invite(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Who is told by which way, before anything goes; and telling them."""
    found = shown(request, meeting)
    if request.method == "POST":
        told = tell_people(request.actor, meeting=meeting, by=told_by(request.POST, found.people))
        reached, left = sum(not one.left_out for one in told), [one for one in told if one.left_out]
        messages.info(request, f"{count(reached, 'person').replace('persons', 'people')} told. Messages wait a minute.")
        for one in left:
            messages.warning(request, f"{one.name}: {one.left_out}.")
        return back(request, meeting, "people")
    ways = way_of(request.actor, found)
    values = {
        "page": {
            "title": "Tell people" if found.line.state != "cancelled" else "Tell people that it is cancelled",
            "sub": f"{found.line.title} · {whose(found.line)} · {when(found.line)}",
            "back": url(request, "meeting", meeting),
            "back_label": found.line.title,
        },
        "found": found,
        "rows": ways,
    }
    return render(request, "meetings/invite.html", values)
