"""Every pupil who passed the desk or a kiosk, for the registers' look at what disagrees (REG-E)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rollbook.audit.prepared import Prepared, given
from rollbook.registers.queries.passing import Passing
from rollbook.rules.actor import Actor
from rollbook.site.models import Movement
from rollbook.site.queries.proposing import BETTER_CODES

_SAYS = {"arrived": "signed in", "returned": "signed back in", "left": "signed out"}


def desk_passings(actor: Actor, first: date) -> Iterable[Passing]:
    """Movements since a day that were not taken back: one statement."""
    return tuple(
        Passing(pupil, at, kind != Movement.Kind.LEFT, by, _SAYS[kind], BETTER_CODES.get(reason, ""))
        for pupil, at, kind, by, reason in _SINCE.rows(school=actor.school, first=first)
    )


_SINCE = Prepared(
    lambda: Movement.objects.filter(
        school_id=given("school"), on__gte=given("first", "day"), taken_back_at=None
    ).values_list("pupil_id", "at", "kind", "by_name", "reason")
)
