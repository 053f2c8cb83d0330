"""The replies that wait for somebody, beside what they answer and what their words suggest."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.comms.models import Reply
from rollbook.comms.queries.outbox import MessageLine, lines_of
from rollbook.comms.words import reply_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.told_reasons import Suggestion, suggested, wants_no_more

MOST = 100


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply: its words, from which number, the message it answers, if one went there, and a recording, if kept."""

    public_id: uuid.UUID
    sender: str
    words: str
    came_at: datetime
    answers: MessageLine | None
    suggestion: Suggestion
    stops: bool
    file: uuid.UUID | None = None


def replies_waiting(actor: Actor) -> tuple[ReplyLine, ...]:
    """The replies that nobody has dealt with, the oldest first: five statements, one of which notes who read them."""
    actor.require(Permission.SEND_MESSAGES)
    rows = list(
        Reply.objects.filter(school_id=actor.school, dealt_at=None)
        .select_related("message")
        .order_by("came_at", "id")[:MOST]
    )
    if not rows:
        return ()
    log_access(actor, what="replies", subject=f"school:{actor.school}")
    answered = {line.public_id: line for line in lines_of(actor, {r.message for r in rows if r.message is not None})}
    return tuple(_line(row, answered.get(row.message.public_id) if row.message else None) for row in rows)


def _line(row: Reply, answers: MessageLine | None) -> ReplyLine:
    words = decrypt(row.words, place=reply_place(row.public_id))
    return ReplyLine(
        public_id=row.public_id,
        sender=as_dialled_here(decrypt(row.address, place=f"{reply_place(row.public_id)}|from")),
        words=words,
        came_at=row.came_at,
        answers=answers,
        suggestion=suggested(words),
        stops=wants_no_more(words),
        file=row.file,
    )
