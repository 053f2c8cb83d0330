"""The calling list: whom people have to ring, what is to be said, and what came of it today."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from rollbook.audit.actions import log_list
from rollbook.audit.keys import decrypt
from rollbook.comms.models import CallOutcome, Message
from rollbook.comms.queries.outbox import MessageLine, lines_of
from rollbook.comms.words import address_place, words_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor

STILL_OPEN = timedelta(days=7)
MOST = 200
_S = Message.State
OUTCOMES = tuple((value, label) for value, label in CallOutcome.Outcome.choices)


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: whom, at which number, what to say, and each try with its outcome."""

    line: MessageLine
    number: str
    words: str
    tries: tuple[tuple[datetime, str, str], ...]
    tick: uuid.UUID

    @property
    def is_open(self) -> bool:
        return self.line.state == _S.HANDED


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call by what it was about and its last outcome; ids of the contact and the pupils."""

    purpose: str
    slot: str
    contact: int | None
    pupils: tuple[int, ...]
    outcome: str
    key: str


def call_made(actor: Actor, message: uuid.UUID) -> CallMade | None:
    """What came of a call, by its message; None before anything did: two statements."""
    calls = CallOutcome.objects.filter(school_id=actor.school, message__public_id=message).select_related("message")
    last = calls.order_by("-at", "-id").first()
    if last is None:
        return None
    about = list(last.message.about.order_by("pupil_id").values_list("pupil_id", "slot"))
    slot = last.message.slot or (about[0][1] if about else "")
    pupils = tuple(pupil for pupil, _ in about)
    return CallMade(last.message.purpose, slot, last.message.contact_id, pupils, last.outcome, last.key)


def calling_list(actor: Actor) -> tuple[CallLine, ...]:
    """What is still to be rung, the oldest first, then what was rung today: six statements, one of which notes it."""
    actor.require(Permission.SEND_MESSAGES)
    midnight = datetime.combine(actor.today, time(), LONDON)
    rows = Message.objects.filter(school_id=actor.school, channel="voice", provider="phone-list").filter(
        Q(state=_S.HANDED, made_at__gte=actor.now - STILL_OPEN)
        | Q(state__in=(_S.DELIVERED, _S.FAILED), changed_at__gte=midnight)
    )
    found = list(rows.order_by("made_at", "id")[:MOST])
    if not found:
        return ()
    log_list(actor, what="calling list", count=len(found))
    tries: dict[int, list[tuple[datetime, str, str]]] = defaultdict(list)
    for one in CallOutcome.objects.filter(message__in=found).order_by("at", "id"):
        tries[one.message_id].append((one.at, one.get_outcome_display(), one.by_name))
    calls = [
        CallLine(
            line=line,
            number=as_dialled_here(decrypt(row.address, place=address_place(row.public_id))),
            words=decrypt(row.words, place=words_place(row.public_id)),
            tries=tuple(tries[row.pk]),
            tick=uuid.uuid4(),
        )
        for row, line in zip(found, lines_of(actor, found), strict=True)
    ]
    return tuple(sorted(calls, key=lambda call: not call.is_open))
