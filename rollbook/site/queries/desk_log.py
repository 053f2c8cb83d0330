"""The desk's log: what waits, and what was dealt with today."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rollbook.audit.keys import decrypt
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.site.models import DeskEntry


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the log; `done_at` and `done_by` while it waits are empty."""

    public_id: uuid.UUID
    at: datetime
    kind: str
    for_whom: str
    said: str
    by_name: str
    done_at: datetime | None
    done_by: str


def desk_log(actor: Actor) -> tuple[EntryLine, ...]:
    """Everything that still waits, of whatever day, and all of today: one statement, what waits first."""
    actor.require(Permission.RUN_FRONT_DESK)
    rows = DeskEntry.objects.filter(Q(on=actor.today) | Q(done_at=None), school_id=actor.school)
    lines = [
        EntryLine(
            r.public_id,
            r.at,
            DeskEntry.Kind(r.kind).label,
            r.for_whom,
            decrypt(r.said, place=place(r.public_id)),
            r.by_name,
            r.done_at,
            r.done_by_name,
        )
        for r in rows.order_by("-at", "-id")
    ]
    return tuple(sorted(lines, key=lambda line: line.done_at is not None))


def place(entry_id: uuid.UUID) -> str:
    """Where the words of an entry belong, to which their encryption is bound."""
    return f"desk-entry:{entry_id}"
