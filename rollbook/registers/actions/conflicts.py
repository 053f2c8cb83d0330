"""Settling what disagrees: the mark is right and stays, or the person who took the register is asked (REG-E).

Changing the mark instead is an amendment like any other (`amending.py`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence

from rollbook.audit.actions import action, record
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.many import lock_many
from rollbook.registers.events import ConflictSettled, MarkAnswered, MarkChallenged
from rollbook.registers.models import Challenge, Mark, RegisterSave
from rollbook.registers.queries.challenges import asked_of
from rollbook.registers.queries.conflicts import KEPT
from rollbook.registers.queries.conflicts.desk import cannot_stay
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import year_of
from rollbook.staff.queries import staff_of


@action(Permission.AMEND_MARKS)
def keep_mark(
    actor: Actor,
    *,
    pupil: str,
    session: Session,
    seen: int,
    reason: str,
    lesson: str = "",
    also: Sequence[tuple[Session, int]] = (),
) -> None:
    """Say that what stands is right although something else was said; the reason goes into the chain.

    `seen` is the version that was looked at, 0 for a blank; refused when it changed meanwhile. `lesson` is
    the key of the lesson that said otherwise: both its mark and the session's stand. `also` are more
    sessions of the pupil of which the same is said, each with the version that was looked at. An N of a
    pupil who came in that session is refused (COD-5).
    """
    if not reason.strip():
        raise Refused("Write why the mark is right; it is kept with what was said otherwise.", rule="REG-7")
    sessions = dict([(session, seen), *also])
    locked = lock_many(actor, {pupil}, {year_of(one.on) for one in sessions})
    if pupil not in locked.people:
        raise NotFound("There is no such pupil in this school.")
    codes = _standing(actor, locked.people[pupil].id, sessions)
    if any(code == "N" and cannot_stay(actor, locked.people[pupil].id, one, code) for one, code in codes.items()):
        raise Refused(
            "This pupil was signed in, so N cannot stay. Confirm the code that is proposed or enter a better one; if "
            "the sign-in was a mistake, take it back at the front desk.",
            rule="COD-5",
        )
    record(actor, ConflictSettled(pupil, session.on, int(session.half)))
    for one, version in sessions.items():
        leaf = _kept(pupil, one, version, codes[one], reason.strip()[:500], lesson).as_leaf()
        submission = Submission(
            uuid.uuid4(), RegisterSave.Kind.AMENDED, "desk", lesson=lesson, on=one.on, half=int(one.half)
        )
        chaining.append(actor, submission, hashlib.sha256(chain.canonical([leaf])).digest(), [leaf])


def _standing(actor: Actor, pupil: int, sessions: Mapping[Session, int]) -> Mapping[Session, str]:
    """The codes that stand there, empty for a blank; refused where one is not what was looked at."""
    rows = Mark.objects.filter(school_id=actor.school, pupil_id=pupil, date__in={one.on for one in sessions})
    marks = {Session(mark.date, Half(mark.half)): mark for mark in rows}
    if any((marks[one].version if one in marks else 0) != seen for one, seen in sessions.items()):
        raise Refused("Somebody changed this mark after you opened the page. Look at it again, then settle it.")
    return {one: marks[one].code if one in marks else "" for one in sessions}


def _kept(pupil: str, session: Session, seen: int, code: str, reason: str, lesson: str) -> MarkLeaf:
    return MarkLeaf(
        pupil=pupil,
        date=session.on.isoformat(),
        half=int(session.half),
        seen=seen,
        was=code,
        now=code,
        minutes=None,
        reason=reason,
        detail_digest="",
        basis=KEPT,
        outcome=Outcome.UNCHANGED,
        rule="",
        salt=chaining.new_salt(),
        lesson=lesson,
    )


@action(Permission.AMEND_MARKS)
def challenge(
    actor: Actor, *, user_id: int, pupil: str, session: Session, code: str, lesson: str = "", about: str = ""
) -> None:
    """Ask the person who entered a code whether the pupil was in front of them; it shows on their registers.

    `lesson` is the key of the lesson that is asked about, if one is, and `about` its words. Asked again, the
    question before it is no longer open.
    """
    key = ids_of(actor, [pupil]).get(pupil)
    if key is None or not any(person.id == user_id for person in staff_of(actor)):
        raise NotFound("There is no such pupil or member of staff in this school.")
    this = {"school_id": actor.school, "pupil_id": key, "date": session.on, "half": session.half, "lesson": lesson}
    Challenge.objects.filter(asked_id=user_id, answered_at=None, **this).delete()
    Challenge.objects.create(
        asked_id=user_id,
        code=code,
        about=about[:200],
        asked_by_name=actor.name,
        asked_at=actor.now,
        **this,
    )
    record(actor, MarkChallenged(user_id, pupil, session.on, int(session.half), code))


@action(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def answer_challenge(actor: Actor, *, question: int, was_there: bool) -> None:
    """Answer the office's question; it changes no mark, the office settles with it."""
    asked = next((one for one in asked_of(actor) if one.id == question), None)
    if actor.user_id is None or asked is None:
        raise NotFound("There is no such question, or it was answered already.")
    Challenge.objects.filter(school_id=actor.school, pk=asked.id).update(
        was_there=was_there, answered_by_name=actor.name, answered_at=actor.now
    )
    pupil, session = str(asked.pupil.public_id), asked.session
    record(actor, MarkAnswered(actor.user_id, pupil, session.on, int(session.half), was_there))
