"""What a person was typing of a call when they were called away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from rollbook.absence.models import CallNote
from rollbook.audit.keys import decrypt
from rollbook.rules.actor import Actor


def call_note(actor: Actor) -> Mapping[str, list[str]]:
    """What stood in the fields of a call, by field; empty where nothing is kept. One statement."""
    note = CallNote.objects.filter(school_id=actor.school, person=actor.user_id or 0).first()
    if note is None:
        return {}
    kept: dict[str, list[str]] = json.loads(decrypt(note.typed, place=note_place(note.public_id)))
    return kept


def note_place(note: UUID) -> str:
    """Where a half-typed note belongs, to which its encryption is bound."""
    return f"absence.call-note|{note}"
