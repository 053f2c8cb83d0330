"""What home visits tell of a pupil's history: asked for, what was found at the door, let go; never the risks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rollbook.absence.models import HomeVisit
from rollbook.absence.queries.visits import DoorLine, VisitLine, lines_of
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.home_visits import Seen
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """The visits to a pupil's home, the earliest first: six statements.

    For those who ask for visits or plan them; why only for those who plan them; the risks for nobody.
    """
    if not (actor.may(Permission.REQUEST_VISITS) or actor.may(Permission.PLAN_VISITS)):
        return ()
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = HomeVisit.objects.filter(school_id=actor.school, pupils__pupil_id=pupil, asked_at__lt=ends)
    told = [one for visit in lines_of(actor, rows.order_by("asked_at", "id")) for one in _of(actor, visit, pupil)]
    return tuple(sorted((one for one in told if begins <= one.at < ends), key=lambda one: one.at))


def _of(actor: Actor, visit: VisitLine, pupil: int) -> list[Told]:
    page = {"url_name": "absence:home-visit", "url_id": str(visit.public_id)}
    why = visit.reason if actor.may(Permission.PLAN_VISITS) else ""
    asked = f"Home visit asked for ({visit.urgency.label.lower()})"
    told = [Told(visit.asked_at, Kind.VISIT, asked, visit.asked_by, words=why, **page)]
    child = next((line for line in visit.pupils if line.id == pupil), None)
    told += [Told(door.at, Kind.VISIT, _found(door, child), door.by_name, **page) for door in visit.doors]
    if visit.dropped_at is not None:
        told.append(Told(visit.dropped_at, Kind.VISIT, "Home visit let go", visit.dropped_by, **page))
    return told


def _found(door: DoorLine, child: PupilLine | None) -> str:
    """E.g. Home visit: a parent or carer; seen and spoken to alone."""
    seen = door.children.get(child.id, Seen.NO) if child else Seen.NO
    return f"Home visit: {door.who.label.lower()}; {seen.label.lower()}"
