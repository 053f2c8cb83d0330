"""What makes a pupil vulnerable, for those who may know; the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rollbook.audit.once import kept_beside
from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Characteristic
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import seen, sees_everybody
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

_K = Characteristic.Kind

# The order in which an office rings first; our own choice, after the guidance's list of vulnerable pupils.
VULNERABILITY: tuple[str, ...] = (
    _K.CHILD_PROTECTION,
    _K.LOOKED_AFTER,
    _K.SOCIAL_WORKER,
    _K.CHILD_IN_NEED,
    _K.YOUNG_CARER,
    _K.MEDICAL,
    _K.EHCP,
    _K.SEN,
    _K.FSM,
    _K.PUPIL_PREMIUM,
    _K.EAL,
    _K.SERVICE_CHILD,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something true of a pupil on a day; a lower `rank` weighs more (0 is a child protection plan)."""

    kind: str
    title: str
    value: str
    first: date
    rank: int

    @property
    def is_about_care(self) -> bool:
        """Whether it bears on the child's safety or support: not funding, not language."""
        return self.rank <= VULNERABILITY.index(_K.SEN)


def flags_of(actor: Actor, pupil_ids: Collection[int], on: date) -> Mapping[int, tuple[Flag, ...]]:
    """Each pupil's flags on a day, weightiest first: one statement; none at all without leave to see flags."""
    if not pupil_ids or not actor.may(Permission.SEE_FLAGS):
        return {}
    known = kept_beside(actor, ("flags", on))
    if known is None:
        return _read(actor, pupil_ids, on)
    asked = set(pupil_ids)
    if missing := asked - known.keys():
        known |= dict.fromkeys(missing, ())
        known |= dict(_read(actor, missing, on).items())
    return {pupil: known[pupil] for pupil in pupil_ids if known[pupil]}  # type: ignore[misc]  # as put there


def _read(actor: Actor, pupil_ids: Collection[int], on: date) -> Mapping[int, tuple[Flag, ...]]:
    """By a statement that is written once for whoever sees every pupil; else by one with the person's own."""
    if sees_everybody(actor):
        rows: Iterable[tuple[Any, ...]] = _ANYBODY.rows(school=actor.school, on=on, pupils=tuple(pupil_ids))
    else:
        rows = _rows(seen(actor, "pupil__") & Q(pupil_id__in=pupil_ids), on)
    found: defaultdict[int, list[Flag]] = defaultdict(list)
    for pupil_id, kind, value, first in rows:
        found[pupil_id].append(Flag(kind, _K(kind).label, value, first, VULNERABILITY.index(kind)))
    return {pupil: tuple(sorted(flags, key=lambda flag: flag.rank)) for pupil, flags in found.items()}


def _rows(which: Q, on: date) -> QuerySet[Characteristic, tuple[Any, ...]]:
    rows = Characteristic.objects.filter(covers(on), which).order_by("pupil_id", "first", "id")
    return rows.values_list("pupil_id", "kind", "value", "first")


_ANYBODY = Prepared(
    lambda: _rows(Q(pupil__school_id=given("school"), pupil_id__in=given("pupils", many=True)), given("on", "day"))
)
