"""Letting a case rest, lawfully: only clocks that pause stand still."""

from __future__ import annotations

import uuid
from datetime import timedelta

from rollbook.audit.actions import action, record
from rollbook.cases.actions.holding import change, held, wind, written
from rollbook.cases.events import CaseRests, CaseResumed
from rollbook.cases.models import CaseRest
from rollbook.cases.words import kept
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused


@action(Permission.WORK_CASES)
def rest_case(actor: Actor, *, case: uuid.UUID, why: str, seen: int | None = None) -> None:
    """Let a case rest from today, with a reason; clocks of the law that may not pause go on."""
    row = held(actor, case, seen=seen)
    if row.resting_since is not None:
        raise Refused(f"This case rests already, since {row.resting_since:%d/%m/%Y}.")
    if not why.strip():
        raise Refused("Say why the case rests, and what it waits for.")
    rest = CaseRest(school_id=actor.school, case=row, first=actor.today, at=actor.now, by_name=actor.name)
    rest.why = kept(written(why, "The reason"), row.public_id, f"rest:{rest.first}")
    rest.save(force_insert=True)
    row.resting_since = actor.today
    change(row)
    wind(actor, row)
    row.save()
    record(actor, CaseRests(row.public_id, row.process))


@action(Permission.WORK_CASES)
def resume_case(actor: Actor, *, case: uuid.UUID, seen: int | None = None) -> None:
    """Go on with a case that rested: the clocks that stood still run again from today."""
    row = held(actor, case, seen=seen)
    if row.resting_since is None:
        raise Refused("This case does not rest.")
    rest = CaseRest.objects.get(case=row, last=None)
    if rest.first == actor.today:
        rest.delete()  # a rest that was ended on its first day never was
    else:
        rest.last = actor.today - timedelta(days=1)
        rest.save(update_fields=["last"])
    row.resting_since = None
    change(row)
    wind(actor, row)
    row.save()
    record(actor, CaseResumed(row.public_id, row.process))
