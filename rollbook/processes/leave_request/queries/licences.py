"""Licences on record: a child's, those that run out, and the one that covers given days (LEA-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rollbook.processes.leave_request.models import Licence
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NONE = "There is no such licence in this school."


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """A licence on a list; `state` is one word of how it stands today."""

    public_id: UUID
    pupil: PupilLine
    kind: str
    kind_says: str
    number: str
    authority: str
    first: date
    last: date
    hours: str
    file: UUID | None
    kept_by: str
    ended: bool

    def state(self, today: date) -> str:
        if self.ended:
            return "ended"
        if self.last < today:
            return "over"
        return "not yet" if today < self.first else "runs"


def licences(actor: Actor, *, pupil: int | None = None) -> tuple[LicenceLine, ...]:
    """Every licence of the school, or of one pupil, by when it runs out: two statements."""
    actor.require(Permission.SEE_CASES)
    rows = Licence.objects.filter(school_id=actor.school)
    return _lines(actor, rows if pupil is None else rows.filter(pupil_id=pupil))


def licence_line(actor: Actor, public_id: UUID) -> LicenceLine:
    """One of them; NotFound for another school's, or one of a pupil whom this person may not know of."""
    actor.require(Permission.SEE_CASES)
    found = _lines(actor, Licence.objects.filter(school_id=actor.school, public_id=public_id))
    if not found:
        raise NotFound(NONE)
    return found[0]


def licence_for(actor: Actor, pupil: int, first: date, last: date) -> Licence | None:
    """The licence of a pupil that stands and covers these days, the latest on record first: one statement."""
    rows = Licence.objects.filter(
        school_id=actor.school, pupil_id=pupil, first__lte=first, last__gte=last, ended_at=None
    )
    return rows.order_by("-kept_at", "-id").first()


def _lines(actor: Actor, rows: QuerySet[Licence]) -> tuple[LicenceLine, ...]:
    held = list(rows.order_by("-last", "id"))
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in held}, actor.today)}
    return tuple(_line(row, pupils[row.pupil_id]) for row in held if row.pupil_id in pupils)


def _line(row: Licence, pupil: PupilLine) -> LicenceLine:
    return LicenceLine(
        public_id=row.public_id,
        pupil=pupil,
        kind=row.kind,
        kind_says=Licence.Kind(row.kind).label,
        number=row.number,
        authority=row.authority,
        first=row.first,
        last=row.last,
        hours=row.hours,
        file=row.file,
        kept_by=row.kept_by_name,
        ended=row.ended_at is not None,
    )
