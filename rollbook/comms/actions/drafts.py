"""A message to families that is not ready to go: kept for whoever writes it, thrown away, or sent (COM-A)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.events import DraftKept
from rollbook.comms.models import MessageDraft
from rollbook.comms.words import draft_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

MOST = 20
NO_DRAFT = "There is no such draft, or it is somebody else's."


@action(Permission.SEND_MESSAGES)
def keep_draft(actor: Actor, *, typed: Mapping[str, Sequence[str]], draft: uuid.UUID | None = None) -> uuid.UUID:
    """Keep what has been typed (by the form's names), anew or in place of what was kept; gives the draft."""
    owner = actor.user_id or 0  # Rollbook itself writes no drafts
    rows = MessageDraft.objects.filter(school_id=actor.school, user_id=owner)
    row = rows.select_for_update().filter(public_id=draft).first() if draft else None
    if draft and row is None:
        raise NotFound(NO_DRAFT)
    if row is None:
        if rows.count() >= MOST:
            raise Refused(f"You keep {MOST} drafts already. Send one, or throw one away.")
        row = MessageDraft(school_id=actor.school, user_id=owner, public_id=uuid.uuid4(), made_at=actor.now)
    kept = json.dumps({name: list(values) for name, values in typed.items()})
    row.kept = encrypt(kept, place=draft_place(row.public_id))
    row.changed_at = actor.now
    row.save()
    record(actor, DraftKept(row.public_id, is_gone=False))
    return row.public_id


@action(Permission.SEND_MESSAGES)
def drop_draft(actor: Actor, *, draft: uuid.UUID) -> None:
    """Throw a draft of one's own away; one that is gone already stays gone."""
    rows = MessageDraft.objects.filter(school_id=actor.school, user_id=actor.user_id or 0, public_id=draft)
    if rows.delete()[0]:
        record(actor, DraftKept(draft, is_gone=True))
    else:
        record_nothing_changed()
