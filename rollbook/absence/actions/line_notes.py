"""What is being typed of a call is kept on the server until it is saved or dropped: one note each (ABS-A)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from rollbook.absence.events import CallNoteKept
from rollbook.absence.models import CallNote
from rollbook.absence.queries.line_notes import note_place
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

LONGEST = 20_000
FORGOTTEN_AFTER = timedelta(days=3)


@action(Permission.TAKE_REPORTS)
def keep_call_note(actor: Actor, *, typed: Mapping[str, Sequence[str]]) -> None:
    """Keep what stands in the fields of a call, in place of what was kept before; an empty form drops it.

    Told once for each note, not for each letter. Notes that nobody came back to within three days are forgotten.
    """
    CallNote.objects.filter(school_id=actor.school, saved_at__lt=actor.now - FORGOTTEN_AFTER).delete()
    mine = CallNote.objects.filter(school_id=actor.school, person=actor.user_id or 0)
    said = json.dumps({name: list(values) for name, values in typed.items() if any(values)})[:LONGEST]
    if said == "{}" or len(said) == LONGEST:
        mine.delete()
        record_nothing_changed()
        return
    note = mine.first()
    if note is None:
        note = CallNote(school_id=actor.school, person=actor.user_id or 0)
        record(actor, CallNoteKept(note.public_id))
    note.typed, note.saved_at = encrypt(said, place=note_place(note.public_id)), actor.now
    note.save()
    record_nothing_changed()


@action(Permission.TAKE_REPORTS)
def drop_call_note(actor: Actor) -> None:
    """Forget what was being typed of a call."""
    CallNote.objects.filter(school_id=actor.school, person=actor.user_id or 0).delete()
    record_nothing_changed()
