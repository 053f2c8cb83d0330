"""The school's internal rooms: where each stands, and a room's roll by keyboard, by scan and on a telephone (REG-C)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries import PupilLine
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions
from rollbook.site.actions import Entered
from rollbook.site.queries.finding import for_the_roll, pupil_to_send, scanned, to_send
from rollbook.site.queries.rooms import NO_ROOM, RoomLine, RoomRoll, room_of, room_roll, room_version, rooms_on
from rollbook.site.room_forms import CameForm, SendForm
from rollbook.web.components.layout import Identity
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.plain_text import kept

TAKES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
SEES = (*TAKES, Permission.SEE_ON_SITE)
SPARE_LINES = 6
UNREADABLE = "What this page sent cannot be read, so nothing was changed. Load the page again."


@require_safe
@page(*SEES)
def rooms(request: OfficeRequest) -> HttpResponse:
    """The rooms in use today with their numbers; and sending a pupil to one."""
    return _rooms(request)


@require_POST
@page(*TAKES)
def find_to_send(request: OfficeRequest) -> HttpResponse:
    """The pupils whom this person may send, by the first letters of a name."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = to_send(request.actor, typed)
    if is_partial(request):
        return render(request, "site/found_to_send.html", {"found": found, "typed": typed})
    return _rooms(request, typed, found)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*TAKES)
def send(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Send one pupil to a room now: where, why, and a word for the room."""
    who = pupil_to_send(request.actor, pupil)
    open_rooms = [(str(r.public_id), r.name) for r in rooms_on(request.actor, request.actor.today)]
    opening = {"stay": uuid.uuid4(), "room": request.GET.get("room", "")}
    form = SendForm(request.POST or None, rooms=open_rooms, initial=opening)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.send_to_room(
            request.actor,
            room=uuid.UUID(given["room"]),
            stay_id=given["stay"],
            pupil=str(pupil),
            reason=given["reason"],
            note=given["note"],
        )
        messages.info(request, f"{who.name} is expected in {dict(open_rooms)[given['room']]} now.")
        return HttpResponseRedirect(_url(request, "rooms"), status=303)
    values = {
        "page": {"title": f"Send {who.name}", "back": _url(request, "rooms"), "back_label": "Rooms"},
        "who": Identity(name=who.name, group=who.registration, year=f"Year {who.nc_year}" if who.nc_year else ""),
        "form": form,
    }
    return render(request, "site/room_send.html", values, status=422 if form.is_bound else 200)


@require_safe
@page(*SEES)
def room(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """A room's roll now."""
    return _roll_page(request, room)


@require_safe
@page(*SEES)
def room_paper(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """A room's roll on paper, with boxes for who comes and when."""
    roll = room_roll(request.actor, room)
    listed = [*roll.not_arrived, *roll.expected, *roll.here, *roll.moved, *roll.gone]
    values = {
        "page": {
            "title": roll.room.name,
            "sub": f"{in_words(request.actor.today)} · {_where(roll.room)}",
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
        },
        "room": roll.room,
        "listed": sorted(listed, key=lambda stay: stay.pupil.order),
        "spare": range(SPARE_LINES),
    }
    return render(request, "site/room_sheet.html", values)


@require_safe
@page(*SEES)
def room_state(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """What grows with every change of the roll, for open pages to ask."""
    line = room_of(request.actor, room)
    if not (line.runs or request.actor.may(Permission.SEE_ON_SITE)):
        raise NotFound(NO_ROOM)
    late = rooms_late(request, line)
    return JsonResponse({"version": f"{room_version(request.actor, line.id)}-{late}"})


@require_POST
@page(*TAKES)
def room_find(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Whoever comes, by two letters; a scanned number checks in at once."""
    line = room_of(request.actor, room)
    if not line.runs:
        raise NotFound(NO_ROOM)
    typed = kept(request.POST.get("q", "")).strip()[:60]
    if not is_partial(request) and (who := scanned(request.actor, typed)):
        return _came(request, room, who.public_id)
    found = for_the_roll(request.actor, typed)
    if is_partial(request):
        return render(request, "site/found_in_room.html", {**_found(found, typed), "room": line})
    return _roll_page(request, room, typed, found)


@require_POST
@page(*TAKES)
def room_came(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """A pupil who was found has come."""
    room_of(request.actor, room)
    form = CameForm(request.POST)
    if form.is_valid() and form.cleaned_data["pupil"]:
        return _came(request, room, form.cleaned_data["pupil"])
    raise Refused("Write the time as 9:40, or leave it empty for now." if form.errors.get("at") else UNREADABLE)


@require_POST
@page(*TAKES)
def room_in(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Those of the roll who have come, one or all."""
    done = actions.check_in(request.actor, room=room, stays=_stays(request, room))
    messages.info(request, _says(done, ""))
    return _back(request, room)


@require_POST
@page(*TAKES)
def room_out(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Those who leave the room, one or all."""
    left = actions.check_out(request.actor, room=room, stays=_stays(request, room))
    messages.info(request, f"{left} checked out." if left else "They were checked out already.")
    return _back(request, room)


@require_POST
@page(*TAKES)
def room_withdraw(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """A pupil is not coming after all."""
    actions.withdraw_stay(request.actor, room=room, stay=_stays(request, room)[0])
    messages.info(request, "Not expected any more.")
    return _back(request, room)


@require_POST
@page(*TAKES)
def room_seen(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    """Somebody of the room has seen that a pupil is in another one."""
    actions.see_move(request.actor, room=room, stay=_stays(request, room)[0])
    return _back(request, room)


def rooms_late(request: OfficeRequest, line: RoomLine) -> int:
    """How many have not arrived, which grows with the clock alone."""
    found = {one.id: one.not_arrived for one in rooms_on(request.actor, request.actor.today)}
    return found.get(line.id, 0)


def _came(request: OfficeRequest, room: uuid.UUID, pupil: uuid.UUID) -> HttpResponse:
    form = CameForm({**request.POST.dict(), "stay": request.POST.get("stay") or str(uuid.uuid4())})
    if not form.is_valid():
        raise Refused("Write the time as 9:40, or leave it empty for now." if form.errors.get("at") else UNREADABLE)
    given = form.cleaned_data
    done = actions.walk_in(
        request.actor,
        room=room,
        stay_id=given["stay"],
        pupil=str(pupil),
        reason=given["reason"],
        at=form.moment(request.actor.today),
    )
    messages.info(request, _says(done, "That pupil is in the room already."))
    return _back(request, room)


def _says(done: Entered, nothing: str) -> str:
    """What came of checking in, with what a person has still to look at."""
    if not done.came:
        return nothing or "They were checked in already."
    parts = [f"{done.came} checked in."]
    if done.moved:
        parts.append(f"{done.moved} came from another room, whose roll says so.")
    if done.marked:
        parts.append(f"{done.marked} marked present.")
    if done.conflicts:
        parts.append(f"{done.conflicts} had another mark: it stays, and the office sees both.")
    if done.told_desk:
        parts.append(f"{done.told_desk} stood as absent: the front desk is asked for the mark.")
    return " ".join(parts)


def _rooms(request: OfficeRequest, typed: str = "", found: tuple[PupilLine, ...] = ()) -> HttpResponse:
    watches = request.actor.may(Permission.SEE_ON_SITE)
    lines = rooms_on(request.actor, request.actor.today)
    values = {
        "page": {"title": "Rooms", "sub": in_words(request.actor.today)},
        "rooms": [(line, line.runs or watches) for line in sorted(lines, key=lambda line: not line.runs)],
        "typed": typed,
        "found": found,
        "sends": any(request.actor.may(p) for p in TAKES),
        "sets_up": request.actor.may(Permission.SET_UP_SCHOOL),
    }
    return render(request, "site/rooms.html", values)


def _roll_page(
    request: OfficeRequest, room: uuid.UUID, typed: str = "", found: tuple[PupilLine, ...] = ()
) -> HttpResponse:
    values = _roll_values(request, room_roll(request.actor, room)) | _found(found, typed)
    return render(request, "site/room.html", values)


def _roll_values(request: OfficeRequest, roll: RoomRoll) -> dict[str, object]:
    line = roll.room
    return {
        "page": {
            "title": line.name,
            "sub": f"{in_words(request.actor.today)} · {_where(line)}",
            "back": _url(request, "rooms"),
            "back_label": "Rooms",
        },
        "room": line,
        "roll": roll,
        "version": f"{roll.version}-{len(roll.not_arrived)}",
        "late_title": f"Not arrived after {line.wait} minutes",
        "reports": request.actor.may(Permission.REPORT_MISSING),
    }


def _where(line: RoomLine) -> str:
    return " · ".join(part for part in (line.kind_says, line.site, ", ".join(line.staff)) if part)


def _found(found: tuple[PupilLine, ...], typed: str) -> dict[str, object]:
    return {"found": [(p, uuid.uuid4()) for p in found], "typed": typed}


def _stays(request: OfficeRequest, room: uuid.UUID) -> list[uuid.UUID]:
    room_of(request.actor, room)  # a room that is not there is 404, whatever the form holds
    try:
        stays = [uuid.UUID(text) for text in request.POST.getlist("stay")]
    except ValueError as bad:
        raise Refused(UNREADABLE) from bad
    if not stays:
        raise Refused(UNREADABLE)
    return stays


def _back(request: OfficeRequest, room: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(_url(request, "room", room=room), status=303)


def _url(request: OfficeRequest, name: str, **place: uuid.UUID) -> str:
    return reverse(f"site:{name}", kwargs={"school": request.school.slug, **place})
