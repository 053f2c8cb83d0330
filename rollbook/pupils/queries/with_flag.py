"""Which pupils have a characteristic on a day: for lists that begin from it and not from a pupil."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Characteristic
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import seen, sees_everybody
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


def pupils_with(actor: Actor, kind: str, on: date) -> frozenset[int]:
    """The keys of those who have it and whom this person may see: one statement; none without leave to see flags."""
    if not actor.may(Permission.SEE_FLAGS):
        return frozenset()
    rows = Characteristic.objects.filter(covers(on), seen(actor, "pupil__"), kind=kind, school_id=actor.school)
    return frozenset(rows.values_list("pupil_id", flat=True))


def pupils_with_any(actor: Actor, kinds: Collection[str], on: date) -> frozenset[int]:
    """The same of several kinds: whoever has one of them."""
    if not actor.may(Permission.SEE_FLAGS):
        return frozenset()
    if sees_everybody(actor):
        return frozenset(key for (key,) in _ANYBODY.rows(school=actor.school, kinds=tuple(kinds), on=on))
    rows = Characteristic.objects.filter(covers(on), seen(actor, "pupil__"), kind__in=kinds, school_id=actor.school)
    return frozenset(rows.values_list("pupil_id", flat=True))


_ANYBODY = Prepared(
    lambda: Characteristic.objects.filter(
        covers(given("on", "day")), school_id=given("school"), kind__in=given("kinds", "text", many=True)
    ).values_list("pupil_id")
)
