"""Who else is in the building, is expected, or has left."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.models import Visit


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit; `badge`, `arrived_at` and `left_at` are empty until they come."""

    id: int
    public_id: uuid.UUID
    on: date
    kind: str
    name: str
    organisation: str
    here_for: str
    badge: int | None
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def is_here(self) -> bool:
        return self.arrived_at is not None and self.left_at is None

    @property
    def is_expected(self) -> bool:
        return self.arrived_at is None


def visits_from(actor: Actor, on: date) -> tuple[VisitLine, ...]:
    """The visits of a day and those expected after it, by day and name: one statement."""
    rows = Visit.objects.filter(school_id=actor.school, on__gte=on).order_by("on", "name", "id")
    return tuple(_line(row) for row in rows)


def visitors_here(actor: Actor) -> tuple[VisitLine, ...]:
    """Everybody but pupils who is signed in today and has not left, by name: one statement."""
    rows = Visit.objects.filter(school_id=actor.school, on=actor.today, left_at=None).exclude(arrived_at=None)
    return tuple(_line(row) for row in rows.order_by("name", "id"))


def visit(actor: Actor, public_id: uuid.UUID) -> VisitLine:
    """One visit; NotFound for another school's."""
    row = Visit.objects.filter(school_id=actor.school, public_id=public_id).first()
    if row is None:
        raise NotFound("There is no such visit in this school.")
    return _line(row)


def _line(row: Visit) -> VisitLine:
    return VisitLine(
        id=row.pk,
        public_id=row.public_id,
        on=row.on,
        kind=Visit.Kind(row.kind).label,
        name=row.name,
        organisation=row.organisation,
        here_for=row.here_for,
        badge=row.badge,
        arrived_at=row.arrived_at,
        left_at=row.left_at,
    )
