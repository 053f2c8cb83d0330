"""What became of messages: of the one that a slot was filled with, for each pupil, or of these."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from rollbook.comms.models import Message, MessagePupil, Reply
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
    rows = MessagePupil.objects.filter(school_id=actor.school, slot=slot, pupil_id__in=pupil_ids)
    found = {}
    for pupil, message, channel, state, since in rows.order_by("id").values_list(
        "pupil_id", "message__public_id", "message__channel", "message__state", "message__changed_at"
    ):
        found[pupil] = SlotState(message, Message(channel=channel).get_channel_display(), state, since)
    return found


@dataclass(frozen=True, slots=True)
class MessageState:
    """Where one message stands, since when and why; `replied` when its contact has written back."""

    state: str
    why: str
    since: datetime
    replied: bool


def message_states(actor: Actor, messages: Collection[uuid.UUID]) -> Mapping[uuid.UUID, MessageState]:
    """Where each of these messages stands: one statement."""
    if not messages:
        return {}
    rows = Message.objects.filter(school_id=actor.school, public_id__in=messages)
    replied = Exists(Reply.objects.filter(message_id=OuterRef("pk")))
    found = rows.annotate(replied=replied).values_list("public_id", "state", "why", "changed_at", "replied")
    return {message: MessageState(state, why, since, bool(back)) for message, state, why, since, back in found}
