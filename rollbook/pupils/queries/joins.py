"""How other tables join the admission register: names to show, days on roll, groups on a day.

Every function takes the prefix under which the pupil stands (`""` for Pupil, `"pupil__"` elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from rollbook.pupils.models import Enrolment, Group, GroupMembership


def covers(on: date, prefix: str = "") -> Q:
    """Rows with `first` and `last` in force on a day."""
    return Q(**{f"{prefix}first__lte": on}) & (Q(**{f"{prefix}last__isnull": True}) | Q(**{f"{prefix}last__gte": on}))


def enrolled(on: date, prefix: str = "") -> Q:
    """Enrolments that cover a day."""
    return Q(**{f"{prefix}first_day__lte": on}) & (
        Q(**{f"{prefix}last_day__isnull": True}) | Q(**{f"{prefix}last_day__gte": on})
    )


def roster_join(prefix: str, group_id: int, on: date) -> tuple[Q, dict[str, Combinable]]:
    """The condition and annotations that put a group's roster of a day into the caller's own statement.

    Annotated are `public_id`, `born`, `first_day`, `last_day`, `boarder` (of the enrolment that
    covers the day, else the nearest before it, else the next), `surname` and `forename` as shown.
    Members who are not enrolled on the day are in it too: the register refuses their marks. Order
    by `surname, forename`, pupil id. No row is doubled, and no outer join stands in the way of a lock.
    """
    return member(prefix, group_id, on), register_facts(prefix, on)


def pupils_join(prefix: str, public_ids: Iterable[str], on: date) -> tuple[Q, dict[str, Combinable]]:
    """As `roster_join`, for these pupils by public id, whatever their group."""
    return Q(**{f"{prefix}public_id__in": tuple(public_ids)}), register_facts(prefix, on)


def register_facts(prefix: str, on: date) -> dict[str, Combinable]:
    """What the attendance register needs to know of a pupil on a day."""
    return {
        "public_id": F(f"{prefix}public_id"),
        "born": F(f"{prefix}born"),
        **shown_name(prefix),
        **days_on_roll(prefix, on),
    }


def member(prefix: str, group_id: int, on: date) -> Q:
    """Pupils who belong to the group on a day."""
    return Q(**{f"{prefix}id__in": GroupMembership.objects.filter(covers(on), group_id=group_id).values("pupil_id")})


def shown_name(prefix: str) -> dict[str, Combinable]:
    """`surname` and `forename` as the school calls the pupil: preferred where held, else legal."""
    return {"surname": _preferred(prefix, "surname"), "forename": _preferred(prefix, "forename")}


def days_on_roll(prefix: str, on: date) -> dict[str, Combinable]:
    """`first_day`, `last_day` and `boarder` of the enrolment that covers the day, or of the nearest."""
    nearest = _nearest_enrolment(prefix, on)
    return {
        "first_day": Subquery(nearest.values("first_day")[:1], output_field=DateField()),
        "last_day": Subquery(nearest.values("last_day")[:1], output_field=DateField()),
        "boarder": Coalesce(Subquery(nearest.values("boarder")[:1]), Value(False), output_field=BooleanField()),
    }


def groups_on(prefix: str, on: date) -> dict[str, Combinable]:
    """`registration`, `house` (names, empty where none) and `nc_year` of a pupil on a day."""
    return {
        "registration": _group_name(prefix, on, Group.Kind.REGISTRATION),
        "house": _group_name(prefix, on, Group.Kind.HOUSE),
        "nc_year": nc_year(prefix, on),
    }


def nc_year(prefix: str, on: date) -> Combinable:
    """The pupil's year group on a day: of the year group, else of the registration group."""
    year_first = Case(When(group__kind=Group.Kind.YEAR, then=0), default=1, output_field=IntegerField())
    found = (
        _memberships(prefix, on)
        .filter(group__kind__in=(Group.Kind.YEAR, Group.Kind.REGISTRATION))
        .exclude(group__nc_year="")
        .order_by(year_first, "-first", "-id")
    )
    return Coalesce(Subquery(found.values("group__nc_year")[:1]), Value(""), output_field=CharField())


def _group_name(prefix: str, on: date, kind: Group.Kind) -> Combinable:
    found = _memberships(prefix, on).filter(group__kind=kind).order_by("-first", "-id")
    return Coalesce(Subquery(found.values("group__name")[:1]), Value(""), output_field=CharField())


def _memberships(prefix: str, on: date) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(covers(on), pupil_id=OuterRef(f"{prefix}id"))


def _preferred(prefix: str, name: str) -> Combinable:
    return Coalesce(
        NullIf(F(f"{prefix}preferred_{name}"), Value("")), F(f"{prefix}legal_{name}"), output_field=CharField()
    )


def _nearest_enrolment(prefix: str, on: date) -> QuerySet[Enrolment]:
    """Those begun by the day, the latest first; then those to come, the next first."""
    to_come = Case(When(first_day__gt=on, then=F("first_day")), output_field=DateField())
    begun_first = Case(When(first_day__lte=on, then=0), default=1, output_field=IntegerField())
    return Enrolment.objects.filter(pupil_id=OuterRef(f"{prefix}id")).order_by(begun_first, to_come, "-first_day")


def group_facts(prefix: str) -> dict[str, Combinable]:
    """Annotations `group_public_id`, `group_name`, `group_nc_year`, `group_site_id` of the group under the prefix."""
    return {f"group_{fact}": F(f"{prefix}{fact}") for fact in ("public_id", "name", "nc_year", "site_id")}
