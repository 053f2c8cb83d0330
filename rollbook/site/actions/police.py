"""A message from the police about a home: written down once, passed to the safeguarding lead, every opening noted.

Whoever takes it may not read it again afterwards; the safeguarding lead and the head may.
"""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, log_access, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of, public_ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.actions.moving import NO_PUPIL
from rollbook.site.around_events import PoliceMessageClosed, PoliceMessageOpened, PoliceMessagePassedOn
from rollbook.site.models import PoliceMessage
from rollbook.site.queries.police import NO_MESSAGE, place_of


@action(Permission.WRITE_POLICE_MESSAGES)
def pass_on_police_message(actor: Actor, *, message_id: uuid.UUID, pupil: str, said: str) -> None:
    """Write down what the police said, for the safeguarding lead; the same `message_id` again changes nothing."""
    found = pupil_lines(actor, tuple(ids_of(actor, [pupil]).values()), actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    if not said:
        raise Refused("Write down what the police said.")
    if PoliceMessage.objects.filter(public_id=message_id).exists():
        return record_nothing_changed()
    PoliceMessage.objects.create(
        school_id=actor.school,
        public_id=message_id,
        pupil_id=found[0].id,
        received_at=actor.now,
        taken_by_id=actor.user_id,
        taken_by_name=actor.name,
        said=encrypt(said, place=place_of(message_id, "said")),
    )
    return record(actor, PoliceMessagePassedOn(message_id))


@action(Permission.SEE_POLICE_MESSAGES)
def open_police_message(actor: Actor, *, message_id: uuid.UUID) -> None:
    """Note that somebody opens a message, each time; the first opening ends its waiting."""
    row = _locked(actor, message_id)
    subject = public_ids_of(actor, [row.pupil_id])[row.pupil_id]
    log_access(actor, what="message from the police", subject=f"pupil:{subject}")
    if row.opened_at is not None:
        return record_nothing_changed()
    PoliceMessage.objects.filter(pk=row.pk).update(opened_at=actor.now, opened_by_name=actor.name)
    return record(actor, PoliceMessageOpened(message_id))


@action(Permission.SEE_POLICE_MESSAGES)
def close_police_message(actor: Actor, *, message_id: uuid.UUID, done: str) -> None:
    """Write down what was done about it; it is closed by that, and kept."""
    row = _locked(actor, message_id)
    if not done:
        raise Refused("Write down what was done, and by whom.")
    if row.closed_at is not None:
        raise Refused(f"This message was closed by {row.closed_by_name} already.")
    PoliceMessage.objects.filter(pk=row.pk).update(
        closed_at=actor.now, closed_by_name=actor.name, done=encrypt(done, place=place_of(message_id, "done"))
    )
    return record(actor, PoliceMessageClosed(message_id))


def _locked(actor: Actor, message_id: uuid.UUID) -> PoliceMessage:
    row = PoliceMessage.objects.select_for_update().filter(school_id=actor.school, public_id=message_id).first()
    if row is None:
        raise NotFound(NO_MESSAGE)
    return row
