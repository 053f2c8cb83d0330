"""Two people going out to homes: planned, left, back, and looked for when they are overdue (ABS-E, VIS-2)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from rollbook.absence.events.visits import (
    VisitorsBack,
    VisitorsLeft,
    VisitorsOverdue,
    VisitsChanged,
    VisitsPlanned,
)
from rollbook.absence.models import HomeVisit, VisitsOut
from rollbook.absence.queries.visit_words import NO_OUT, NO_VISIT
from rollbook.absence.queries.visitors import Visitors, who_may_visit
from rollbook.absence.words import wall_clock
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.colleagues import StaffNote, write_to_staff
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.home_visits import LONGEST_OUT
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sources import refuse
from rollbook.work.actions import finish_from, make_task

MOST_AT_ONCE = 20
_GOES = (Permission.MAKE_VISITS, Permission.PLAN_VISITS)


@action(Permission.PLAN_VISITS)
def plan_visits(
    actor: Actor,
    *,
    visits: Sequence[uuid.UUID],
    first: int,
    second: int,
    duty: int,
    leaves_at: datetime,
    minutes: int,
) -> uuid.UUID:
    """Send two people (staff ids) to some homes, in this order; `duty` waits for them until they are back.

    `minutes` is how long they are expected to be out. Refused where one of them is out then already.
    """
    people = who_may_visit(actor)
    _check(actor, people, (first, second, duty), leaves_at, minutes)
    rows = _plannable(actor, visits)
    due_back = leaves_at + timedelta(minutes=minutes)
    _not_twice(actor, (first, second), leaves_at, due_back, people)
    out = VisitsOut.objects.create(
        school_id=actor.school,
        on=leaves_at.astimezone(LONDON).date(),
        leaves_at=leaves_at,
        due_back_at=due_back,
        first_id=first,
        first_name=people.visitors[first],
        second_id=second,
        second_name=people.visitors[second],
        duty_id=duty,
        duty_name=people.everybody[duty],
        made_at=actor.now,
        by_name=actor.name,
    )
    for place, row in enumerate(rows, 1):
        row.out, row.place = out, place
    HomeVisit.objects.bulk_update(rows, ["out", "place"])
    record(actor, VisitsPlanned(out.public_id, out.on, len(rows)))
    return out.public_id


@action(*_GOES)
def move_visit(actor: Actor, *, visit: uuid.UUID, earlier: bool) -> None:
    """Put a visit one place earlier or later in its route."""
    out, rows = _route(actor, visit)
    _theirs(actor, out)
    at = next(n for n, row in enumerate(rows) if row.public_id == visit)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(rows):
        return record_nothing_changed()
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows, 1):
        row.place = place
    HomeVisit.objects.bulk_update(rows, ["place"])
    return record(actor, VisitsChanged(out.public_id, "order"))


@action(Permission.PLAN_VISITS)
def call_off(actor: Actor, *, out: uuid.UUID) -> None:
    """Call the visits off that have not begun; the homes are asked for as before."""
    row = _standing(actor, out)
    if row.left_at is not None:
        raise Refused(f"{row.first_name} and {row.second_name} have left already. Ring them.")
    row.called_off_at = actor.now
    row.save(update_fields=["called_off_at"])
    HomeVisit.objects.filter(school_id=actor.school, out=row).update(out=None, place=0)
    record(actor, VisitsChanged(out, "called off"))


@action(*_GOES)
def leave_for_visits(actor: Actor, *, out: uuid.UUID) -> datetime:
    """The visitors leave now; the clock of their return begins. Gives when they are expected back."""
    row = _standing(actor, out)
    _theirs(actor, row)
    if row.left_at is not None:
        record_nothing_changed()
        return row.due_back_at
    row.due_back_at = actor.now + (row.due_back_at - row.leaves_at)
    row.left_at = actor.now
    row.save(update_fields=["left_at", "due_back_at"])
    record(actor, VisitorsLeft(out, row.due_back_at))
    return row.due_back_at


@action(*_GOES)
def need_longer(actor: Actor, *, out: uuid.UUID, minutes: int) -> datetime:
    """The visitors are well and need so many minutes more, counted from now or from when they were expected."""
    row = _standing(actor, out)
    _theirs(actor, row)
    if row.left_at is None:
        raise Refused("The visitors have not left yet.")
    if not 0 < minutes <= 120:
        raise Refused("Ask for 1 to 120 minutes more.")
    finish_from(actor, source=_source(row))
    row.due_back_at = max(actor.now, row.due_back_at) + timedelta(minutes=minutes)
    row.overdue_at = None
    row.save(update_fields=["due_back_at", "overdue_at"])
    record(actor, VisitsChanged(out, "expected later"))
    return row.due_back_at


@action(*_GOES)
def back_from_visits(actor: Actor, *, out: uuid.UUID) -> None:
    """We are back: the clock stops, and whoever waited need wait no longer."""
    row = _standing(actor, out)
    _theirs(actor, row)
    if row.left_at is None:
        raise Refused("The visitors have not left yet, so they cannot be back.")
    row.back_at, row.back_by_name = actor.now, actor.name
    row.save(update_fields=["back_at", "back_by_name"])
    finish_from(actor, source=_source(row))
    record(actor, VisitorsBack(out, row.overdue_at is not None))


@action(Permission.PLAN_VISITS)
def raise_overdue(actor: Actor) -> int:
    """Tell the person on duty, once, of every two visitors who are not back when they should be; how many."""
    due = VisitsOut.objects.select_for_update().filter(
        school_id=actor.school, left_at__isnull=False, back_at=None, overdue_at=None, due_back_at__lt=actor.now
    )
    rows = list(due.order_by("id"))
    if not rows:
        record_nothing_changed()
        return 0
    for row in rows:
        row.overdue_at = actor.now
        row.save(update_fields=["overdue_at"])
        _tell_duty(actor, row)
        record(actor, VisitorsOverdue(row.public_id, row.due_back_at))
    return len(rows)


def _tell_duty(actor: Actor, row: VisitsOut) -> None:
    says = (
        f"{row.first_name} and {row.second_name} were expected back from home visits at "
        f"{wall_clock(row.due_back_at)} and have not said that they are. Ring them now."
    )
    make_task(actor, says=says, due=actor.today, owner=row.duty_id, source=_source(row))
    slot = f"visits-overdue:{row.public_id.hex}:{row.due_back_at:%H%M}"
    note = StaffNote(row.duty_id, "text", "Visitors overdue", says, slot)
    write_to_staff(actor, notes=[note], purpose="visits-overdue")


def _source(row: VisitsOut) -> str:
    return f"visits-overdue:{row.public_id.hex}:{row.due_back_at:%H%M}"


def _check(actor: Actor, people: Visitors, who: tuple[int, int, int], leaves_at: datetime, minutes: int) -> None:
    first, second, duty = who
    if first == second:
        raise refuse("VIS-2", "Two people make a home visit. Choose somebody else as the second.")
    if first not in people.visitors or second not in people.visitors:
        raise Refused("Choose two people who work here today and make home visits.")
    if duty not in people.everybody:
        raise Refused("Choose who waits for them: somebody who works in the school today.")
    if duty in (first, second):
        raise refuse("VIS-2", "Whoever waits for the visitors is not one of them. Choose somebody else.")
    if leaves_at < actor.now - timedelta(hours=1):
        raise Refused("The time of leaving is over. Give a time from now on.")
    if not 0 < minutes <= LONGEST_OUT.total_seconds() // 60:
        raise Refused(f"Say how many minutes they will be out, up to {int(LONGEST_OUT.total_seconds() // 60)}.")


def _plannable(actor: Actor, visits: Sequence[uuid.UUID]) -> list[HomeVisit]:
    if not visits:
        raise Refused("No home was chosen. Tick at least one.")
    if len(visits) > MOST_AT_ONCE:
        raise Refused(f"Two people cannot visit more than {MOST_AT_ONCE} homes at once.")
    rows = (
        HomeVisit.objects.select_for_update(of=("self",))
        .select_related("out")
        .filter(school_id=actor.school, public_id__in=visits)
    )
    found = {row.public_id: row for row in rows}
    if len(found) != len(set(visits)):
        raise NotFound(NO_VISIT)
    if any(row.done_at or row.dropped_at for row in found.values()):
        raise Refused("One of these homes needs no visit any more. Look at the list once more.")
    if any(row.out is not None and row.out.back_at is None for row in found.values()):
        raise Refused("One of these visits is planned already. Look at the list once more.")
    return [found[visit] for visit in dict.fromkeys(visits)]


def _not_twice(actor: Actor, people: tuple[int, int], leaves: datetime, back: datetime, known: Visitors) -> None:
    others = VisitsOut.objects.filter(
        school_id=actor.school, back_at=None, called_off_at=None, leaves_at__lt=back, due_back_at__gt=leaves
    )
    for one in others.order_by("id"):
        for person in people:
            if person in (one.first_id, one.second_id):
                raise Refused(
                    f"{known.visitors[person]} is planned for other visits from {wall_clock(one.leaves_at)} "
                    f"to {wall_clock(one.due_back_at)}. Choose another time or person."
                )


def _standing(actor: Actor, out: uuid.UUID) -> VisitsOut:
    row = VisitsOut.objects.select_for_update().filter(school_id=actor.school, public_id=out).first()
    if row is None:
        raise NotFound(NO_OUT)
    if row.called_off_at is not None:
        raise Refused("These visits were called off.")
    if row.back_at is not None:
        raise Refused(f"{row.back_by_name} has said already that they are back, at {wall_clock(row.back_at)}.")
    return row


def _theirs(actor: Actor, row: VisitsOut) -> None:
    """One of the two, or whoever plans visits; nobody else's word counts."""
    if actor.user_id not in (row.first_id, row.second_id) and not actor.may(Permission.PLAN_VISITS):
        raise NotFound(NO_OUT)


def _route(actor: Actor, visit: uuid.UUID) -> tuple[VisitsOut, list[HomeVisit]]:
    found = HomeVisit.objects.filter(school_id=actor.school, public_id=visit).values_list("out__public_id", flat=True)
    out = next(iter(found), None)
    if out is None:
        raise NotFound(NO_VISIT)
    row = _standing(actor, out)
    return row, list(HomeVisit.objects.select_for_update().filter(out=row).order_by("place", "id"))
