"""Visitors, contractors and staff: expected, signed in with a badge, signed out."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Max

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.events import VisitExpected, VisitorArrived, VisitorLeft
from rollbook.site.models import Visit

NO_VISIT = "There is no such visit in this school."


@action(Permission.RUN_FRONT_DESK)
def expect_visit(
    actor: Actor, *, visit_id: uuid.UUID, name: str, kind: str, organisation: str = "", here_for: str = "", on: date
) -> None:
    """Write down who is expected on a day; the same `visit_id` again changes nothing."""
    if on < actor.today:
        raise Refused("That day is over. Choose today or a day to come.")
    if not _made(actor, visit_id, name, kind, organisation, here_for, on):
        record_nothing_changed()
        return
    record(actor, VisitExpected(visit_id, kind))


@action(Permission.RUN_FRONT_DESK)
def sign_visitor_in(
    actor: Actor, *, visit_id: uuid.UUID, name: str = "", kind: str = "", organisation: str = "", here_for: str = ""
) -> int:
    """Sign somebody in, expected or not, and give them today's next badge; the badge's number."""
    if name:
        _made(actor, visit_id, name, kind, organisation, here_for, actor.today)
    row = _locked(actor, visit_id)
    if row.on != actor.today:
        raise Refused("This visitor is expected on another day. Write down a visit for today.")
    if row.arrived_at is not None:
        record_nothing_changed()
        return row.badge or 0
    badge = (Visit.objects.filter(school_id=actor.school, on=actor.today).aggregate(n=Max("badge"))["n"] or 0) + 1
    Visit.objects.filter(pk=row.pk).update(arrived_at=actor.now, badge=badge)
    record(actor, VisitorArrived(visit_id, row.kind))
    return int(badge)


@action(Permission.RUN_FRONT_DESK)
def sign_visitor_out(actor: Actor, *, visit_id: uuid.UUID) -> None:
    """Sign somebody out; who never came cannot leave."""
    row = _locked(actor, visit_id)
    if row.arrived_at is None:
        raise Refused("This visitor has not signed in.")
    if row.left_at is not None:
        record_nothing_changed()
        return
    Visit.objects.filter(pk=row.pk).update(left_at=actor.now, out_by_name=actor.name)
    record(actor, VisitorLeft(visit_id, row.kind))


def _made(actor: Actor, visit_id: uuid.UUID, name: str, kind: str, organisation: str, here_for: str, on: date) -> bool:
    if Visit.objects.filter(public_id=visit_id).exists():
        return False
    Visit.objects.create(
        school_id=actor.school,
        public_id=visit_id,
        on=on,
        kind=kind,
        name=name,
        organisation=organisation,
        here_for=here_for,
        made_by_name=actor.name,
    )
    return True


def _locked(actor: Actor, visit_id: uuid.UUID) -> Visit:
    row = Visit.objects.select_for_update().filter(school_id=actor.school, public_id=visit_id).first()
    if row is None:
        raise NotFound(NO_VISIT)
    return row
