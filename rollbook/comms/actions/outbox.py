"""Putting messages into the outbox, to the right people only, and taking them back (COM-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.enclosing import (
    ENCLOSES_NOT,
    Enclosure,
    check_enclosures,
    keep_enclosures,
    takes_enclosures,
)
from rollbook.comms.actions.making import check_words, made_message
from rollbook.comms.events import MessagesPutOut, MessageTakenBack
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.queries.reaching import reach_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

HOLD = timedelta(seconds=60)
NO_MESSAGE = "There is no such message in this school."


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be: about these pupils (ids), to this contact (id), by this channel, in these words.

    `slot` says which question it answers and which try it is: for one pupil, contact and slot there
    is one message and never another. `to` is one of the contact's own addresses, or empty for the
    first that the channel can reach. Words that tell nothing of the pupil (`tells` is false) may also go
    to a contact who may not be told; to one with whom there must be no contact nothing ever goes.
    `enclosed` are kept files that go with an e-mail, frozen with it.
    """

    pupils: tuple[int, ...]
    contact: int
    channel: str
    slot: str
    words: str
    subject: str = ""
    to: str = ""
    tells: bool = True
    enclosed: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a draft: the message it is now (or was already), or why it was left out."""

    draft: Draft
    message: uuid.UUID | None
    left_out: str = ""
    was_there: bool = False


@action(Permission.SEND_MESSAGES)
def put_in_outbox(actor: Actor, *, drafts: Sequence[Draft], purpose: str, hold: timedelta = HOLD) -> tuple[Put, ...]:
    """Put messages of one purpose into the outbox, held for a minute; what became of each draft, in order.

    Left out, and said why: contacts who must not be told or written to, who do not want the channel,
    or whom it cannot reach. A slot that is filled is answered with the message that fills it.
    """
    for draft in drafts:
        _readable(draft)
    check_enclosures(actor, [(draft.channel, draft.enclosed) for draft in drafts])
    carries = not any(draft.enclosed for draft in drafts) or takes_enclosures(actor)
    reach = reach_of(actor, drafts)
    there = _filled(actor, drafts)
    made: list[tuple[Message, Draft]] = []
    answers: list[Put] = []
    for draft in drafts:
        slots = [(pupil, draft.contact, draft.slot) for pupil in draft.pupils]
        before = next((there[s] for s in slots if s in there), None)
        way = reach[draft]
        if before is not None:
            answers.append(Put(draft, before, was_there=True))
        elif way.left_out:
            answers.append(Put(draft, None, left_out=way.left_out))
        elif draft.enclosed and not carries:
            answers.append(Put(draft, None, left_out=ENCLOSES_NOT))
        else:
            message = made_message(actor, draft, to=way.to, purpose=purpose, hold=hold, contact_id=draft.contact)
            there.update(dict.fromkeys(slots, message.public_id))
            made.append((message, draft))
            answers.append(Put(draft, message.public_id))
    if not made:
        record_nothing_changed()
        return tuple(answers)
    _keep(actor, made)
    ids = tuple(str(message.public_id) for message, _ in made)
    record(actor, MessagesPutOut(purpose, ids, sum(bool(a.left_out) for a in answers)))
    return tuple(answers)


@action(Permission.SEND_MESSAGES)
def take_back(actor: Actor, *, messages: Sequence[uuid.UUID], why: str = "") -> int:
    """Take back messages that have not gone yet; how many. Those that have gone stay as they are."""
    rows = Message.objects.filter(school_id=actor.school, public_id__in=messages).select_for_update()
    found = list(rows.order_by("id"))
    if len(found) != len(set(messages)):
        raise NotFound(NO_MESSAGE)
    waiting = [row for row in found if row.state == Message.State.WAITING]
    if not waiting:
        record_nothing_changed()
        return 0
    said = why[:200] or f"Taken back by {actor.name}"[:200]
    Message.objects.filter(pk__in=[row.pk for row in waiting]).update(
        state=Message.State.TAKEN_BACK, why=said, changed_at=actor.now
    )
    for row in waiting:
        record(actor, MessageTakenBack(row.public_id))
    return len(waiting)


def _readable(draft: Draft) -> None:
    if not draft.pupils:
        raise Refused("A message is about somebody. Choose the pupil.")
    check_words(draft)


def _filled(actor: Actor, drafts: Sequence[Draft]) -> dict[tuple[int, int, str], uuid.UUID]:
    """The slots of these drafts that a message fills already."""
    rows = MessagePupil.objects.filter(
        school_id=actor.school,
        pupil_id__in={pupil for draft in drafts for pupil in draft.pupils},
        contact_id__in={draft.contact for draft in drafts},
        slot__in={draft.slot for draft in drafts},
    ).values_list("pupil_id", "contact_id", "slot", "message__public_id")
    return {(pupil, contact, slot): message for pupil, contact, slot, message in rows}


def _keep(actor: Actor, made: list[tuple[Message, Draft]]) -> None:
    """Three statements for any number of messages, one more with enclosures; a slot filled meanwhile undoes the act."""
    Message.objects.bulk_create([message for message, _ in made])
    keep_enclosures(actor, [(message, draft.enclosed) for message, draft in made])
    about = [
        MessagePupil(school_id=actor.school, message=message, pupil_id=pupil, contact_id=draft.contact, slot=draft.slot)
        for message, draft in made
        for pupil in draft.pupils
    ]
    try:
        MessagePupil.objects.bulk_create(about)
    except IntegrityError as filled:
        raise Refused(
            "Somebody else has just put the same message into the outbox. Nothing was sent twice: look there."
        ) from filled
