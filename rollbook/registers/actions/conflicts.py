"""Settling what disagrees: the mark is right and stays, or the person who took the register is asked (REG-E).

Changing the mark instead is an amendment like any other (`amending.py`).
"""

from __future__ import annotations

import hashlib
import uuid

from rollbook.audit.actions import action, record
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.many import lock_many
from rollbook.registers.events import ConflictSettled, MarkAnswered, MarkChallenged
from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.challenges import asked_of
from rollbook.registers.queries.conflicts import KEPT
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import year_of


@action(Permission.AMEND_MARKS)
def keep_mark(actor: Actor, *, pupil: str, session: Session, seen: int, reason: str, lesson: str = "") -> None:
    """Say that what stands is right although something else was said; the reason goes into the chain.

    `seen` is the version that was looked at, 0 for a blank; refused when it changed meanwhile. `lesson` is
    the key of the lesson that said otherwise: both its mark and the session's stand.
    """
    if not reason.strip():
        raise Refused("Write why the mark is right; it is kept with what was said otherwise.", rule="REG-7")
    locked = lock_many(actor, {pupil}, {year_of(session.on)})
    if pupil not in locked.people:
        raise NotFound("There is no such pupil in this school.")
    mark = Mark.objects.filter(
        school_id=actor.school, date=session.on, half=session.half, pupil_id=locked.people[pupil].id
    ).first()
    code, version = (mark.code, mark.version) if mark else ("", 0)
    if version != seen:
        raise Refused("Somebody changed this mark after you opened the page. Look at it again, then settle it.")
    record(actor, ConflictSettled(pupil, session.on, int(session.half)))
    salt = chaining.new_salt()
    leaf = MarkLeaf(
        pupil=pupil,
        date=session.on.isoformat(),
        half=int(session.half),
        seen=seen,
        was=code,
        now=code,
        minutes=None,
        reason=reason.strip()[:500],
        detail_digest="",
        basis=KEPT,
        outcome=Outcome.UNCHANGED,
        rule="",
        salt=salt,
        lesson=lesson,
    ).as_leaf()
    submission = Submission(
        uuid.uuid4(), RegisterSave.Kind.AMENDED, "desk", lesson=lesson, on=session.on, half=int(session.half)
    )
    chaining.append(actor, submission, hashlib.sha256(chain.canonical([leaf])).digest(), [leaf])


@action(Permission.AMEND_MARKS)
def challenge(actor: Actor, *, user_id: int, pupil: str, session: Session, code: str) -> None:
    """Ask the person who entered a code whether the pupil was in front of them; it shows on their registers."""
    record(actor, MarkChallenged(user_id, pupil, session.on, int(session.half), code))


@action(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def answer_challenge(actor: Actor, *, pupil: str, session: Session, was_there: bool) -> None:
    """Answer the office's question; it changes no mark, the office settles with it."""
    asked = {(str(c.pupil.public_id), c.session) for c in asked_of(actor)}
    if actor.user_id is None or (pupil, session) not in asked:
        raise NotFound("There is no such question, or it was answered already.")
    record(actor, MarkAnswered(actor.user_id, pupil, session.on, int(session.half), was_there))
