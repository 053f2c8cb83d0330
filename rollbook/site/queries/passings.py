"""Every pupil who passed the desk or a kiosk, for the registers' look at what disagrees (REG-E)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rollbook.registers.queries.passing import Passing
from rollbook.rules.actor import Actor
from rollbook.site.models import Movement
from rollbook.site.queries.proposing import BETTER_CODES

_SAYS = {"arrived": "signed in", "returned": "signed back in", "left": "signed out"}


def desk_passings(actor: Actor, first: date) -> Iterable[Passing]:
    """Movements since a day that were not taken back: one statement."""
    rows = Movement.objects.filter(school_id=actor.school, on__gte=first, taken_back_at=None)
    return tuple(
        Passing(pupil, at, kind != Movement.Kind.LEFT, by, _SAYS[kind], BETTER_CODES.get(reason, ""))
        for pupil, at, kind, by, reason in rows.values_list("pupil_id", "at", "kind", "by_name", "reason")
    )
