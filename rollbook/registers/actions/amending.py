"""Correcting one mark: the original stays, with the new one, the reason, when and who (REG-7)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import lock_pupils
from rollbook.registers.actions.saving import SaveOutcome, store
from rollbook.registers.models import RegisterSave
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry, RegisterFacts
from rollbook.rules.refused import NotFound


@action(Permission.AMEND_MARKS)
def amend_mark(
    actor: Actor,
    *,
    pupil: str,
    facts: RegisterFacts,
    code: str,
    reason: str,
    seen: int,
    minutes: int | None = None,
    detail: str = "",
    save_id: uuid.UUID | None = None,
    policy_version: int = 0,
) -> SaveOutcome:
    """Change the mark of one pupil in one session, or enter one that is missing (REG-7, PEN-14).

    `pupil` is the public id, `seen` the version the person looked at; somebody else's change since
    then is a conflict, never overwritten.
    """
    on = facts.session.on
    locked = lock_pupils(actor, [pupil], on)
    if pupil not in locked.rows:
        raise NotFound("There is no such pupil in this school.")
    submission = Submission(
        save_id=save_id or uuid.uuid4(),
        kind=RegisterSave.Kind.AMENDED,
        source="desk",
        on=on,
        half=facts.session.half,
        policy_version=policy_version,
    )
    entry = Entry(pupil=pupil, code=code, minutes=minutes, detail=detail, seen=seen, reason=reason)
    return store(actor, submission, [entry], facts=facts, locked=locked, may_amend=True)
