"""Whose work goes to whom now and later, and what of it does not go over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rollbook.rules.access import PERMISSIONS, Permission, Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.staff.queries import roles_of_people
from rollbook.work.models import Delegation


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """Work that goes from one person to another; `not_over` are the roles whose tasks the colleague may not see."""

    public_id: uuid.UUID
    of: int
    of_name: str
    to: int
    to_name: str
    first: date
    last: date
    made_by: str
    not_over: tuple[Role, ...]
    may_end: bool


def delegations(actor: Actor) -> tuple[DelegationLine, ...]:
    """Those that are not over, to or from this person, or everybody's for who manages staff: two statements."""
    rows = Delegation.objects.filter(school_id=actor.school, last__gte=actor.today, ended_at=None)
    if not actor.may(Permission.MANAGE_STAFF):
        rows = rows.filter(Q(from_id=actor.user_id or 0) | Q(to_id=actor.user_id or 0))
    found = list(rows.order_by("first", "id"))
    held = roles_of_people(actor, {who for row in found for who in (row.from_id, row.to_id)})
    none: frozenset[Role] = frozenset()
    return tuple(
        DelegationLine(
            public_id=r.public_id,
            of=r.from_id,
            of_name=r.from_name,
            to=r.to_id,
            to_name=r.to_name,
            first=r.first,
            last=r.last,
            made_by=r.made_by_name,
            not_over=_not_over(held.get(r.from_id, none), held.get(r.to_id, none)),
            may_end=r.from_id == actor.user_id or actor.may(Permission.MANAGE_STAFF),
        )
        for r in found
    )


def _not_over(theirs: frozenset[Role], own: frozenset[Role]) -> tuple[Role, ...]:
    may = permissions_of(own)
    seen = {role: {p for p in PERMISSIONS[role] if p.value.startswith("see-")} for role in theirs - own}
    return tuple(sorted(role for role, wanted in seen.items() if not wanted <= may))
