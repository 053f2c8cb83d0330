"""Who may be sent to a home, and who may wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.rules.access import Permission, permissions_of
from rollbook.rules.actor import Actor
from rollbook.staff.queries import staff_members


@dataclass(frozen=True, slots=True)
class Visitors:
    """Names by account: those who make home visits, and everybody who works here today."""

    visitors: Mapping[int, str]
    everybody: Mapping[int, str]


def who_may_visit(actor: Actor) -> Visitors:
    """Everybody with an open account and a post today; those whose post makes visits: one statement."""
    here = [member for member in staff_members(actor) if member.is_active and member.now]
    may = {m.id: permissions_of(frozenset(line.role for line in m.now)) for m in here}
    return Visitors({m.id: m.name for m in here if Permission.MAKE_VISITS in may[m.id]}, {m.id: m.name for m in here})
