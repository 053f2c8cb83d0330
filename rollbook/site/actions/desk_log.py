"""What is handed in or asked at the desk, with who and when (DESK-B)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.events import DeskEntryDone, DeskEntryLogged
from rollbook.site.models import DeskEntry
from rollbook.site.queries.desk_log import place


@action(Permission.RUN_FRONT_DESK)
def log_entry(actor: Actor, *, entry_id: uuid.UUID, kind: str, said: str, for_whom: str = "") -> None:
    """Write down a delivery, message or question; the same `entry_id` again changes nothing."""
    if DeskEntry.objects.filter(public_id=entry_id).exists():
        record_nothing_changed()
        return
    DeskEntry.objects.create(
        school_id=actor.school,
        public_id=entry_id,
        on=actor.today,
        at=actor.now,
        kind=kind,
        for_whom=for_whom,
        said=encrypt(said, place=place(entry_id)),
        by_name=actor.name,
    )
    record(actor, DeskEntryLogged(entry_id, kind))


@action(Permission.RUN_FRONT_DESK)
def finish_entry(actor: Actor, *, entry_id: uuid.UUID) -> None:
    """It was collected, delivered or answered: who and when."""
    row = DeskEntry.objects.select_for_update().filter(school_id=actor.school, public_id=entry_id).first()
    if row is None:
        raise NotFound("There is no such entry in this school's log.")
    if row.done_at is not None:
        record_nothing_changed()
        return
    DeskEntry.objects.filter(pk=row.pk).update(done_at=actor.now, done_by_name=actor.name)
    record(actor, DeskEntryDone(entry_id))
