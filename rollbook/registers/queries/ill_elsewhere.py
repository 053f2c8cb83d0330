"""Illness marked at other schools of the trust, for who asks about a family (LEA-6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from rollbook.registers.models import Mark
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session

ILL = "I"


def illness_between(
    actor: Actor, schools: Collection[int], pupils: Collection[int], first: date, last: date
) -> Mapping[int, tuple[Session, ...]]:
    """The sessions marked as illness of these pupils of these schools, by pupil: one statement, none for nobody."""
    actor.require(Permission.SEE_REASONS)
    if not pupils:
        return {}
    rows = Mark.objects.filter(school_id__in=schools, pupil_id__in=pupils, date__range=(first, last), code=ILL)
    found: dict[int, list[Session]] = defaultdict(list)
    for pupil, on, half in rows.order_by("pupil_id", "date", "half").values_list("pupil_id", "date", "half"):
        found[pupil].append(Session(on, Half(half)))
    return {pupil: tuple(sessions) for pupil, sessions in found.items()}
