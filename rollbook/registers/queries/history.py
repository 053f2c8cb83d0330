"""How one mark came to be: the original entry and every change to it, with who and why (REG-7)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import Amendment, MarkDetail, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.registers.queries.marks import MarkLine, marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, marks_in
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session

REASON_KEPT = "A reason is kept; your role does not show it."


@dataclass(frozen=True, slots=True)
class Version:
    """One entry or change of a mark; `was` is empty for the original, `outcome` says if it was used.

    `basis` says of one typed from paper who took it there.
    """

    at: datetime
    by_name: str
    by_role: str
    was: str
    now: str
    reason: str
    outcome: str
    kind: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class MarkHistory:
    """A pupil's mark in one session, with everything that was ever entered for it, oldest first."""

    pupil: PupilLine
    session: Session
    mark: MarkLine | None
    note: str
    versions: tuple[Version, ...]


def mark_history(actor: Actor, public_id: uuid.UUID, session: Session) -> MarkHistory:
    """The history of one mark: a fixed number of statements. Notes only for those who may see reasons."""
    pupil = _pupil(actor, public_id, session)
    mark = marks_on(actor, session.on, session.half, [pupil.id]).get(pupil.id)
    saves = _saves(actor, pupil, session)
    return MarkHistory(pupil, session, mark, _note(actor, pupil, session), saves or _amendments(actor, pupil, session))


@dataclass(frozen=True, slots=True)
class LastEntry:
    """Who entered the mark that stands, and when."""

    by_name: str
    at: datetime


def last_entries(actor: Actor, session: Session) -> Mapping[str, LastEntry]:
    """Who entered each mark of a session as it stands, by the pupil's public id: one statement."""
    return {
        mark.pupil: LastEntry(row.by_name, row.made_at)
        for row in _saves_of(actor, session)
        for mark in marks_in(row.marks)
        if mark.outcome == STORED
    }


def _pupil(actor: Actor, public_id: uuid.UUID, session: Session) -> PupilLine:
    found = pupil_lines(actor, tuple(ids_of(actor, [str(public_id)]).values()), session.on)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return found[0]


def _saves(actor: Actor, pupil: PupilLine, session: Session) -> tuple[Version, ...]:
    return tuple(
        Version(
            at=row.made_at,
            by_name=row.by_name,
            by_role=row.by_role,
            was=mark.was,
            now=mark.now,
            reason=told_reason(actor, mark.reason),
            outcome=mark.outcome,
            kind=row.get_kind_display(),
            basis=mark.basis if row.source == "paper" else "",
        )
        for row in _saves_of(actor, session)
        for mark in marks_in(row.marks)
        if mark.pupil == str(pupil.public_id) and mark.outcome != Outcome.UNCHANGED
    )


def _saves_of(actor: Actor, session: Session) -> list[RegisterSave]:
    """A session's saves as they came. Put in order here: asked to, the database walks the whole chain."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date=session.on, half=session.half)
    return sorted(rows.order_by(), key=lambda row: (row.chain_year, row.seq))


def _amendments(actor: Actor, pupil: PupilLine, session: Session) -> tuple[Version, ...]:
    """For marks that came in saves of many sessions: what was amended since."""
    rows = Amendment.objects.filter(
        school_id=actor.school, pupil_id=pupil.id, date=session.on, half=session.half, lesson=""
    ).order_by("at", "id")
    return tuple(
        Version(a.at, a.by_name, a.by_role, a.old, a.new, told_reason(actor, a.reason), "stored", "Amended")
        for a in rows
    )


def told_reason(actor: Actor, reason: str) -> str:
    """A reason is a person's own words about a family: only for those who may see reasons or the record."""
    if actor.may(Permission.SEE_REASONS) or actor.may(Permission.SEE_RECORD):
        return reason
    return "" if not reason else REASON_KEPT


def _note(actor: Actor, pupil: PupilLine, session: Session) -> str:
    if not actor.may(Permission.SEE_REASONS):
        return ""
    kept = MarkDetail.objects.filter(
        school_id=actor.school, pupil_id=pupil.id, date=session.on, half=session.half
    ).order_by("-id")
    latest = kept.first()
    return decrypt(latest.text, place=detail_place(str(pupil.public_id), session)) if latest else ""
