"""Making a room's roll ahead: from a group or a pasted list; and setting the rooms up (REG-C)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.queries.groups import group
from rollbook.pupils.queries.lines import PupilLine, roster
from rollbook.pupils.queries.pasted import PastedList, read_pasted
from rollbook.registers.views.office import every_group
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.queries import sites
from rollbook.site import actions
from rollbook.site.queries.rooms import NO_ROOM, RoomLine, room_of, rooms_on, seeing_everybody
from rollbook.site.room_forms import ExpectForm, RoomForm
from rollbook.site.views.rooms import TAKES
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page

SETS = Permission.SET_UP_SCHOOL


@require_http_methods(["GET", "HEAD", "POST"])
@page(*TAKES)
def room_expect(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Expect pupils in a room: a group or a pasted list, looked through before it is made."""
    line = room_of(request.actor, room)
    if not line.runs:
        raise NotFound(NO_ROOM)
    groups = [(str(g.public_id), f"{g.name} ({g.size})") for g in every_group(request.actor, request.actor.today)]
    form = ExpectForm(request.POST or None, today=request.actor.today, groups=groups)
    if not form.is_bound or not form.is_valid():
        return _expect_page(request, line, form)
    if request.POST.get("act") == "make":
        return _make(request, line, form)
    read = _read(request, form)
    if not read.pupils:
        form.add_error("pasted", "Nobody of the school's roll stands in this list. Check the lines, or choose a group.")
    return _expect_page(request, line, form, read)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SETS)
def room_set_up(request: OfficeRequest) -> HttpResponse:
    """The rooms in use, and a new one."""
    form = _room_form(request)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_up_room(
                request.actor,
                name=given["name"],
                kind=given["kind"],
                staff=form.people,
                wait=given["wait"],
                site=form.site_id,
            )
        except Refused as refused:
            form.add_error(None, refused.says)
        else:
            messages.info(request, f"{given['name']} is set up from today.")
            return HttpResponseRedirect(_url(request, "room-set-up"), status=303)
    values = {
        "page": {"title": "Rooms", "sub": "Set-up", "back": _url(request, "rooms"), "back_label": "Rooms"},
        "rooms": rooms_on(request.actor, request.actor.today),
        "form": form,
    }
    return render(request, "site/room_set_up.html", values, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SETS)
def room_change(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Who runs a room from today, and after how many minutes a pupil counts as not arrived."""
    line = room_of(request.actor, room)
    form = _room_form(request, line)
    if form.is_bound and form.is_valid():
        try:
            actions.change_room_staff(request.actor, room=room, staff=form.people, wait=form.cleaned_data["wait"])
        except Refused as refused:
            form.add_error("wait", refused.says)
        else:
            messages.info(request, f"{line.name} is changed from today.")
            return HttpResponseRedirect(_url(request, "room-set-up"), status=303)
    values = {
        "page": {"title": line.name, "back": _url(request, "room-set-up"), "back_label": "Rooms"},
        "room": line,
        "form": form,
    }
    return render(request, "site/room_change.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(SETS)
def room_end(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Today is the room's last day."""
    actions.end_room(request.actor, room=room)
    messages.info(request, "Today is the room's last day. Its rolls are kept.")
    return HttpResponseRedirect(_url(request, "room-set-up"), status=303)


def _make(request: OfficeRequest, line: RoomLine, form: ExpectForm) -> HttpResponse:
    given = form.cleaned_data
    made = actions.expect_in_room(
        request.actor,
        room=line.public_id,
        pupils=request.POST.getlist("pupil"),
        at=form.moment(request.actor.today),
        reason=given["reason"],
        note=given["note"],
    )
    messages.info(request, f"{made} pupil{'' if made == 1 else 's'} put on the roll of {line.name}.")
    return HttpResponseRedirect(_url(request, "room", room=line.public_id), status=303)


def _read(request: OfficeRequest, form: ExpectForm) -> PastedList:
    """Whom the group and the pasted list mean together."""
    given, seeing = form.cleaned_data, seeing_everybody(request.actor)
    read = read_pasted(request.actor, given["pasted"])
    members: tuple[PupilLine, ...] = ()
    if given["group"]:
        found = group(seeing, uuid.UUID(given["group"]))
        members = roster(seeing, found.id, given["on"] or request.actor.today)
    everybody = {p.id: p for p in (*read.pupils, *members)}.values()
    pupils = tuple(sorted(everybody, key=lambda p: p.order))
    return PastedList(pupils, read.nobody, read.several)


def _expect_page(
    request: OfficeRequest, line: RoomLine, form: ExpectForm, read: PastedList | None = None
) -> HttpResponse:
    values = {
        "page": {
            "title": f"Expect pupils in {line.name}",
            "back": _url(request, "room", room=line.public_id),
            "back_label": line.name,
        },
        "room": line,
        "form": form,
        "read": read,
    }
    return render(request, "site/room_expect.html", values, status=422 if form.is_bound and form.errors else 200)


def _room_form(request: OfficeRequest, line: RoomLine | None = None) -> RoomForm:
    staff, places = staff_of(request.actor), sites(request.actor)
    initial = {"wait": line.wait, "staff": [str(key) for key in line.staff_ids]} if line else {"wait": 10}
    return RoomForm(request.POST or None, staff=staff, sites=places, new=line is None, initial=initial)


def _url(request: OfficeRequest, name: str, **place: uuid.UUID) -> str:
    return reverse(f"site:{name}", kwargs={"school": request.school.slug, **place})
