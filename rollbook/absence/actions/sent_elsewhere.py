"""A first-day message that failed, sent to another address by a person: one more try beside the ladder (ABS-B)."""

from __future__ import annotations

import uuid

from rollbook.absence.events import SentElsewhereNoted
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.telling import PURPOSE, session_of
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.queries.slots import message_sent
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@action(Permission.SEND_MESSAGES)
def note_sent_elsewhere(actor: Actor, *, message: uuid.UUID) -> None:
    """Write an entry for each pupil whom the message is about, once; messages about other things are left alone."""
    sent = message_sent(actor, message)
    if sent is None or sent.purpose != PURPOSE:
        return record_nothing_changed()
    on, half = session_of(sent.slot)
    here = ContactEntry.objects.filter(
        school_id=actor.school, message=message, kind=ContactEntry.Kind.ATTEMPT
    ).values_list("pupil_id", flat=True)
    fresh = sorted(set(sent.pupils) - set(here))
    if not fresh:
        return record_nothing_changed()
    ContactEntry.objects.bulk_create(
        ContactEntry(
            school_id=actor.school,
            public_id=uuid.uuid4(),
            pupil_id=pupil,
            on=on,
            half=int(half),
            kind=ContactEntry.Kind.ATTEMPT,
            contact_id=sent.contact,
            way=sent.channel,
            message=message,
            at=sent.made_at,
            by_name=sent.by_name,
        )
        for pupil in fresh
    )
    return record(actor, SentElsewhereNoted(message, on, int(half), len(fresh)))
