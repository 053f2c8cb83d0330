"""Late registers: asking, sending somebody, noting what became of it, answering, and the school's ladder (REG-B)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rollbook.registers.actions.chasing import (
    answer_nudge,
    note_seen,
    nudge,
    send,
    set_ladder,
    stamp,
    take_back,
)
from rollbook.registers.chase_forms import LadderForm
from rollbook.registers.queries.chasing import ChaseLine, asked_for, ladder_on, ladders, staff_to_send
from rollbook.registers.queries.day_board import day_board
from rollbook.registers.views.addresses import clock
from rollbook.registers.views.live import told_of, url_of
from rollbook.registers.views.office import office_url
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

ASKED = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)


@dataclass(frozen=True, slots=True)
class Ask:
    """A register that a person is asked about, told of or sent for, in words."""

    key: str
    register: str
    says: str
    url: str
    answers: bool


@require_POST
@page(Permission.CHASE_REGISTERS)
def chase(request: OfficeRequest) -> HttpResponse:
    """One act about a late register: ask, send, arrived, back, or take the last of it back."""
    is_script = request.content_type == "application/json"
    given = _sent(request.body) if is_script else {name: str(request.POST[name]) for name in request.POST}
    says = _do(request, given)
    if is_script:
        return JsonResponse({"says": says})
    messages.info(request, says)
    return HttpResponseRedirect(_back_to(request, given.get("to", "")), status=303)


@require_safe
@page(Permission.CHASE_REGISTERS)
def sending(request: OfficeRequest) -> HttpResponse:
    """Whom to send to a room whose register is late, and what was done about it so far."""
    actor, key = request.actor, request.GET.get("register", "")
    board = day_board(actor, actor.today)
    line = board.line(key)
    if line is None:
        raise NotFound("There is no such register today.")
    where = " · ".join(words for words in (line.people_names or "no teacher named", line.room) if words)
    values = {
        "page": {"title": f"Send somebody: {line.name}", "sub": where, "back": office_url(request, "board")},
        "line": line,
        "staff": staff_to_send(actor),
        "told": [told_of(one) for one in line.chased],
        "url": url_of(request, key, actor.today),
        "chase_url": office_url(request, "chase"),
        "board_url": office_url(request, "board"),
        "ladder": [(step.label, step.minutes) for step in board.ladder.steps] if board.ladder else [],
    }
    return render(request, "registers/send.html", values)


@require_safe
@page(*ASKED, Permission.CHASE_REGISTERS)
def asked(request: OfficeRequest) -> HttpResponse:
    """The line of the top bar: which register this person is asked about, by whom and since when; empty for none."""
    values = {"asks": _asks(request), "mine_url": office_url(request, "asks")}
    return render(request, "registers/asked_bar.html", values)


@require_safe
@page(*ASKED, Permission.CHASE_REGISTERS)
def asks(request: OfficeRequest) -> HttpResponse:
    """Everything that this person is asked about today, to be answered; opening it stamps “seen”."""
    values = {
        "page": {"title": "Registers you are asked about"},
        "chased": asks_of(request),
        "chase_answer_url": office_url(request, "answer-chase"),
    }
    return render(request, "registers/asks.html", values)


@require_POST
@page(*ASKED, Permission.CHASE_REGISTERS)
def answer_chase(request: OfficeRequest) -> HttpResponse:
    """Say that a register is being taken, which opens it, or that somebody else is needed."""
    key, answer = _id(request.POST.get("key", "")), request.POST.get("act", "")
    found = next((one for one in asked_for(request.actor) if one.public_id == key), None)
    answer_nudge(request.actor, chase=key, answer=answer)
    if answer == "now" and found is not None:
        return HttpResponseRedirect(url_of(request, found.register, found.on), status=303)
    messages.info(request, "The office sees that somebody else is needed.")
    return HttpResponseRedirect(office_url(request, "asks"), status=303)


@page(Permission.SET_UP_SCHOOL)
def ladder(request: OfficeRequest) -> HttpResponseBase:
    """Every ladder that the school set, and the form for another from a day on."""
    actor = request.actor
    form = LadderForm(request.POST or None, around=actor.today, stands=ladder_on(actor, actor.today))
    if request.method == "POST" and tried(form, lambda: _set(request, form), beside="from_day"):
        messages.info(request, "The ladder is set. Who was told before stays as it was.")
        return redirect(office_url(request, "ladder"))
    values = {
        "page": {
            "title": "Late registers: who is told",
            "back": office_url(request, "board"),
            "back_label": "Registers",
        },
        "form": form,
        "ladders": ladders(actor),
        "today": actor.today,
    }
    return render(request, "registers/ladder.html", values, status=422 if form.errors else 200)


def asks_of(request: OfficeRequest) -> list[Ask]:
    """What this person is asked about; the first time it is shown, it counts as seen."""
    lines = asked_for(request.actor)
    if fresh := [line.public_id for line in lines if line.seen_at is None]:
        note_seen(request.actor, chases=fresh)
    return [_ask(request, line) for line in lines]


def _asks(request: OfficeRequest) -> list[Ask]:
    return [_ask(request, line) for line in asked_for(request.actor)]


def _ask(request: OfficeRequest, line: ChaseLine) -> Ask:
    says = {
        "nudge": f"{line.by_name} asks for it, {clock(line.at)}",
        "step": f"still not taken at {clock(line.at)}; you are told as {line.post}",
        "sent": f"{line.by_name} sends you there, {clock(line.at)}",
    }[line.kind]
    return Ask(str(line.public_id), line.name, says, url_of(request, line.register, line.on), line.kind != "sent")


def _do(request: OfficeRequest, given: Mapping[str, str]) -> str:
    actor = request.actor
    acts: Mapping[str, Callable[[str], str]] = {
        "nudge": lambda key: f"Asked: {', '.join(nudge(actor, register=key))}.",
        "send": lambda key: f"{send(actor, register=key, user_id=_person(given.get('user', '')))} is sent.",
        "arrived": lambda key: _stamped(request, key, "arrived"),
        "back": lambda key: _stamped(request, key, "back"),
        "undo": lambda key: _undone(request, key),
    }
    for name, act in acts.items():
        if given.get(name):
            return act(given[name])
    raise _unreadable()


def _stamped(request: OfficeRequest, key: str, what: str) -> str:
    stamp(request.actor, chase=_id(key), what=what)
    return "Noted: arrived." if what == "arrived" else "Noted: back."


def _undone(request: OfficeRequest, key: str) -> str:
    take_back(request.actor, chase=_id(key))
    return "Taken back."


def _set(request: OfficeRequest, form: forms.Form) -> int:
    assert isinstance(form, LadderForm)
    given = form.cleaned_data
    return set_ladder(request.actor, from_day=given["from_day"], lesson_after=given["lesson_after"], steps=form.steps)


def _sent(body: bytes) -> dict[str, str]:
    try:
        read = json.loads(body)
        return {str(name): str(value) for name, value in read.items()}
    except (ValueError, AttributeError) as bad:
        raise _unreadable() from bad


def _back_to(request: OfficeRequest, to: str) -> str:
    """The board as it was looked at; never another site."""
    own = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if own else office_url(request, "board")


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as bad:
        raise _unreadable() from bad


def _person(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        raise Refused("Choose who is sent.")
    return int(text)


def _unreadable() -> Refused:
    return Refused("What this page sent cannot be read, so nothing was changed. Load the board again.")
