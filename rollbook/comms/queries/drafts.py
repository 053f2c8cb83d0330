"""The messages somebody has begun to write and not sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.comms.models import MessageDraft
from rollbook.comms.words import draft_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

SHOWN = 80


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft of one's own, by how its words begin."""

    public_id: uuid.UUID
    begins: str
    changed_at: datetime


def drafts_of(actor: Actor) -> tuple[DraftLine, ...]:
    """One's own drafts, the latest first: one statement."""
    actor.require(Permission.SEND_MESSAGES)
    own = MessageDraft.objects.filter(school_id=actor.school, user_id=actor.user_id or 0)
    rows = own.order_by("-changed_at", "-id")
    return tuple(DraftLine(row.public_id, _begins(_typed(row)), row.changed_at) for row in rows)


def draft_typed(actor: Actor, draft: uuid.UUID) -> Mapping[str, Sequence[str]]:
    """What was typed in one of them; NotFound for anybody else's."""
    row = MessageDraft.objects.filter(school_id=actor.school, user_id=actor.user_id or 0, public_id=draft).first()
    if row is None:
        raise NotFound("There is no such draft, or it is somebody else's.")
    return _typed(row)


def _typed(row: MessageDraft) -> dict[str, list[str]]:
    return dict(json.loads(decrypt(row.kept, place=draft_place(row.public_id))))


def _begins(typed: Mapping[str, Sequence[str]]) -> str:
    said = " ".join((*typed.get("subject", ()), *typed.get("words", ()))).strip()
    return said[:SHOWN] or "Nothing written yet"
