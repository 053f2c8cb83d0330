"""A pupil leaves a teaching group without leaving the school."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from rollbook.audit.actions import action, record
from rollbook.pupils.actions.finding import locked_pupil, the_group
from rollbook.pupils.events import PupilLeftGroup
from rollbook.pupils.models import GroupMembership
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused


@action(Permission.EDIT_PUPILS)
def leave_group(actor: Actor, *, pupil: UUID, group: UUID, first: date) -> None:
    """Take a pupil out of a teaching group from a day on; the days before stay as they were."""
    held, left = locked_pupil(actor, pupil), the_group(actor, group)
    if left.kind != "teaching":
        raise Refused(f"{left.name} is not a teaching group: a pupil leaves it only for another of its kind.")
    rows = GroupMembership.objects.filter(pupil=held, group=left).exclude(last__lt=first)
    if not rows.exists():
        raise Refused(f"The pupil is not in {left.name} on {first:%d/%m/%Y} or later.")
    rows.filter(first__gte=first).delete()
    rows.update(last=first - timedelta(days=1))
    record(actor, PupilLeftGroup(pupil=pupil, group=group, first=first))
