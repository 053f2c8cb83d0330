"""The row of a meeting for a verb that changes it: locked, and refused where that is over."""

from __future__ import annotations

import uuid

from rollbook.meetings.models import Meeting
from rollbook.meetings.queries.lines import lines_of
from rollbook.meetings.queries.opening import NO_MEETING, rows_for
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sources import refuse


def locked(actor: Actor, meeting: uuid.UUID) -> Meeting:
    """A meeting that this person may see, locked; NotFound for any other."""
    row = rows_for(actor).select_for_update(of=("self",)).filter(public_id=meeting).first()
    if row is None or not lines_of(actor, [row]):
        raise NotFound(NO_MEETING)
    return row


def standing(actor: Actor, meeting: uuid.UUID) -> Meeting:
    """A meeting that was neither cancelled nor signed, locked."""
    row = locked(actor, meeting)
    if row.cancelled_at is not None:
        raise Refused(f"{row.cancelled_by_name} has cancelled this meeting. Call another if one is needed.")
    if row.signed_at is not None:
        raise refuse("MTG-2", "These minutes are signed and do not change. Begin a correction if something is wrong.")
    return row


def pupils_in(actor: Actor, row: Meeting) -> dict[int, uuid.UUID]:
    """The pupils of a meeting whom this person may know of, by key."""
    return {pupil.id: pupil.public_id for line in lines_of(actor, [row]) for pupil in line.pupils}
