"""First-day contact: telling families that a child is not in school and nobody knows why (DAY-1, ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from rollbook.absence.events import FamiliesTexted
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.contact_entries import entries_on
from rollbook.absence.queries.telling import PURPOSE, families_to_text
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions import Put, put_in_outbox
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half


@action(Permission.SEND_MESSAGES)
def text_families(actor: Actor, *, on: date, half: Half, words: str, seen: int) -> Sequence[Put]:
    """Put a text to each family without a reason into the outbox, held for a minute: once a session (DAY-1).

    `seen` is how many the page showed. Refused where another number would go now: somebody has come
    in, or been explained, since.
    """
    round_ = families_to_text(actor, on, half, words)
    if len(round_.composed.going) != seen:
        raise Refused("Since you looked, somebody has come in or been explained. Look at the list once more.")
    put = put_in_outbox(actor, drafts=[one.draft for one in round_.composed.going], purpose=PURPOSE)
    _note(actor, on, half, put)
    fresh = sum(one.message is not None and not one.was_there for one in put)
    if fresh:
        record(actor, FamiliesTexted(on, int(half), fresh))
    else:
        record_nothing_changed()
    return put


def _note(actor: Actor, on: date, half: Half, put: Sequence[Put]) -> None:
    """The first step of each pupil's ladder has been taken with the text (ABS-B)."""
    about = {pupil: one for one in put if one.message is not None and not one.was_there for pupil in one.draft.pupils}
    taken = entries_on(actor, on, half, about)
    ContactEntry.objects.bulk_create(
        ContactEntry(
            school_id=actor.school,
            public_id=uuid.uuid4(),
            pupil_id=pupil,
            on=on,
            half=int(half),
            kind=ContactEntry.Kind.ATTEMPT,
            contact_id=one.draft.contact,
            way=one.draft.channel,
            step=0 if any(e.step == 1 for e in taken.get(pupil, ())) else 1,
            message=one.message,
            at=actor.now,
            by_id=actor.user_id,
            by_name=actor.name,
        )
        for pupil, one in about.items()
    )
