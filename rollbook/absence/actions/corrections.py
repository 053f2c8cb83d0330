"""Telling families that a message was wrong: the child was in school all along (ABS-B)."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.absence.events import CorrectionsSent
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.contact_ladders import contact_ladder_on
from rollbook.absence.queries.contact_words import WRONG, Wordings, wordings_to
from rollbook.absence.queries.corrections import PURPOSE, Wrong, correction_slot, wrong_messages
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions import Draft, Put, put_in_outbox
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half


@action(Permission.SEND_MESSAGES)
def correct_wrong(actor: Actor, *, on: date, half: Half) -> int:
    """Put a correction into the outbox to each contact who got a message that was wrong, once; how many.

    By the channel by which the wrong one went, and to nobody else.
    """
    wrong = wrong_messages(actor, on, half)
    if not wrong:
        record_nothing_changed()
        return 0
    words = wordings_to(actor, half, {one.contact for one in wrong}, {one.channel for one in wrong}, WRONG)
    put = put_in_outbox(actor, drafts=[_draft(one, on, half, words) for one in wrong], purpose=PURPOSE)
    fresh = sum(one.message is not None and not one.was_there for one in put)
    ContactEntry.objects.bulk_create(
        _row(actor, on, half, one, pupil) for one in put if one.message for pupil in one.draft.pupils
    )
    if fresh:
        record(actor, CorrectionsSent(on, int(half), fresh))
    else:
        record_nothing_changed()
    return fresh


@action(Permission.SEND_MESSAGES)
def correct_by_policy(actor: Actor, *, half: Half) -> int:
    """The same for today where the school lets corrections go by themselves; nothing where a person decides."""
    if not contact_ladder_on(actor, actor.today).corrects_itself:
        record_nothing_changed()
        return 0
    return correct_wrong(actor, on=actor.today, half=half)


def _draft(one: Wrong, on: date, half: Half, wordings: Wordings) -> Draft:
    subject, words = wordings.of(WRONG, one.channel, one.contact, one.pupils)
    return Draft(
        pupils=tuple(line.id for line in one.pupils),
        contact=one.contact,
        channel=one.channel,
        slot=correction_slot(on, half),
        words=words,
        subject=subject,
    )


def _row(actor: Actor, on: date, half: Half, put: Put, pupil: int) -> ContactEntry:
    return ContactEntry(
        school_id=actor.school,
        public_id=uuid.uuid4(),
        pupil_id=pupil,
        on=on,
        half=int(half),
        kind=ContactEntry.Kind.CORRECTION,
        contact_id=put.draft.contact,
        way=put.draft.channel,
        message=put.message,
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
