"""Festivals and times of fasting: the school's own list, and each family's one day (COD-13, REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from rollbook.audit.actions import action, record
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions.many import Batch, store_many
from rollbook.registers.actions.planning_many import plan_absences
from rollbook.registers.events import OccasionSet
from rollbook.registers.models import Occasion, RegisterSave
from rollbook.registers.queries.grid import facts_for
from rollbook.registers.queries.proposed import OBSERVANCE, for_occasion
from rollbook.registers.queries.weighing import Wanted
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import EARLIEST_BEFORE_OPENING, Entry, Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse

BASIS = "occasion"
LONGEST_DAYS = 45
GIVES_WAY = frozenset({"N"})


@action(Permission.AMEND_MARKS)
def set_occasion(actor: Actor, *, name: str, kind: str, first: date, last: date, note: str = "") -> uuid.UUID:
    """Enter a festival with the days a family may name for it, or a time of fasting; gives its public id."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the occasion its name, for example Eid al-Fitr.")
    if kind not in Occasion.Kind.values:
        raise Refused("Choose whether it is a festival or a time of fasting.")
    if last < first:
        raise Refused("The last day cannot be before the first day. Check the two dates.")
    if (last - first).days >= LONGEST_DAYS:
        raise Refused(f"An occasion lasts at most {LONGEST_DAYS} days. Check the dates.")
    if Occasion.objects.filter(school_id=actor.school, name=name, first=first).exists():
        raise Refused(f"{name} from {in_words(first)} is in the list already.")
    row = Occasion.objects.create(
        school_id=actor.school, name=name[:60], kind=kind, first=first, last=last, note=note.strip()[:300]
    )
    record(actor, OccasionSet(row.public_id, first, last))
    return row.public_id


@action(Permission.AMEND_MARKS)
def observe(actor: Actor, *, occasion: uuid.UUID, pupils: Collection[str], on: date, save_id: uuid.UUID) -> int:
    """Give these families this day for the occasion: R, planned, and in place of N where it has been; how many.

    One day for each occasion (COD-13): a pupil who has had theirs is refused, and nothing is done.
    """
    found = occasion_of(actor, occasion, on)
    rows = for_occasion(actor, found, pupils, on)
    if not rows or len(rows) < len(set(pupils)):
        raise Refused("Choose at least one pupil of this school.")
    stops = next((row for row in rows if not row.may), None)
    if stops is not None:
        raise refuse("COD-13", f"{stops.pupil.name}: {stops.says}.")
    asked = [row.key for row in rows]
    if on >= actor.today:
        plan_absences(actor, pupils=asked, first=on, last=on, code=OBSERVANCE, basis=BASIS)
    return len(asked) if on > actor.today else max(len(asked), _mark(actor, save_id, asked, on, found.name))


def occasion_of(actor: Actor, occasion: uuid.UUID, on: date) -> Occasion:
    """The festival, if the day is one of those a family may name for it."""
    found = Occasion.objects.filter(school_id=actor.school, public_id=occasion, kind=Occasion.Kind.FESTIVAL).first()
    if found is None:
        raise NotFound("There is no such festival in this school's list.")
    if not found.first <= on <= found.last:
        raise Refused(
            f"{in_words(on)} is not one of the days of {found.name}, {in_words(found.first)} to {in_words(found.last)}."
        )
    return found


def _mark(actor: Actor, save_id: uuid.UUID, pupils: Collection[str], on: date, name: str) -> int:
    """What has begun already is marked at once, blanks and N only, as an entry the grid can take back."""
    ids = ids_of(actor, pupils)
    facts = facts_for(actor, ((ids[p], Session(on, half)) for p in pupils for half in Half))
    wanted = [
        Wanted(Entry(pupil=p, code=OBSERVANCE, reason=f"{name}: the family's day"), known)
        for p in pupils
        for half in Half
        if (known := facts[ids[p], Session(on, half)]).is_school_day
        and actor.now >= known.opens - EARLIEST_BEFORE_OPENING
    ]
    if not wanted:
        return 0
    batch = Batch(save_id, RegisterSave.Kind.BULK, "bulk", keeps_refused=False)
    done = store_many(actor, batch, wanted, over=GIVES_WAY)
    return len({row.decision.pupil for row in done.rows if row.outcome is Outcome.STORED})
