"""The emergency list as it goes on paper: who is on site, where to look for them, what they need."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Max, Q

from rollbook.pupils.queries import NeedLine, needs_when_the_alarm_goes
from rollbook.pupils.queries.groups import year_order
from rollbook.pupils.queries.needs import needs_version
from rollbook.registers.queries.fingerprints import fingerprint
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.site.models import Movement, Visit
from rollbook.site.models.rolls import AssemblyPoint, Roll
from rollbook.site.queries.boarders_now import roll_calls_version
from rollbook.site.queries.gathering import Dinner, dinners, needed_kinds, where_to_look
from rollbook.site.queries.on_site import Placed, on_site
from rollbook.site.queries.sources import told_by_others
from rollbook.site.queries.visits import VisitLine

KINDS: tuple[str, ...] = (Roll.Kind.FIRE, Roll.Kind.LOCKDOWN)
_STAFF = frozenset({Visit.Kind.STAFF.label, Visit.Kind.SUPPLY.label})
_NOWHERE: dict[str, str] = {Roll.Kind.FIRE: "", Roll.Kind.LOCKDOWN: "In no lesson now"}
NO_FORM = "No form"


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """One line to tick: `says` is what we go by, `needs` what must be done for them."""

    name: str
    says: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A form, or the visitors, the staff, the contractors."""

    name: str
    people: tuple[SheetPerson, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One place: an assembly point in a fire, a room in a lockdown; `name` is empty where nobody has said."""

    name: str
    groups: tuple[SheetGroup, ...]

    @property
    def size(self) -> int:
        return sum(len(group.people) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole list at one moment; `with_needs` are those whom somebody must go to first."""

    kind: str
    at: datetime
    parts: tuple[SheetPart, ...]
    others: tuple[SheetGroup, ...]
    perhaps: tuple[SheetGroup, ...]
    with_needs: tuple[SheetPerson, ...]
    dinners: tuple[Dinner, ...]
    pupils: int
    others_count: int
    perhaps_count: int
    away: int

    @property
    def is_empty(self) -> bool:
        return not (self.pupils or self.others_count or self.perhaps_count)


def emergency_sheet(actor: Actor, kind: str) -> Sheet:
    """Everybody on site at this moment, by place and form: fourteen statements at most, whatever the size."""
    actor.require(Permission.SEE_ON_SITE)
    found = on_site(actor)
    everybody = (*found.here, *found.perhaps)
    years = {p.pupil.nc_year for p in everybody}
    at_dinner = tuple(d for d in dinners(actor, years) if d.lasts(found.at)) if years else ()
    needs = needs_when_the_alarm_goes(actor, [p.pupil.id for p in everybody], (*needed_kinds(kind), "dinner"))
    person = _person_of(needs, {year for dinner in at_dinner for year in dinner.years})
    pupils = [(p, person(p)) for p in everybody]
    return Sheet(
        kind=kind,
        at=found.at,
        parts=_parts([(p, one) for p, one in pupils[: len(found.here)]], where_to_look(actor, kind), _NOWHERE[kind]),
        others=_others(found.visitors),
        perhaps=_forms(pupils[len(found.here) :]),
        with_needs=tuple(_named(p, one) for p, one in sorted(pupils, key=_by_form) if one.needs),
        dinners=at_dinner,
        pupils=len(found.here),
        others_count=len(found.visitors),
        perhaps_count=len(found.perhaps),
        away=found.away,
    )


def sheet_version(actor: Actor) -> str:
    """A word that is another as soon as the list may be: seven statements and those of other lists; no name is read.

    Movements, visits, the register's chain, needs, assembly points, what rooms, clubs and boarding houses say, and the
    quarter of an hour, on which lessons and dinner begin and end.
    """
    actor.require(Permission.SEE_ON_SITE)
    today = {"school_id": actor.school, "on": actor.today}
    moves = Movement.objects.filter(**today).aggregate(Max("id"), n=Count("id", filter=Q(taken_back_at=None)))
    visits = Visit.objects.filter(**today).aggregate(Count("arrived_at"), Count("left_at"))
    points = AssemblyPoint.objects.filter(school_id=actor.school).aggregate(Max("id"), Count("id"))
    quarter = int(actor.now.timestamp()) // 900
    told = sorted((pupil, one.where, one.why) for pupil, one in told_by_others(actor).items())
    chain, needs, called = fingerprint(actor).place, needs_version(actor), roll_calls_version(actor)
    facts = (moves, visits, points, chain, needs, called, told, actor.today, quarter)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _person_of(needs: Mapping[int, tuple[NeedLine, ...]], dining: set[str]) -> Callable[[Placed], SheetPerson]:
    def person(placed: Placed) -> SheetPerson:
        own = needs.get(placed.pupil.id, ())
        shown = [n.short for n in own if n.kind != "dinner" or placed.pupil.nc_year in dining]
        return SheetPerson(placed.pupil.listed_name, placed.why, tuple(shown))

    return person


def _parts(
    pupils: Iterable[tuple[Placed, SheetPerson]], where: Callable[[Placed], str], nowhere: str
) -> tuple[SheetPart, ...]:
    placed: dict[str, list[tuple[Placed, SheetPerson]]] = {}
    for p, one in pupils:
        placed.setdefault(where(p) or nowhere, []).append((p, one))
    named = sorted(placed, key=lambda name: (name in ("", nowhere), name))
    return tuple(SheetPart(name, _forms(placed[name])) for name in named)


def _forms(pupils: Iterable[tuple[Placed, SheetPerson]]) -> tuple[SheetGroup, ...]:
    ordered = sorted(pupils, key=_by_form)
    by_form = groupby(ordered, key=lambda pair: pair[0].pupil.registration)
    return tuple(SheetGroup(name or NO_FORM, tuple(one for _, one in lines)) for name, lines in by_form)


def _by_form(pair: tuple[Placed, SheetPerson]) -> tuple[int, str, str, str, int]:
    pupil = pair[0].pupil
    return year_order(pupil.nc_year), pupil.registration, pupil.surname, pupil.forename, pupil.id


def _named(placed: Placed, one: SheetPerson) -> SheetPerson:
    return SheetPerson(one.name, placed.pupil.registration or NO_FORM, one.needs)


def _others(visitors: Iterable[VisitLine]) -> tuple[SheetGroup, ...]:
    groups: dict[str, list[SheetPerson]] = {"Visitors": [], "Staff": [], "Contractors": []}
    for v in visitors:
        about = ", ".join(part for part in (v.organisation, f"badge {v.badge}" if v.badge else "") if part)
        groups[_heading(v.kind)].append(SheetPerson(v.name, f"{v.kind}, {about}" if about else v.kind))
    return tuple(SheetGroup(name, tuple(people)) for name, people in groups.items() if people)


def _heading(kind: str) -> str:
    if kind in _STAFF:
        return "Staff"
    return "Contractors" if kind == Visit.Kind.CONTRACTOR.label else "Visitors"
