"""Holding contact: the safeguarding lead says that nobody, or one contact, is written to about a child (ABS-D)."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.absence.actions.contact import pupil_of
from rollbook.absence.events import ContactHeld, HoldEnded
from rollbook.absence.models import ContactHold
from rollbook.absence.queries.contact_holds import hold_place
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words


@action(Permission.HOLD_CONTACT)
def hold_contact(
    actor: Actor, *, pupil: int, why: str, contact: int | None = None, last: date | None = None
) -> uuid.UUID:
    """Hold contact about a child from today on, with everybody or with one contact; gives the hold's id.

    Nothing goes while it stands, whatever it is for. The reason is encrypted; others read only whom to ask.
    """
    line = pupil_of(actor, pupil)
    if not why.strip():
        raise Refused("Write why contact is held. Only those who may hold contact read it.")
    if last is not None and last < actor.today:
        raise Refused(f"A hold cannot end on {in_words(last)}, which is over.")
    if contact is not None and contact not in {w.contact_id for w in ways_to_reach(actor, [pupil]).get(pupil, ())}:
        raise NotFound("This is no contact of the pupil's.")
    hold = uuid.uuid4()
    ContactHold.objects.create(
        school_id=actor.school,
        public_id=hold,
        pupil_id=pupil,
        contact_id=contact,
        first=actor.today,
        last=last,
        why=encrypt(why.strip(), place=hold_place(hold)),
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, ContactHeld(str(line.public_id), hold, contact is not None))
    return hold


@action(Permission.HOLD_CONTACT)
def end_hold(actor: Actor, *, hold: uuid.UUID) -> None:
    """Let contact be made again."""
    row = ContactHold.objects.select_for_update().filter(school_id=actor.school, public_id=hold).first()
    if row is None:
        raise NotFound("There is no such hold in this school.")
    if row.ended_at is not None:
        record_nothing_changed()
        return
    row.ended_at, row.ended_by = actor.now, actor.name
    row.save(update_fields=["ended_at", "ended_by"])
    record(actor, HoldEnded(str(pupil_of(actor, row.pupil_id).public_id), hold))
