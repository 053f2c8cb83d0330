"""Which pupils have a characteristic on a day: for lists that begin from it and not from a pupil."""

from __future__ import annotations

from datetime import date

from rollbook.pupils.models import Characteristic
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


def pupils_with(actor: Actor, kind: str, on: date) -> frozenset[int]:
    """The keys of those who have it and whom this person may see: one statement; none without leave to see flags."""
    if not actor.may(Permission.SEE_FLAGS):
        return frozenset()
    rows = Characteristic.objects.filter(covers(on), seen(actor, "pupil__"), kind=kind, school_id=actor.school)
    return frozenset(rows.values_list("pupil_id", flat=True))
