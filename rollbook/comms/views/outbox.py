"""The outbox: what waits and can be taken back, what asks for somebody, what went."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.comms import actions, queries
from rollbook.comms.queries.accounts import channels_set
from rollbook.comms.queries.mailbox import mailbox_state
from rollbook.comms.queries.outbox import MessageLine, Outbox
from rollbook.comms.queries.replies import replies_waiting
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page

TONES = {"failed": "stop", "doubt": "warn", "delivered": "ok", "handed": "info"}


@require_safe
@page(Permission.SEND_MESSAGES)
def outbox_page(request: OfficeRequest) -> HttpResponse:
    """Everything that waits or asks for somebody, and what became of today's messages."""
    shown = queries.outbox(request.actor)
    waiting = [line for line in shown.waiting if line.is_held]
    values = {
        "page": {"title": "Messages", "sub": _where(request, shown)},
        "shown": shown,
        "replies": replies_waiting(request.actor),
        "mailbox": mailbox_state(request.actor),
        "tones": TONES,
        "waiting": waiting,
        "going": [line for line in shown.waiting if not line.is_held],
        "take_all": f"Take back {_of(waiting)}",
        "no_way": [] if channels_set(request.actor) else ["text", "email"],
        "may_set_up": request.actor.may(Permission.SET_UP_SCHOOL),
    }
    return render(request, "comms/outbox.html", values)


@require_safe
@page(Permission.SEND_MESSAGES)
def message_page(request: OfficeRequest, message: uuid.UUID) -> HttpResponse:
    """One message as it went, or will go, and every attempt."""
    shown = queries.message(request.actor, message)
    line = shown.line
    values = {
        "page": {
            "title": f"{line.channel} to {line.contact}",
            "sub": ", ".join(about.name for about in line.pupils),
            "back": _outbox(request),
            "back_label": "Messages",
        },
        "shown": shown,
        "line": line,
        "tone": TONES.get(line.state, ""),
    }
    return render(request, "comms/message.html", values)


@require_POST
@page(Permission.SEND_MESSAGES)
def take_back(request: OfficeRequest) -> HttpResponse:
    """Take back those that still wait; what has gone in the meantime is said."""
    asked = _ids(request.POST.getlist("message"))
    taken = actions.take_back(request.actor, messages=asked)
    gone = len(asked) - taken
    said = [f"{taken} taken back." if taken else ""]
    if gone:
        said.append(f"{gone} had gone already." if taken else "Too late: gone already.")
    notes.info(request, " ".join(part for part in said if part))
    return HttpResponseRedirect(_outbox(request), status=303)


@require_POST
@page(Permission.SEND_MESSAGES)
def deal_with(request: OfficeRequest, reply: uuid.UUID) -> HttpResponse:
    """A reply was read, and what it asks has been done."""
    actions.deal_with(request.actor, reply=reply)
    notes.info(request, "Dealt with.")
    return HttpResponseRedirect(_outbox(request), status=303)


@require_POST
@page(Permission.SEND_MESSAGES)
def settle(request: OfficeRequest, message: uuid.UUID) -> HttpResponse:
    """A person says whether a message in doubt went."""
    it_went = request.POST.get("went") == "yes"
    actions.settle_doubt(request.actor, message=message, it_went=it_went)
    notes.info(request, "Kept as sent." if it_went else "Kept as not sent: it can be tried again.")
    return HttpResponseRedirect(_outbox(request), status=303)


@require_POST
@page(Permission.SEND_MESSAGES)
def try_again(request: OfficeRequest, message: uuid.UUID) -> HttpResponse:
    """A message that failed goes back into the outbox."""
    actions.try_again(request.actor, message=message)
    notes.info(request, "In the outbox again; it goes in a minute.")
    return HttpResponseRedirect(_outbox(request), status=303)


def _where(request: OfficeRequest, shown: Outbox) -> str:
    return f"{in_words(request.actor.today)} · {len(shown.went)} sent, {len(shown.waiting)} waiting"


def _of(lines: Sequence[MessageLine]) -> str:
    return "1 message" if len(lines) == 1 else f"{len(lines)} messages"


def _outbox(request: OfficeRequest) -> str:
    return reverse("comms:outbox", kwargs={"school": request.school.slug})


def _ids(typed: Sequence[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in typed]
    except ValueError:
        raise NotFound("There is no such message in this school.") from None
