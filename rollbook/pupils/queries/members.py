"""Who belongs to which group on a day, as keys only, for boards that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from rollbook.pupils.models import Enrolment, GroupMembership
from rollbook.pupils.queries.joins import covers, enrolled
from rollbook.rules.actor import Actor


def members_of(actor: Actor, group_ids: Iterable[int], on: date) -> Mapping[int, tuple[int, ...]]:
    """The pupils of each group who are on roll that day and do not board: one statement (REG-2, REG-3)."""
    return _members(actor, group_ids, on, Enrolment.objects.filter(enrolled(on), boarder=False))


def everybody_in(actor: Actor, group_ids: Iterable[int], on: date) -> frozenset[int]:
    """The pupils of these groups who are on roll that day, boarders too, each once: one statement."""
    members = _members(actor, group_ids, on, Enrolment.objects.filter(enrolled(on)))
    return frozenset(pupil for group in members.values() for pupil in group)


def _members(
    actor: Actor, group_ids: Iterable[int], on: date, enrolments: QuerySet[Enrolment]
) -> Mapping[int, tuple[int, ...]]:
    on_roll = enrolments.filter(pupil_id=OuterRef("pupil_id"))
    rows = (
        GroupMembership.objects.filter(covers(on), Exists(on_roll), school_id=actor.school)
        .filter(group_id__in=list(group_ids))
        .order_by("group_id", "pupil_id")
        .values_list("group_id", "pupil_id")
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for group, pupil in rows:
        found.setdefault(group, []).append(pupil)
    return {group: tuple(pupils) for group, pupils in found.items()}
