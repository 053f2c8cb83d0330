"""What the office asks of the people who took a register, and what they answered (REG-E)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import Challenge
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session

# A pupil, a session, and the key of the lesson of it that is asked about (empty for the session itself).
About: TypeAlias = tuple[str, Session, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question to the person who took a register: was this pupil in front of you?

    `where` are the words of the lesson, empty for a session's own register.
    """

    id: int
    pupil: PupilLine
    session: Session
    code: str
    where: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """The last that was asked or answered about a mark; `was_there` None while nobody answered."""

    by_name: str
    at: datetime
    was_there: bool | None


def asked_of(actor: Actor) -> tuple[Asked, ...]:
    """The office's open questions to this person, the latest first: at most two statements."""
    if actor.user_id is None:
        return ()
    rows = Challenge.objects.filter(school_id=actor.school, asked_id=actor.user_id, answered_at=None)
    waiting = {(r.pupil_id, r.date, r.half, r.lesson): r for r in rows.order_by("asked_at", "id")}
    # Whoever is asked took the register, and so knows of whom, though the pupil may be in none of their groups.
    knowing = replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS})
    lines = {p.id: p for p in pupil_lines(knowing, {key[0] for key in waiting}, actor.today)}
    return tuple(
        Asked(r.pk, lines[r.pupil_id], Session(r.date, Half(r.half)), r.code, r.about, r.asked_by_name, r.asked_at)
        for r in reversed(waiting.values())
        if r.pupil_id in lines
    )


def answers(actor: Actor, since: date) -> Mapping[About, Answer]:
    """What was asked of marks since a day and what came back: two statements."""
    rows = tuple(Challenge.objects.filter(school_id=actor.school, date__gte=since).order_by("asked_at", "id"))
    public = public_ids_of(actor, {r.pupil_id for r in rows})
    return {
        (str(public[r.pupil_id]), Session(r.date, Half(r.half)), r.lesson): _answer(r)
        for r in rows
        if r.pupil_id in public
    }


def _answer(row: Challenge) -> Answer:
    if row.answered_at is None:
        return Answer(row.asked_by_name, row.asked_at, None)
    return Answer(row.answered_by_name, row.answered_at, row.was_there)
