"""Passing work to a colleague until a day, and taking it back (RUN-F)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_of
from rollbook.work.events import Delegated, DelegationEnded, LookedBack
from rollbook.work.models import Delegation

LONGEST = timedelta(days=366)


@action(Permission.HAVE_TASKS)
def delegate(actor: Actor, *, delegation: uuid.UUID, to: int, first: date, last: date, of: int | None = None) -> None:
    """Pass one's own tasks and notes to a colleague from a day to a day; it ends by itself.

    Whoever manages staff may pass on a colleague's (`of`), say of somebody who fell ill. The colleague
    gets no permission by it: what they may not see stays unseen until the role itself is given to
    them until a day. The same `delegation` again changes nothing.
    """
    whose = of if of is not None else actor.user_id or 0
    if whose != actor.user_id and not actor.may(Permission.MANAGE_STAFF):
        raise NotAllowed("You may pass on your own work. Somebody else’s is passed on by who manages staff accounts.")
    if Delegation.objects.filter(public_id=delegation).exists():
        return record_nothing_changed()
    names = {line.id: line.name for line in staff_of(actor) if line.is_active}
    _check(actor, names, whose, to, first, last)
    Delegation.objects.create(
        school_id=actor.school,
        public_id=delegation,
        from_id=whose,
        from_name=names[whose],
        to_id=to,
        to_name=names[to],
        first=first,
        last=last,
        made_at=actor.now,
        made_by_name=actor.name,
    )
    return record(actor, Delegated(delegation, whose, to, first, last))


@action(Permission.HAVE_TASKS)
def end_delegation(actor: Actor, *, delegation: uuid.UUID) -> None:
    """End it before its day; by whoever passed the work on, or who manages staff."""
    row = Delegation.objects.select_for_update().filter(school_id=actor.school, public_id=delegation).first()
    if row is None or not (row.from_id == actor.user_id or actor.may(Permission.MANAGE_STAFF)):
        raise NotFound("There is no such delegation, or it is not yours to end.")
    if row.ended_at is not None:
        return record_nothing_changed()
    Delegation.objects.filter(pk=row.pk).update(ended_at=actor.now, ended_by_name=actor.name)
    return record(actor, DelegationEnded(delegation, row.from_id))


@action(Permission.HAVE_TASKS)
def look_back(actor: Actor) -> None:
    """I have seen what the others did: the next time it is told from here."""
    record(actor, LookedBack(actor.user_id or 0))


def _check(actor: Actor, names: dict[int, str], whose: int, to: int, first: date, last: date) -> None:
    if to not in names or whose not in names:
        raise Refused("Choose somebody who works in the school today.")
    if to == whose:
        raise Refused("Choose a colleague: the work is yours already.")
    if last < first:
        raise Refused(f"It would end on {in_words(last)}, before it begins on {in_words(first)}.")
    if last < actor.today:
        raise Refused(f"It would end on {in_words(last)}, which has passed.")
    if last - first > LONGEST:
        raise Refused("Work is passed on for a year at most. For longer, give the colleague the role.")
    same = Delegation.objects.filter(school_id=actor.school, from_id=whose, to_id=to, ended_at=None)
    if same.filter(first__lte=last, last__gte=first).exists():
        raise Refused(f"{names[to]} already stands in for {names[whose]} in those days.")
