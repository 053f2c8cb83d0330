"""One reply as another part of the office takes it over: its words, whose message it answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.comms.models import MessagePupil, Reply
from rollbook.comms.words import reply_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.told_reasons import wants_no_more


@dataclass(frozen=True, slots=True)
class ReplyIn:
    """A text, or a recorded call with its `file`, as it came; `purpose`, contact and pupils are of what it answers.

    `purpose` is empty where nobody had been written to at that number.
    """

    public_id: uuid.UUID
    sender: str
    words: str
    came_at: datetime
    file: uuid.UUID | None
    purpose: str
    contact: int | None
    pupils: tuple[int, ...]
    stops: bool
    waits: bool


def reply_in(actor: Actor, reply: uuid.UUID) -> ReplyIn | None:
    """A reply of this school's: two statements; None for no such reply."""
    actor.require(Permission.SEND_MESSAGES)
    row = Reply.objects.filter(school_id=actor.school, public_id=reply).select_related("message").first()
    if row is None:
        return None
    words = decrypt(row.words, place=reply_place(row.public_id))
    about = MessagePupil.objects.filter(message_id=row.message_id).order_by("pupil_id") if row.message_id else ()
    return ReplyIn(
        public_id=row.public_id,
        sender=decrypt(row.address, place=f"{reply_place(row.public_id)}|from"),
        words=words,
        came_at=row.came_at,
        file=row.file,
        purpose=row.message.purpose if row.message else "",
        contact=row.message.contact_id if row.message else None,
        pupils=tuple(dict.fromkeys(one.pupil_id for one in about)),
        stops=wants_no_more(words),
        waits=row.dealt_at is None,
    )
