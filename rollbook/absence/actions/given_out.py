"""Giving the figures of looked-after children to a service that rings for them: each time logged (ABS-I)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from rollbook.absence.events.lateness import FiguresGivenOut
from rollbook.absence.models import GivenOut
from rollbook.absence.queries.looked_after import looked_after, place_of
from rollbook.audit.actions import action, log_access, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

LONGEST_CALLER = 200


@action(Permission.SEE_FLAGS)
def give_figures(actor: Actor, *, call: uuid.UUID, on: date, caller: str, pupils: Collection[str]) -> int:
    """Note that the day's figures of these children (public ids) were given to a named caller; gives of how many.

    What was said of each is kept as it stood. The same `call` again changes nothing.
    """
    if GivenOut.objects.filter(school_id=actor.school, call=call).exists():
        record_nothing_changed()
        return 0
    if not caller.strip() or len(caller) > LONGEST_CALLER:
        raise Refused("Write who rang and for which service; ask for the name before you give a figure.")
    if on > actor.today:
        raise Refused("That day is still to come.")
    chosen = [one for one in looked_after(actor, on) if str(one.pupil.public_id) in set(pupils)]
    if not chosen:
        raise Refused("Tick the children whose figures were given.")
    who = encrypt(caller.strip(), place=place_of(call))
    GivenOut.objects.bulk_create(
        GivenOut(
            school_id=actor.school, call=call, pupil_id=one.pupil.id, on=on, caller=who, said=one.said[:120],
            at=actor.now, by_name=actor.name,
        )
        for one in chosen
    )  # fmt: skip
    for one in chosen:
        log_access(actor, what="figures given out", subject=f"pupil:{one.pupil.public_id}")
    record(actor, FiguresGivenOut(call, len(chosen)))
    return len(chosen)
