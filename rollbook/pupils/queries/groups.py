"""Groups as boards and registers show them, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Group, GroupMembership, GroupStaff
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import NO_GROUP, taken_by
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.year_row import year_of
from rollbook.staff.queries import staff_of


@dataclass(frozen=True, slots=True)
class GroupPerson:
    """Who takes the group's register: `part` is tutor, teacher or cover."""

    user_id: int
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group on a day: how many pupils belong to it, and who takes its register (cover first)."""

    id: int
    public_id: UUID
    kind: str
    year: int
    name: str
    nc_year: str
    room: str
    site_id: int | None
    size: int
    staff: tuple[GroupPerson, ...] = ()

    @property
    def staff_names(self) -> str:
        return ", ".join(person.name for person in self.staff)


def groups_of(actor: Actor, kind: str, on: date) -> tuple[GroupLine, ...]:
    """The school's groups of a kind (year, registration, house, teaching) in the year of a day: three statements.

    In order of year group and name. A person who may not see the whole school gets their own only.
    """
    year = year_of(on)
    if _sees_every_group(actor):
        return _with_people(actor, _OF_KIND.rows(school=actor.school, kind=kind, year=year, on=on), on)
    own = taken_by(actor, on).values("group_id")
    return _lines(actor, Group.objects.filter(pk__in=own, school_id=actor.school, kind=kind, year=year), on)


def group(actor: Actor, public_id: UUID, on: date | None = None) -> GroupLine:
    """One group by its public id, on a day (today unless said): three statements; NotFound for another's."""
    on = on or actor.today
    asked = {"school": actor.school, "group": public_id, "on": on}
    if _sees_every_group(actor):
        found = _with_people(actor, _ONE.rows(**asked), on)
    else:
        found = _with_people(actor, _OWN.rows(**asked, user=actor.user_id or 0), on)
    if not found:
        raise NotFound(NO_GROUP)
    return found[0]


def names_of_groups(actor: Actor, public_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What groups of the school are called, of whatever year: one statement, none where none is asked for."""
    if not public_ids:
        return {}
    rows = Group.objects.filter(school_id=actor.school, public_id__in=public_ids)
    return dict(rows.values_list("public_id", "name"))


def own_groups(actor: Actor, on: date) -> tuple[GroupLine, ...]:
    """The groups whose register this person takes on a day, also as cover: three statements."""
    return _lines(actor, Group.objects.filter(pk__in=taken_by(actor, on).values("group_id")), on)


def _lines(actor: Actor, groups: QuerySet[Group], on: date) -> tuple[GroupLine, ...]:
    return _with_people(actor, tuple(_sized(groups, on)), on)


def _sized(groups: QuerySet[Group], on: date) -> QuerySet[Group, tuple[Any, ...]]:
    members = (
        GroupMembership.objects.filter(covers(on), group_id=OuterRef("pk"))
        .order_by()
        .values("group_id")
        .annotate(n=Count("pupil_id", distinct=True))
        .values("n")
    )
    return groups.annotate(size=Coalesce(Subquery(members, output_field=IntegerField()), 0)).values_list(
        "id", "public_id", "kind", "year", "name", "nc_year", "room", "site_id", "size"
    )


def _one() -> QuerySet[Group]:
    return Group.objects.filter(school_id=given("school"), public_id=given("group", "public id"))


def _taken_one() -> QuerySet[Group]:
    theirs = GroupStaff.objects.filter(covers(given("on", "day")), school_id=given("school"), user_id=given("user"))
    return _one().filter(pk__in=theirs.values("group_id"))


def _of_kind() -> QuerySet[Group]:
    return Group.objects.filter(school_id=given("school"), kind=given("kind", "text"), year=given("year", "number"))


_OF_KIND = Prepared(lambda: _sized(_of_kind(), given("on", "day")))
_ONE = Prepared(lambda: _sized(_one(), given("on", "day")))
_OWN = Prepared(lambda: _sized(_taken_one(), given("on", "day")))
_PEOPLE = Prepared(
    lambda: (
        GroupStaff.objects.filter(covers(given("on", "day")), group_id__in=given("groups", many=True))
        .order_by("group_id", "part", "id")
        .values_list("group_id", "user_id", "part")
    )
)


def _with_people(actor: Actor, rows: Sequence[tuple[Any, ...]], on: date) -> tuple[GroupLine, ...]:
    people = _people(actor, [row[0] for row in rows], on)
    found = (GroupLine(*(*row, tuple(people[row[0]]))) for row in rows)
    return tuple(sorted(found, key=lambda line: (year_order(line.nc_year), natural(line.name), line.id)))


def year_order(nc_year: str) -> int:
    """Nursery before reception before year 1; a group of no year last."""
    before = ("E1", "E2", "N1", "N2", "R")
    if nc_year in before:
        return before.index(nc_year) - len(before)
    return int(nc_year) if nc_year.isdecimal() else 99


def _people(actor: Actor, group_ids: Iterable[int], on: date) -> defaultdict[int, list[GroupPerson]]:
    people: defaultdict[int, list[GroupPerson]] = defaultdict(list)
    rows = _PEOPLE.rows(on=on, groups=tuple(group_ids))
    names = {line.id: line.name for line in staff_of(actor)} if rows else {}
    for group_id, user_id, part in rows:
        people[group_id].append(GroupPerson(user_id, names.get(user_id, ""), part))
    return people


def _sees_every_group(actor: Actor) -> bool:
    may = (Permission.SEE_ALL_PUPILS, Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD, Permission.SEE_RECORD)
    return any(actor.may(p) for p in may)


def natural(name: str) -> tuple[int, str]:
    """How names of groups sort: `9A` before `10A`."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return (int(digits) if digits.isdecimal() and digits else -1, name)
