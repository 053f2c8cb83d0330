"""The route of the day as those see it who are sent: in their order, each with its address and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from rollbook.absence.models import HomeVisit, VisitsOut
from rollbook.absence.queries.visits import OutLine, VisitLine, lines_of, outs_of
from rollbook.audit.actions import log_list
from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.queries.homes import Home, homes_of
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number to ring from the doorstep: whose, as it is read, and as a phone dials it."""

    name: str
    relationship: str
    says: str
    dials: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One home on the route."""

    visit: VisitLine
    home: Home | None
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class MyRoute:
    """One outing of this person, with its homes in order."""

    out: OutLine
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class MyVisits:
    """Where this person is sent, and for whom they wait."""

    routes: tuple[MyRoute, ...]
    waits_for: tuple[OutLine, ...]


def my_visits(actor: Actor) -> MyVisits:
    """Today's routes of this person and the pairs they wait for: twelve statements; that it was opened is noted.

    Whoever is sent to a home may know who lives there and whom to ring, for as long as they are sent.
    """
    if actor.user_id is None:
        return MyVisits((), ())
    me = actor.user_id
    rows = list(
        VisitsOut.objects.filter(
            Q(first_id=me) | Q(second_id=me) | Q(duty_id=me),
            Q(on=actor.today) | Q(left_at__isnull=False),
            school_id=actor.school,
            back_at=None,
            called_off_at=None,
        ).order_by("leaves_at", "id")
    )
    if not rows:
        return MyVisits((), ())
    mine = [row for row in rows if me in (row.first_id, row.second_id)]
    sent = replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS, Permission.SEE_CONTACTS})
    visits = lines_of(sent, HomeVisit.objects.filter(school_id=actor.school, out__in=mine).order_by("place", "id"))
    pupils = {pupil.id for visit in visits for pupil in visit.pupils}
    homes = homes_of(sent, pupils, actor.today)
    ways = ways_to_reach(sent, pupils) if pupils else {}
    if visits:
        log_list(actor, what="homes to visit", count=len(visits))
    stops = {visit.public_id: _stop(visit, homes, ways) for visit in visits}
    return MyVisits(
        tuple(MyRoute(out, tuple(stops[v.public_id] for v in out.visits)) for out in outs_of(actor, visits, mine)),
        outs_of(actor, (), [row for row in rows if row.duty_id == me and row.left_at is not None]),
    )


def _stop(visit: VisitLine, homes: Mapping[int, Home], ways: Mapping[int, tuple[Way, ...]]) -> Stop:
    home = next((homes[pupil.id] for pupil in visit.pupils if pupil.id in homes), None)
    found: dict[str, Number] = {}
    for pupil in visit.pupils:
        for way in ways.get(pupil.id, ()):
            if way.may_be_told and not way.no_contact and way.numbers:
                number = way.numbers[0]
                found.setdefault(number, Number(way.name, way.relationship, as_dialled_here(number), number))
    return Stop(visit, home, tuple(found.values())[:MOST_NUMBERS])
