"""The school's own list of festivals and times of fasting (COD-13)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from rollbook.registers.models import Occasion
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class OccasionLine:
    """A festival with the days a family may name, or a time of fasting with what staff should know."""

    public_id: uuid.UUID
    name: str
    is_festival: bool
    first: date
    last: date
    note: str


def occasions_from(actor: Actor, on: date) -> tuple[OccasionLine, ...]:
    """Those that end on or after a day, the earliest first: one statement."""
    rows = Occasion.objects.filter(school_id=actor.school, last__gte=on).order_by("first", "id")
    return tuple(
        OccasionLine(o.public_id, o.name, o.kind == Occasion.Kind.FESTIVAL, o.first, o.last, o.note) for o in rows
    )
