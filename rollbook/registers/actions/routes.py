"""Routes to school: whom each carries, and one act when a bus is late or does not come (REG-M, COD-19)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions.closures import SOURCE
from rollbook.registers.actions.many import Batch, BatchOutcome, store_many
from rollbook.registers.events import RouteSet
from rollbook.registers.models import RegisterSave, Route, RouteRider
from rollbook.registers.queries.grid import facts_for
from rollbook.registers.queries.routes import NO_ROUTE, carried_among, route
from rollbook.registers.queries.weighing import Wanted, Weighed, preview
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.marking import Entry
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Session
from rollbook.rules.sources import refuse
from rollbook.rules.transport import mark_for_bus

GIVES_WAY = frozenset({"N", "U"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusLate:
    """What happened: which route, which session, when it came (None: not at all), and whom it should have carried."""

    route: uuid.UUID
    session: Session
    came: datetime | None
    pupils: frozenset[str]


@action(Permission.AMEND_MARKS)
def add_route(actor: Actor, *, name: str, provider: str) -> uuid.UUID:
    """Enter a route that runs from today; gives its public id."""
    name = " ".join(name.split())[:60]
    if not name:
        raise Refused("Give the route its name, for example Bus 7.")
    if provider not in Route.Provider.values:
        raise Refused("Choose who provides the transport: it decides whether Y1 may be used.", rule="COD-19")
    if Route.objects.filter(school_id=actor.school, name=name, last__isnull=True).exists():
        raise Refused(f"There is a route called {name} already.")
    row = Route.objects.create(school_id=actor.school, name=name, provider=provider, first=actor.today)
    record(actor, RouteSet(row.public_id, 0))
    return row.public_id


@action(Permission.AMEND_MARKS)
def set_riders(actor: Actor, *, route_id: uuid.UUID, among: Collection[str], pupils: Collection[str]) -> int:
    """Say which of some pupils (a form, say) a route carries from today; the others of it are untouched; how many."""
    found = route(actor, route_id, actor.today)
    ids = ids_of(actor, among)
    wanted = {ids[p] for p in pupils if p in ids}
    carried = carried_among(actor, found.id, list(ids.values()), actor.today)
    gone, new = carried - wanted, wanted - carried
    if not gone and not new:
        record_nothing_changed()
        return len(wanted)
    open_now = RouteRider.objects.filter(school_id=actor.school, route_id=found.id, pupil_id__in=gone, last=None)
    open_now.filter(first=actor.today).delete()
    open_now.update(last=actor.today - _ONE_DAY)
    RouteRider.objects.bulk_create(
        RouteRider(school_id=actor.school, route_id=found.id, pupil_id=pupil, first=actor.today)
        for pupil in sorted(new)
    )
    record(actor, RouteSet(route_id, found.riders - len(gone) + len(new)))
    return len(wanted)


@action(Permission.AMEND_MARKS)
def end_route(actor: Actor, *, route_id: uuid.UUID) -> None:
    """A route runs no more after today."""
    row = Route.objects.select_for_update().filter(school_id=actor.school, public_id=route_id, last=None).first()
    if row is None:
        raise NotFound(NO_ROUTE)
    RouteRider.objects.filter(route=row, last=None).update(last=actor.today)
    row.last = actor.today
    row.save(update_fields=["last"])
    record(actor, RouteSet(route_id, 0))


def preview_bus(actor: Actor, bus: BusLate) -> tuple[Weighed, ...]:
    """What the late bus would mark, pupil by pupil; nothing is stored."""
    return preview(actor, _wanted(actor, bus, ""), over=GIVES_WAY)


@action(Permission.AMEND_MARKS)
def bus_was_late(actor: Actor, *, save_id: uuid.UUID, bus: BusLate, reason: str) -> BatchOutcome:
    """Mark those whom a late bus carries: L with the minutes, or Y1 where it came after the close or not at all.

    Blanks, N and U give way; whoever came by other means and is marked stays as marked. Taken back
    in one step like every closure. The same `save_id` again changes nothing.
    """
    if not reason.strip():
        raise Refused("Write what happened: it is the reason kept with every mark that is changed.", rule="REG-7")
    batch = Batch(save_id, RegisterSave.Kind.CLOSURE, SOURCE, keeps_refused=False)
    return store_many(actor, batch, _wanted(actor, bus, reason.strip()), over=GIVES_WAY)


def _wanted(actor: Actor, bus: BusLate, reason: str) -> list[Wanted]:
    if bus.came is not None and (bus.came > actor.now or bus.came.astimezone(LONDON).date() != bus.session.on):
        raise refuse("REG-16", "That moment is still to come, or on another day. Write when the bus came.")
    found = route(actor, bus.route, bus.session.on)
    ids = ids_of(actor, bus.pupils)
    carried = carried_among(actor, found.id, list(ids.values()), bus.session.on)
    asked = sorted(p for p, key in ids.items() if key in carried)
    if not asked:
        raise Refused("Choose at least one pupil whom this route carries.")
    facts = facts_for(actor, ((ids[p], bus.session) for p in asked))
    wanted = []
    for pupil in asked:
        known = facts[ids[pupil], bus.session]
        mark = mark_for_bus(bus.came, opens=known.opens, closes=known.closes, provided=found.is_provided)
        wanted.append(Wanted(Entry(pupil=pupil, code=mark.code, minutes=mark.minutes, reason=reason), known))
    return wanted
