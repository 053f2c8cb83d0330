"""What was heard of a pupil who has not come; whatever follows listens to it (ADM-3)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.events import PupilNotArrived
from rollbook.registers.models import NoShow
from rollbook.registers.notes import no_show_place
from rollbook.registers.queries.no_shows import not_arrived
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused


@action(Permission.AMEND_MARKS)
def note_not_arrived(actor: Actor, *, pupil: str, heard: str, note: str = "") -> None:
    """Write down what the family, another school or nobody said; the pupil stays on roll (ADM-3)."""
    found = next((n for n in not_arrived(actor) if str(n.pupil.public_id) == pupil), None)
    if found is None:
        if pupil not in ids_of(actor, [pupil]):
            raise NotFound("There is no such pupil in this school.")
        raise Refused("This pupil has come, or is accounted for: there is nothing to follow up.")
    if heard not in NoShow.Heard.values:
        raise Refused("Choose what was heard.")
    row = NoShow(
        school_id=actor.school,
        public_id=uuid.uuid4(),
        pupil_id=found.pupil.id,
        expected=found.expected,
        heard=heard,
        by_name=actor.name,
        made_at=actor.now,
    )
    row.note = encrypt(note.strip(), place=no_show_place(row.public_id)) if note.strip() else b""
    row.save()
    record(actor, PupilNotArrived(pupil, found.expected, heard))
