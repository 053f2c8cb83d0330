"""Taking a message out of the outbox and noting what became of it: two short acts around the conversation.

Whatever happens to the machine between them, the message is never handed over twice by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt
from rollbook.comms.actions.wanting import Round
from rollbook.comms.events import HandOverBegun, HandOverEnded, MessageNotWanted
from rollbook.comms.models import HandOver, Message
from rollbook.comms.models.messages import Channel
from rollbook.comms.providers import Handed, Outcome, Outgoing
from rollbook.comms.queries.enclosures import enclosed_in
from rollbook.comms.words import address_place, subject_place, words_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

MOST_TRIES = 5
LONGEST_TALK = timedelta(minutes=5)
ASKED_AFTER, ASKED_FOR = timedelta(minutes=10), timedelta(hours=24)
BROKEN_OFF = "Rollbook was stopped while it handed this over: it may have gone, and it may not."

_S = Message.State


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that this worker, and no other, hands over now."""

    id: int
    attempt: int
    provider: str
    outgoing: Outgoing


def pause_after(tries: int) -> timedelta:
    """How long a message waits after its n-th try that did not reach the provider: 30 s, 2 min, 8 min, half an hour."""
    return min(timedelta(seconds=30 * 4.0 ** (tries - 1)), timedelta(minutes=30))


@action(Permission.HAND_OVER_MESSAGES)
def begin(actor: Actor, *, channel: str, provider: str, asking: Round) -> Begun | None:
    """Take the message that is due longest out of the outbox, unless it is no longer wanted; None when none is due.

    The attempt is on record before the first byte goes. `asking` is kept for a round of hand-overs at one moment.
    """
    due = Message.objects.filter(
        school_id=actor.school, channel=channel, state=_S.WAITING, held_until__lte=actor.now
    ).order_by("held_until", "id")
    while (row := _locked(due)) is not None:
        answer = asking.answer(actor, row, due)
        if answer.failed:
            _become(actor, row, _S.FAILED, answer.why)
            record(actor, HandOverEnded(row.public_id, 0, _S.FAILED.value))
        elif answer.why:
            _become(actor, row, _S.NOT_WANTED, answer.why)
            record(actor, MessageNotWanted(row.public_id))
        elif (outgoing := _with_enclosures(actor, row)) is not None:
            return _begun(actor, row, provider, outgoing)
    record_nothing_changed()
    return None


@action(Permission.HAND_OVER_MESSAGES)
def ended(actor: Actor, *, begun: Begun, handed: Handed) -> None:
    """Note what the provider answered; a message that did not reach it waits for another try, five in all."""
    row = Message.objects.select_for_update().get(pk=begun.id, school_id=actor.school)
    attempt = row.attempts.get(number=begun.attempt)
    # A long conversation may have been taken for broken off meanwhile; what the provider said stands.
    if row.state not in (_S.HANDING, _S.DOUBT):
        record_nothing_changed()
        return
    _end(actor, row, attempt, handed)


@action(Permission.HAND_OVER_MESSAGES)
def broken_off(actor: Actor) -> tuple[Begun, ...]:
    """The messages whose hand-over began long ago and never ended: each is in doubt from now on."""
    rows = Message.objects.filter(
        school_id=actor.school, state=_S.HANDING, changed_at__lte=actor.now - LONGEST_TALK
    ).select_for_update()
    found = []
    for row in rows.order_by("id")[:100]:
        attempt = row.attempts.order_by("-number")[0]
        _end(actor, row, attempt, Handed(Outcome.DOUBT, why=BROKEN_OFF))
        found.append(Begun(row.pk, attempt.number, row.provider, outgoing_of(row)))
    if not found:
        record_nothing_changed()
    return tuple(found)


@action(Permission.HAND_OVER_MESSAGES)
def in_doubt(actor: Actor) -> tuple[Begun, ...]:
    """The messages that have been in doubt for a while, not over a day: their providers are asked once more.

    So late, what a provider does not know it never took.
    """
    rows = Message.objects.filter(
        school_id=actor.school,
        state=_S.DOUBT,
        changed_at__range=(actor.now - ASKED_FOR, actor.now - ASKED_AFTER),
    )
    record_nothing_changed()
    return tuple(
        Begun(row.pk, row.attempts.count(), row.provider, outgoing_of(row)) for row in rows.order_by("id")[:100]
    )


@action(Permission.HAND_OVER_MESSAGES)
def learned(actor: Actor, *, message: int, handed: Handed) -> None:
    """A provider that could be asked has said what became of a message in doubt."""
    row = Message.objects.select_for_update().get(pk=message, school_id=actor.school)
    if row.state != _S.DOUBT or handed.outcome is Outcome.DOUBT:
        record_nothing_changed()
        return
    _end(actor, row, row.attempts.order_by("-number")[0], handed)


def outgoing_of(row: Message) -> Outgoing:
    """The message in clear, for the moment of its hand-over."""
    subject = decrypt(row.subject, place=subject_place(row.public_id)) if row.subject else ""
    return Outgoing(
        ref=str(row.public_id),
        to=decrypt(row.address, place=address_place(row.public_id)),
        subject=subject,
        words=decrypt(row.words, place=words_place(row.public_id)),
        purpose=row.purpose,
    )


def _locked(due: QuerySet[Message]) -> Message | None:
    """The first that no other worker holds; SQLite lets one at a time in anyway."""
    skip = connection.features.has_select_for_update_skip_locked
    return due.select_for_update(skip_locked=skip).first()


def _with_enclosures(actor: Actor, row: Message) -> Outgoing | None:
    """The message with its files; None where one is not on the disk: it fails alone and holds up no other."""
    if row.channel != Channel.EMAIL:
        return outgoing_of(row)
    try:
        return replace(outgoing_of(row), enclosed=enclosed_in(actor, row))
    except Refused as missing:
        _become(actor, row, _S.FAILED, missing.says)
        record(actor, HandOverEnded(row.public_id, 0, _S.FAILED.value))
        return None


def _begun(actor: Actor, row: Message, provider: str, outgoing: Outgoing) -> Begun:
    number = row.attempts.count() + 1
    HandOver.objects.create(school_id=actor.school, message=row, number=number, provider=provider, began_at=actor.now)
    _become(actor, row, _S.HANDING, "", provider=provider)
    record(actor, HandOverBegun(row.public_id, number))
    return Begun(row.pk, number, provider, outgoing)


def _end(actor: Actor, row: Message, attempt: HandOver, handed: Handed) -> None:
    outcome = handed.outcome
    if outcome is Outcome.AGAIN and attempt.number >= MOST_TRIES:
        outcome = Outcome.FAILED
    HandOver.objects.filter(pk=attempt.pk).update(ended_at=actor.now, outcome=outcome.value, why=handed.why[:200])
    state = {
        Outcome.HANDED: _S.HANDED,
        Outcome.AGAIN: _S.WAITING,
        Outcome.FAILED: _S.FAILED,
        Outcome.DOUBT: _S.DOUBT,
    }[outcome]
    more: dict[str, object] = {"provider_ref": handed.ref} if handed.ref else {}
    if state == _S.WAITING:
        more["held_until"] = actor.now + pause_after(attempt.number)
    _become(actor, row, state, handed.why, **more)
    record(actor, HandOverEnded(row.public_id, attempt.number, state.value))


def _become(actor: Actor, row: Message, state: str, why: str, **more: object) -> None:
    Message.objects.filter(pk=row.pk).update(state=state, why=why[:200], changed_at=actor.now, **more)
