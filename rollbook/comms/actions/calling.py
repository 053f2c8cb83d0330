"""Calls that people make: put on the calling list at once, whatever rings for the school otherwise (COM-A)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.making import check_words, made_message
from rollbook.comms.actions.outbox import Draft, Put
from rollbook.comms.events import CallsListed
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.queries.reaching import reach_of
from rollbook.comms.wanted import Asked, why_not
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

BY_PEOPLE = "phone-list"
TWICE = "Somebody else has just put the same call on the list. Nobody is rung twice: look there."


@action(Permission.SEND_MESSAGES)
def put_on_calling_list(actor: Actor, *, drafts: Sequence[Draft], purpose: str) -> tuple[Put, ...]:
    """Put calls on the list that people ring from; what became of each draft, in order. Its words are the script.

    The same people are left out as from the outbox, for the same reasons; a slot that is filled is answered with
    the call that fills it.
    """
    for draft in drafts:
        check_words(draft)
    reach = reach_of(actor, drafts)
    there = _filled(actor, drafts)
    asked = {draft: Asked(purpose, draft.pupils, draft.contact, draft.slot) for draft in drafts}
    unwanted = why_not(actor, tuple(asked.values()))
    answers: list[Put] = []
    made: list[tuple[Message, Draft]] = []
    for draft in drafts:
        before = next(
            (
                there[pupil, draft.contact, draft.slot]
                for pupil in draft.pupils
                if (pupil, draft.contact, draft.slot) in there
            ),
            None,
        )
        left_out = reach[draft].left_out or unwanted.get(asked[draft], "")
        if before is not None:
            answers.append(Put(draft, before.public_id, was_there=True))
        elif left_out:
            answers.append(Put(draft, None, left_out=left_out))
        else:
            row = made_message(
                actor, draft, to=reach[draft].to, purpose=purpose, hold=timedelta(), contact_id=draft.contact,
                provider=BY_PEOPLE, state=Message.State.HANDED,
            )  # fmt: skip
            made.append((row, draft))
            answers.append(Put(draft, row.public_id))
    _keep(actor, made, purpose)
    return tuple(answers)


def _filled(actor: Actor, drafts: Sequence[Draft]) -> Mapping[tuple[int, int | None, str], Message]:
    rows = MessagePupil.objects.filter(
        school_id=actor.school,
        pupil_id__in={pupil for draft in drafts for pupil in draft.pupils},
        slot__in={draft.slot for draft in drafts},
    ).select_related("message")
    return {(row.pupil_id, row.contact_id, row.slot): row.message for row in rows}


def _keep(actor: Actor, made: Sequence[tuple[Message, Draft]], purpose: str) -> None:
    if not made:
        record_nothing_changed()
        return
    Message.objects.bulk_create([row for row, _ in made])
    try:
        MessagePupil.objects.bulk_create(
            MessagePupil(school_id=actor.school, message=row, pupil_id=pupil, contact_id=draft.contact, slot=draft.slot)
            for row, draft in made
            for pupil in draft.pupils
        )
    except IntegrityError as filled:
        raise Refused(TWICE) from filled
    record(actor, CallsListed(purpose, tuple(str(row.public_id) for row, _ in made)))
