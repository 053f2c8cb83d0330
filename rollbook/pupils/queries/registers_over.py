"""The registration groups of a period, whose registers they were and when: for reports about registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q

from rollbook.pupils.models import Group, GroupMembership, GroupStaff
from rollbook.pupils.queries.groups import natural, year_order
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of, year_starts
from rollbook.staff.queries import name_of


@dataclass(frozen=True, slots=True)
class Takes:
    """Somebody's part in a register from a day to a day: tutor, teacher or cover."""

    user_id: int
    name: str
    part: str
    first: date
    last: date | None

    @property
    def covers(self) -> bool:
        return self.part == GroupStaff.Part.COVER


@dataclass(frozen=True, slots=True)
class RegisterOver:
    """A registration group from the first to the last day of a period on which somebody belonged to it."""

    id: int
    public_id: UUID
    name: str
    nc_year: str
    year: int
    site_id: int | None
    first: date
    last: date
    people: tuple[Takes, ...]

    def due_on(self, on: date) -> bool:
        return self.first <= on <= self.last and year_of(on) == self.year

    def holders(self, on: date) -> tuple[Takes, ...]:
        """Whose register it is that day: those who cover if any do, else its tutors and teachers."""
        theirs = [one for one in self.people if one.first <= on and (one.last is None or on <= one.last)]
        return tuple(one for one in theirs if one.covers) or tuple(theirs)


def registers_over(actor: Actor, first: date, last: date) -> tuple[RegisterOver, ...]:
    """The school's registration groups of a period with their people, by year and name: two statements."""
    years = tuple(range(year_of(first), year_of(last) + 1))
    rows = GroupMembership.objects.filter(
        Q(last__isnull=True) | Q(last__gte=first),
        school_id=actor.school,
        first__lte=last,
        group__kind=Group.Kind.REGISTRATION,
        group__year__in=years,
    )
    found = (
        rows.order_by()
        .values("group_id", "group__public_id", "group__name", "group__nc_year", "group__year", "group__site_id")
        .annotate(begins=Min("first"), ends=Max("last"), stays=Count("id", filter=Q(last__isnull=True)))
    )
    people = _people(actor, first, last)
    groups = (
        RegisterOver(
            id=row["group_id"],
            public_id=row["group__public_id"],
            name=row["group__name"],
            nc_year=row["group__nc_year"],
            year=row["group__year"],
            site_id=row["group__site_id"],
            first=max(row["begins"], first, year_starts(row["group__year"])),
            last=last if row["stays"] else min(row["ends"], last),
            people=people.get(row["group_id"], ()),
        )
        for row in found
    )
    return tuple(sorted(groups, key=lambda one: (year_order(one.nc_year), natural(one.name), one.id)))


def _people(actor: Actor, first: date, last: date) -> Mapping[int, tuple[Takes, ...]]:
    rows = GroupStaff.objects.filter(Q(last__isnull=True) | Q(last__gte=first), school_id=actor.school)
    rows = rows.filter(first__lte=last, group__kind=Group.Kind.REGISTRATION).annotate(who=name_of("user__"))
    found: defaultdict[int, list[Takes]] = defaultdict(list)
    columns = ("group_id", "user_id", "who", "part", "first", "last")
    for group, *told in rows.order_by(F("part"), "first", "id").values_list(*columns):
        found[group].append(Takes(*told))
    return {group: tuple(people) for group, people in found.items()}
