"""Everybody's part in a group, with its days, for the screen that sets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rollbook.pupils.models import GroupStaff
from rollbook.rules.actor import Actor
from rollbook.staff.queries import name_of


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A person's part in a group from a day to a day; `label` is the part in words."""

    id: int
    name: str
    part: str
    label: str
    first: date
    last: date | None


def parts_in(actor: Actor, group: UUID) -> tuple[GroupPart, ...]:
    """Everybody who takes, took or will take a group's register, newest first: one statement."""
    rows = (
        GroupStaff.objects.filter(school_id=actor.school, group__public_id=group)
        .order_by("-first", "part", "id")
        .annotate(who=name_of("user__"))
        .values_list("id", "who", "part", "first", "last")
    )
    return tuple(
        GroupPart(i, name, part, GroupStaff.Part(part).label, first, last) for i, name, part, first, last in rows
    )
