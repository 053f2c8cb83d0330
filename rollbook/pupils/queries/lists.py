"""The pupil list with its filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from rollbook.pupils.models import Characteristic, Enrolment, Group, GroupMembership, Pupil
from rollbook.pupils.queries.joins import covers, enrolled, nc_year, shown_name
from rollbook.pupils.queries.lines import PupilLine, lines
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of

PAGE_SIZE = 50
RECENT = timedelta(days=28)


class OnRoll(StrEnum):
    """Where a pupil stands on a day: on roll; left before it; or joined within four weeks of it, or yet to join."""

    NOW = "on-roll"
    LEAVERS = "leavers"
    STARTERS = "starters"
    EVERYONE = "everyone"


_NAMES = ("pk", "surname", "forename")


@dataclass(frozen=True, slots=True)
class PupilFilters:
    """What the list is narrowed to; empty means every one. `on` is today unless said.

    `name` matches the beginning of words in any of the names, in any order; groups are public ids;
    `characteristic` is a kind such as `sen`.
    """

    name: str = ""
    nc_year: str = ""
    registration: UUID | None = None
    house: UUID | None = None
    characteristic: str = ""
    status: OnRoll = OnRoll.NOW
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PupilPage:
    """One page of the list, by surname; pages count from 1."""

    pupils: tuple[PupilLine, ...]
    total: int
    number: int
    pages: int


def pupils_list(actor: Actor, filters: PupilFilters, page: int = 1, *, size: int = PAGE_SIZE) -> PupilPage:
    """The pupils who answer to the filters, a page at a time: two statements.

    Raises NotAllowed when a characteristic is asked for by someone who may not see flags. A page
    beyond the last is the last.
    """
    on = filters.on or actor.today
    pupils = Pupil.objects.filter(seen(actor), _named(filters.name), standing(actor, filters.status, on))
    pupils = _in_groups(pupils, filters, on)
    if filters.characteristic:
        actor.require(Permission.SEE_FLAGS)
        true_of = Characteristic.objects.filter(covers(on), kind=filters.characteristic, school_id=actor.school)
        pupils = pupils.filter(pk__in=true_of.values("pupil_id"))
    names = pupils.annotate(**shown_name("")).order_by("pk").values_list(*_NAMES)
    ids = [pk for pk, *name in sorted(names, key=lambda row: order_of(*row[1:]))]
    pages = max(1, -(-len(ids) // size))
    number = min(max(page, 1), pages)
    part = ids[(number - 1) * size : number * size]
    return PupilPage(lines(Pupil.objects.filter(pk__in=part), on), len(ids), number, pages)


def _named(text: str) -> Q:
    condition = Q()
    for word in text.split()[:6]:
        fits = Q()
        for name in ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname"):
            fits |= Q(**{f"{name}__istartswith": word}) | Q(**{f"{name}__icontains": f" {word}"})
            fits |= Q(**{f"{name}__icontains": f"-{word}"}) | Q(**{f"{name}__icontains": f"'{word}"})
        condition &= fits
    return condition


def standing(actor: Actor, status: OnRoll, on: date) -> Q:
    """The pupils who stand like that on a day."""
    now = Q(pk__in=_enrolments(actor).filter(enrolled(on)).values("pupil_id"))
    match status:
        case OnRoll.NOW:
            return now
        case OnRoll.LEAVERS:
            return ~now & Q(pk__in=_enrolments(actor).filter(last_day__lt=on).values("pupil_id"))
        case OnRoll.STARTERS:
            return Q(pk__in=_enrolments(actor).filter(first_day__gt=on - RECENT).values("pupil_id"))
        case OnRoll.EVERYONE:
            return Q()


def _enrolments(actor: Actor) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(school_id=actor.school)


def _in_groups(pupils: QuerySet[Pupil], filters: PupilFilters, on: date) -> QuerySet[Pupil]:
    for kind, public_id in ((Group.Kind.REGISTRATION, filters.registration), (Group.Kind.HOUSE, filters.house)):
        if public_id is not None:
            members = GroupMembership.objects.filter(covers(on), group__public_id=public_id, group__kind=kind)
            pupils = pupils.filter(pk__in=members.values("pupil_id"))
    if filters.nc_year:
        pupils = pupils.alias(_nc_year=nc_year("", on)).filter(_nc_year=filters.nc_year)
    return pupils
