"""Who belonged to a group at any time of a period, and from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rollbook.pupils.models import GroupMembership
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Belonging:
    """A time in the group, both days included; `last` None while it lasts."""

    first: date
    last: date | None

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


def memberships_between(actor: Actor, group_id: int, first: date, last: date) -> Mapping[int, tuple[Belonging, ...]]:
    """The group's pupils of a period by key, each with every time in it: one statement."""
    rows = GroupMembership.objects.filter(
        Q(last__isnull=True) | Q(last__gte=first), school_id=actor.school, group_id=group_id, first__lte=last
    ).order_by("first", "id")
    found: dict[int, tuple[Belonging, ...]] = {}
    for pupil, begins, ends in rows.values_list("pupil_id", "first", "last"):
        found[pupil] = (*found.get(pupil, ()), Belonging(begins, ends))
    return found
