"""Questions of a journey, for the safeguarding lead alone (LEA-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rollbook.audit.actions import log_access
from rollbook.processes.leave_request.models import JourneyCheck
from rollbook.processes.leave_request.words import read
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NONE = "There is no such question in this school."


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """A question of a journey: about whom, since when, what was asked, and what was found if it is answered."""

    public_id: UUID
    case: UUID
    pupil: PupilLine
    asked: tuple[str, ...]
    asked_at: datetime
    asked_by: str
    found: str
    answer: str
    answered_at: datetime | None
    answered_by: str


def journeys(actor: Actor) -> tuple[JourneyLine, ...]:
    """Every question, those without an answer first: two statements. For the safeguarding lead."""
    actor.require(Permission.CHECK_JOURNEYS)
    return _lines(actor, JourneyCheck.objects.filter(school_id=actor.school))


def journey(actor: Actor, public_id: UUID) -> JourneyLine:
    """One question, opened; that it was is noted. NotFound for another school's."""
    actor.require(Permission.CHECK_JOURNEYS)
    found = _lines(actor, JourneyCheck.objects.filter(school_id=actor.school, public_id=public_id))
    if not found:
        raise NotFound(NONE)
    log_access(actor, what="question of a journey", subject=f"pupil:{found[0].pupil.public_id}")
    return found[0]


def _lines(actor: Actor, rows: QuerySet[JourneyCheck]) -> tuple[JourneyLine, ...]:
    held = sorted(rows.order_by("-asked_at", "id"), key=lambda row: row.answered_at is not None)
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in held}, actor.today)}
    return tuple(
        JourneyLine(
            public_id=row.public_id,
            case=row.case,
            pupil=pupils[row.pupil_id],
            asked=tuple(read(row.asked, row.public_id, "asked").splitlines()),
            asked_at=row.asked_at,
            asked_by=row.asked_by_name,
            found=read(row.found, row.public_id, "found"),
            answer=row.answer,
            answered_at=row.answered_at,
            answered_by=row.answered_by_name,
        )
        for row in held
        if row.pupil_id in pupils
    )
