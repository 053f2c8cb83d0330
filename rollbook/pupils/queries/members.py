"""Who belongs to which group on a day, as keys only, for boards that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Enrolment, GroupMembership
from rollbook.pupils.queries.joins import covers, enrolled
from rollbook.rules.actor import Actor


def members_of(actor: Actor, group_ids: Iterable[int], on: date) -> Mapping[int, tuple[int, ...]]:
    """The pupils of each group who are on roll that day and do not board: one statement (REG-2, REG-3)."""
    return _members(_DAY_PUPILS, actor, group_ids, on)


def everybody_in(actor: Actor, group_ids: Iterable[int], on: date) -> frozenset[int]:
    """The pupils of these groups who are on roll that day, boarders too, each once: one statement."""
    members = _members(_EVERYBODY, actor, group_ids, on)
    return frozenset(pupil for group in members.values() for pupil in group)


def _members(statement: Prepared, actor: Actor, group_ids: Iterable[int], on: date) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    for group, pupil in statement.rows(school=actor.school, groups=tuple(group_ids), on=on):
        found.setdefault(group, {})[pupil] = None  # who is in a group twice counts once
    return {group: tuple(pupils) for group, pupils in found.items()}


def _of(enrolments: QuerySet[Enrolment]) -> QuerySet[GroupMembership, tuple[Any, ...]]:
    on = given("on", "day")
    on_roll = enrolments.filter(enrolled(on), pupil_id=OuterRef("pupil_id"))
    return (
        GroupMembership.objects.filter(covers(on), Exists(on_roll), school_id=given("school"))
        .filter(group_id__in=given("groups", many=True))
        .order_by("group_id", "pupil_id")
        .values_list("group_id", "pupil_id")
    )


_DAY_PUPILS = Prepared(lambda: _of(Enrolment.objects.filter(boarder=False)))
_EVERYBODY = Prepared(lambda: _of(Enrolment.objects.all()))
