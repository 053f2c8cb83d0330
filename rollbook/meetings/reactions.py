"""Whether what waits in the outbox about a meeting is still wanted: not once it was moved or cancelled again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from rollbook.comms.wanted import Asked, still_wanted
from rollbook.meetings.models import Meeting
from rollbook.rules.actor import Actor

PURPOSE = "meeting"
MOVED = "The meeting was changed again meanwhile; the later message says how it stands."
OVER = "The meeting is over."


def slot_of(meeting: uuid.UUID, sequence: int) -> str:
    """What an invitation answers: once for each version of each meeting."""
    return f"meeting:{meeting}:{sequence}"


@still_wanted(PURPOSE)
def invitation_wanted(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Of these invitations those that are out of date, and why: one statement."""
    wanted = {one: parts for one in asked if (parts := _parts(one.slot))}
    rows = Meeting.objects.filter(school_id=actor.school, public_id__in={ref for ref, _ in wanted.values()})
    known = {row.public_id: row for row in rows.order_by("id")}
    return {one: why for one, (ref, sequence) in wanted.items() if (why := _why_not(actor, known.get(ref), sequence))}


def _why_not(actor: Actor, row: Meeting | None, sequence: int) -> str:
    if row is None or row.sequence > sequence:
        return MOVED
    return OVER if row.at + timedelta(minutes=row.length) < actor.now else ""


def _parts(slot: str) -> tuple[uuid.UUID, int] | None:
    kind, _, rest = slot.partition(":")
    ref, _, sequence = rest.partition(":")
    if kind != "meeting" or not sequence.isdigit():
        return None
    return uuid.UUID(ref), int(sequence)
