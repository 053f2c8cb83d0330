"""What became of messages: of the one that a slot was filled with, for each pupil, or of these."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import Prepared, given
from rollbook.comms.models import Message, MessagePupil, Recipient, Reply
from rollbook.comms.words import address_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

_S = Message.State
_SAYS = {
    _S.WAITING: "waits to go",
    _S.HANDING: "being sent",
    _S.HANDED: "sent",
    _S.DELIVERED: "delivered",
    _S.FAILED: "failed",
    _S.DOUBT: "in doubt",
    _S.TAKEN_BACK: "taken back",
    _S.NOT_WANTED: "not sent, as it was no longer wanted",
}


@dataclass(frozen=True, slots=True)
class SlotState:
    """Where the message about a pupil stands, since when; `channel` in words."""

    message: uuid.UUID
    channel: str
    state: str
    since: datetime

    @property
    def says(self) -> str:
        return f"{self.channel.lower()} {_SAYS[_S(self.state)]}"


def slot_states(actor: Actor, slot: str, pupil_ids: Collection[int]) -> Mapping[int, SlotState]:
    """For each of these pupils about whom the slot is filled, where its message stands: one statement."""
    if not pupil_ids:
        return {}
    rows = _FILLED.rows(school=actor.school, slot=slot, again=f"{slot}~", pupils=tuple(pupil_ids))
    found = {}
    for pupil, message, channel, state, since in rows:
        found[pupil] = SlotState(message, Message(channel=channel).get_channel_display(), state, since)
    return found


def _filled() -> QuerySet[MessagePupil, tuple[Any, ...]]:
    # A person's second sending to the same contact stands in the slot with its own number.
    own = Q(slot=given("slot", "text")) | Q(slot__startswith=given("again", "text"))
    rows = MessagePupil.objects.filter(own, school_id=given("school"), pupil_id__in=given("pupils", many=True))
    columns = ("pupil_id", "message__public_id", "message__channel", "message__state", "message__changed_at")
    return rows.order_by("id").values_list(*columns)


_FILLED = Prepared(_filled)


@dataclass(frozen=True, slots=True)
class MessageState:
    """Where one message stands, since when and why; `replied` when its contact has written back.

    `sent_on` when it failed and a person sent it to another address.
    """

    state: str
    why: str
    since: datetime
    replied: bool
    sent_on: bool = False


def message_states(actor: Actor, messages: Collection[uuid.UUID]) -> Mapping[uuid.UUID, MessageState]:
    """Where each of these messages stands: one statement."""
    if not messages:
        return {}
    rows = Message.objects.filter(school_id=actor.school, public_id__in=messages)
    replied = Exists(Reply.objects.filter(message_id=OuterRef("pk")))
    sent_on = Exists(Message.objects.filter(instead_of=OuterRef("pk")))
    found = rows.annotate(replied=replied, sent_on=sent_on).values_list(
        "public_id", "state", "why", "changed_at", "replied", "sent_on"
    )
    return {
        message: MessageState(state, why, since, bool(back), bool(on)) for message, state, why, since, back, on in found
    }


@dataclass(frozen=True, slots=True)
class MessageSent:
    """What a message to a contact is about, to whom and by what; ids of the contact and the pupils."""

    purpose: str
    slot: str
    channel: str
    contact: int | None
    pupils: tuple[int, ...]
    made_at: datetime
    by_name: str


def message_sent(actor: Actor, message: uuid.UUID) -> MessageSent | None:
    """One message of this school's as other parts note it: two statements; None for no such message."""
    row = Message.objects.filter(school_id=actor.school, public_id=message).first()
    if row is None:
        return None
    about = list(row.about.order_by("pupil_id").values_list("pupil_id", "slot"))
    slot = row.slot or (about[0][1] if about else "")
    pupils = tuple(pupil for pupil, _ in about)
    return MessageSent(row.purpose, slot, row.channel, row.contact_id, pupils, row.made_at, row.by_name)


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """An address of a contact's at which the last message did not arrive: which, by what, why, and when.

    `message` is the one that failed; None where it was sent to another address since.
    """

    contact: int
    message: uuid.UUID | None
    channel: str
    address: str
    why: str
    at: datetime


def dead_ends(actor: Actor, since: datetime) -> tuple[DeadEnd, ...]:
    """The contacts' addresses whose latest message since then failed, the newest first: one statement."""
    actor.require(Permission.SEND_MESSAGES)
    ends = (_S.FAILED, _S.DELIVERED)
    rows = Message.objects.filter(
        school_id=actor.school, recipient=Recipient.CONTACT, state__in=ends, changed_at__gte=since
    )
    latest: dict[tuple[int | None, str], Message] = {}
    for row in rows.select_related("sent_elsewhere").order_by("changed_at", "id"):
        latest[(row.contact_id, row.address_key)] = row
    failed = [row for row in latest.values() if row.state == _S.FAILED and row.contact_id is not None]
    return tuple(
        DeadEnd(
            row.contact_id or 0,
            None if hasattr(row, "sent_elsewhere") else row.public_id,
            row.get_channel_display(),
            as_dialled_here(decrypt(row.address, place=address_place(row.public_id))),
            row.why,
            row.changed_at,
        )
        for row in sorted(failed, key=lambda row: row.changed_at, reverse=True)
    )
