"""Moving a pupil between teaching groups from a day on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rollbook.audit.actions import action, record
from rollbook.pupils.actions import move_group
from rollbook.pupils.actions.leaving_groups import leave_group
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.timetable.events import SetMoved
from rollbook.timetable.queries.moving import MovePreview, move_preview


@action(Permission.EDIT_PUPILS)
def move_pupil(actor: Actor, *, pupil: UUID, out_of: UUID, into: UUID, first: date) -> MovePreview:
    """Move a pupil from one teaching group to another from a day on; registers of the days before keep them.

    Gives what it did to the registers to come, as `move_preview` showed it.
    """
    if first < actor.today:
        raise Refused(f"{in_words(first)} is over: its registers were taken as they were. Move from today on.")
    shown = move_preview(actor, pupil=pupil, out_of=out_of, into=into, first=first)
    leave_group(actor, pupil=pupil, group=out_of, first=first)
    move_group(actor, pupil=pupil, group=into, first=first)
    record(actor, SetMoved(pupil=pupil, out_of=out_of, into=into, first=first))
    return shown
