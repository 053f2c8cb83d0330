"""Groups from the timetable's side: who is in a lesson, and which teaching groups a pupil is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rollbook.pupils.models import Group
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.lines import PupilLine, members_lines
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A group by its keys and its name."""

    id: int
    public_id: UUID
    kind: str
    name: str


def lesson_roster(actor: Actor, group_id: int, on: date) -> tuple[PupilLine, ...]:
    """Everybody in a group on a day, by surname: one statement.

    Only for whoever the timetable has shown to take the lesson; `lines.roster` asks for itself.
    """
    return members_lines(actor, group_id, on)


def teaching_groups_of(actor: Actor, pupil_id: int, on: date) -> tuple[GroupKey, ...]:
    """The teaching groups a pupil is in on a day, by name: one statement."""
    rows = Group.objects.filter(covers(on, "memberships__"), school_id=actor.school, kind=Group.Kind.TEACHING)
    found = rows.filter(memberships__pupil_id=pupil_id).order_by("name", "id")
    return tuple(GroupKey(*row) for row in found.values_list("id", "public_id", "kind", "name").distinct())


def groups_of_pupil(actor: Actor, pupil_id: int, on: date) -> frozenset[int]:
    """The keys of every group a pupil is in on a day: one statement."""
    rows = Group.objects.filter(covers(on, "memberships__"), school_id=actor.school)
    return frozenset(rows.filter(memberships__pupil_id=pupil_id).values_list("id", flat=True))


def groups_by_name(actor: Actor, year: int) -> tuple[GroupKey, ...]:
    """Teaching and registration groups of a school year, for matching a file: one statement."""
    kinds = (Group.Kind.TEACHING, Group.Kind.REGISTRATION)
    rows = Group.objects.filter(school_id=actor.school, year=year, kind__in=kinds).order_by("name", "id")
    return tuple(GroupKey(*row) for row in rows.values_list("id", "public_id", "kind", "name"))
