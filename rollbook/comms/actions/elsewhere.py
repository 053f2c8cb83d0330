"""A message that failed, sent to another address or another contact; the first attempt stays as evidence (COM-A)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from rollbook.audit.actions import action, record
from rollbook.comms.actions.enclosing import Enclosure, keep_enclosures
from rollbook.comms.actions.making import check_words, made_message
from rollbook.comms.actions.outbox import HOLD, NO_MESSAGE
from rollbook.comms.events import MessageSentElsewhere
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.queries.elsewhere import OtherWay, other_ways
from rollbook.comms.queries.enclosures import enclosures_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

GONE_BEFORE = "This message has been sent to another address already. Look there what became of it."
NOT_OFFERED = "It cannot go there: the address or who may be told has changed since you looked. Choose again."


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said, in the shape in which every message is made."""

    channel: str
    subject: str
    words: str


@action(Permission.SEND_MESSAGES)
def send_to_another(actor: Actor, *, message: uuid.UUID, way: str, words: str, subject: str = "") -> uuid.UUID:
    """Put what failed into the outbox once more, by one of its `other_ways`; the new message's id.

    Once for each message that failed, whoever presses and however often; a second that fails can be sent on in turn.
    """
    row = Message.objects.select_for_update().filter(school_id=actor.school, public_id=message).first()
    if row is None:
        raise NotFound(NO_MESSAGE)
    if Message.objects.filter(instead_of=row).exists():
        raise Refused(GONE_BEFORE)
    if row.state != Message.State.FAILED:
        raise Refused("Only a message that failed can be sent to another address.")
    chosen = next((one for one in other_ways(actor, row) if one.key == way and not one.why_not), None)
    if chosen is None:
        raise Refused(NOT_OFFERED)
    return _put(actor, row, chosen, _Words(chosen.channel, subject if chosen.channel == "email" else "", words))


def _put(actor: Actor, row: Message, way: OtherWay, words: _Words) -> uuid.UUID:
    check_words(words)
    about = list(row.about.order_by("pupil_id").values_list("pupil_id", "slot"))
    slot = row.slot or about[0][1]
    fresh = made_message(
        actor, words, to=way.address, purpose=row.purpose, hold=HOLD,
        contact_id=way.contact_id, slot=slot, instead_of=row,
    )  # fmt: skip
    fresh.save(force_insert=True)
    MessagePupil.objects.bulk_create(
        MessagePupil(
            school_id=actor.school, message=fresh, pupil_id=pupil, contact_id=way.contact_id, slot=f"{slot}~{fresh.pk}"
        )
        for pupil, _ in about
    )
    # What is enclosed was judged for its reader: it goes along to another address of the same person only.
    if way.channel == "email" and way.contact_id == row.contact_id:
        keep_enclosures(actor, [(fresh, [Enclosure(e.file, e.name, e.media) for e in enclosures_of(actor, row)])])
    record(actor, MessageSentElsewhere(fresh.public_id, row.public_id))
    return fresh.public_id
