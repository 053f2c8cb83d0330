"""Where people should be found: the assembly point in a fire, the room in a lockdown, dinner in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.pupils.queries.groups import year_order
from rollbook.pupils.queries.members import members_of
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries import SessionTimes, times_of, window_of
from rollbook.site.models import Roll
from rollbook.site.models.rolls import AssemblyPoint
from rollbook.site.queries.on_site import Placed
from rollbook.timetable.queries import lessons_on


@dataclass(frozen=True, slots=True)
class Dinner:
    """When some year groups are at dinner: `years` empty for all of the school."""

    years: tuple[str, ...]
    starts: datetime
    ends: datetime

    def lasts(self, now: datetime) -> bool:
        return self.starts <= now < self.ends


def assembly_points(actor: Actor) -> Mapping[str, str]:
    """The place of each year group that has one; under "" that of everybody else: one statement."""
    rows = AssemblyPoint.objects.filter(school_id=actor.school).order_by("nc_year")
    return dict(rows.values_list("nc_year", "name"))


def point_of(points: Mapping[str, str], nc_year: str) -> str:
    """Where a year group gathers; empty where the school has not said."""
    return points.get(nc_year) or points.get("", "")


def rooms_now(actor: Actor) -> Mapping[int, str]:
    """The room, lesson and teacher of every pupil who has one at this moment: three statements at most."""
    running = [
        lesson
        for lesson in lessons_on(actor, actor.today)
        if lesson.starts and lesson.ends and not lesson.cancelled and lesson.starts <= actor.now < lesson.ends
    ]
    if not running:
        return {}
    members = members_of(actor, {lesson.group_id for lesson in running}, actor.today)
    found: dict[int, str] = {}
    for lesson in running:
        says = ", ".join(p for p in (lesson.room or "Room not known", lesson.subject, lesson.teacher) if p)
        found.update(dict.fromkeys(members.get(lesson.group_id, ()), says))
    return found


def where_to_look(actor: Actor, kind: str) -> Callable[[Placed], str]:
    """How to say where a pupil should be found when the alarm goes: three statements at most.

    In a fire their assembly point; in a lockdown what another list says, else the room of their lesson.
    Empty where nobody has said.
    """
    if kind == Roll.Kind.FIRE:
        points = assembly_points(actor)
        return lambda placed: point_of(points, placed.pupil.nc_year)
    rooms = rooms_now(actor)
    return lambda placed: placed.where or rooms.get(placed.pupil.id, "")


def needed_kinds(kind: str) -> tuple[str, ...]:
    """What a list of this kind says of pupils' needs: nobody leaves the building in a lockdown."""
    return ("evacuation", "medication") if kind == Roll.Kind.FIRE else ("medication",)


def dinners(actor: Actor, nc_years: set[str], times: SessionTimes | None = None) -> tuple[Dinner, ...]:
    """When each of these year groups is at dinner today, between the morning's end and the afternoon's register."""
    times = times or times_of(actor, actor.today)
    spans: dict[tuple[datetime, datetime], list[str]] = {}
    for nc_year in sorted(nc_years, key=year_order):
        morning, afternoon = (window_of(times.rows, times.on, half, nc_year) for half in Half)
        if morning and afternoon and morning.ends < afternoon.opens:
            spans.setdefault((morning.ends, afternoon.opens), []).append(nc_year)
    return tuple(Dinner(tuple(years), *span) for span, years in sorted(spans.items()))
