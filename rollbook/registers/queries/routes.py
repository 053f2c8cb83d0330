"""Routes to school and whom they carry, on a day (REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import Route, RouteRider
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NO_ROUTE = "There is no such route in this school."


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route as its list shows it; `is_provided` by the school or the authority (COD-19)."""

    id: int
    public_id: uuid.UUID
    name: str
    provider: str
    is_provided: bool
    riders: int


def routes_on(actor: Actor, on: date) -> tuple[RouteLine, ...]:
    """The routes that run on a day, by name, each with how many it carries: one statement."""
    return _lines(actor, on, Q())


def route(actor: Actor, public_id: uuid.UUID, on: date) -> RouteLine:
    """One route on a day: one statement; NotFound where it does not run."""
    found = _lines(actor, on, Q(public_id=public_id))
    if not found:
        raise NotFound(NO_ROUTE)
    return found[0]


def riders_of(actor: Actor, route_id: int, on: date) -> tuple[PupilLine, ...]:
    """Whom a route carries on a day and who is on roll, by surname: two statements."""
    keys = RouteRider.objects.filter(_runs(on), school_id=actor.school, route_id=route_id)
    lines = pupil_lines(actor, tuple(keys.values_list("pupil_id", flat=True)), on)
    return tuple(p for p in lines if _on_roll(p, on))


def carried_among(actor: Actor, route_id: int, pupil_ids: Collection[int], on: date) -> frozenset[int]:
    """Which of these pupils a route carries on a day: one statement."""
    rows = RouteRider.objects.filter(_runs(on), school_id=actor.school, route_id=route_id, pupil_id__in=list(pupil_ids))
    return frozenset(rows.values_list("pupil_id", flat=True))


def _lines(actor: Actor, on: date, which: Q) -> tuple[RouteLine, ...]:
    carried = Count("riders", filter=_runs(on, "riders__"), distinct=True)
    rows = Route.objects.filter(_runs(on), which, school_id=actor.school).annotate(n=carried).order_by("name", "id")
    return tuple(
        RouteLine(r.pk, r.public_id, r.name, r.get_provider_display(), r.provider != Route.Provider.PUBLIC, r.n)
        for r in rows
    )


def _runs(on: date, prefix: str = "") -> Q:
    ends = Q(**{f"{prefix}last__isnull": True}) | Q(**{f"{prefix}last__gte": on})
    return Q(**{f"{prefix}first__lte": on}) & ends


def _on_roll(line: PupilLine, on: date) -> bool:
    return line.first_day is not None and line.first_day <= on and (line.last_day is None or line.last_day >= on)
