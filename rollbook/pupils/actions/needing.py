"""What a pupil needs when the alarm goes or at dinner time: said, and ended."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.actions.finding import locked_pupil
from rollbook.pupils.events import NeedEnded, NeedSet
from rollbook.pupils.models import Need
from rollbook.pupils.queries.needs import need_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

# It is read at arm's length, in the rain.
LONGEST_NEED = 120


@action(Permission.EDIT_NEEDS)
def set_need(
    actor: Actor, *, need: UUID, pupil: UUID, kind: str, says: str, first: date, last: date | None = None
) -> None:
    """Record what a pupil needs from a day on; the same `need` again changes nothing.

    Raises Refused for no words or too many, and for a last day before the first.
    """
    held = locked_pupil(actor, pupil)
    if Need.objects.filter(school_id=actor.school, public_id=need).exists():
        record_nothing_changed()
        return
    words = " ".join(says.split())
    if not words:
        raise Refused("Say what is to be done, for example “chair at stair B, with Mr Dhillon”.")
    if len(words) > LONGEST_NEED:
        raise Refused(f"This has {len(words)} characters; at most {LONGEST_NEED} fit on the list.")
    if last is not None and last < first:
        raise Refused("The last day is before the first. Change one of them.")
    Need.objects.create(
        school_id=actor.school,
        public_id=need,
        pupil=held,
        kind=Need.Kind(kind),
        says=encrypt(words, place=need_place(need)),
        first=first,
        last=last,
        made_at=actor.now,
        made_by_name=actor.name,
    )
    record(actor, NeedSet(pupil=pupil, need=need, kind=kind, first=first))


@action(Permission.EDIT_NEEDS)
def end_need(actor: Actor, *, need: UUID, pupil: UUID) -> None:
    """End one from this day on: it is on no list any more."""
    held = locked_pupil(actor, pupil)
    row = Need.objects.filter(school_id=actor.school, public_id=need, pupil=held).first()
    if row is None:
        raise NotFound("There is no such entry for this pupil.")
    yesterday = actor.today - timedelta(days=1)
    if row.last is not None and row.last <= yesterday:
        record_nothing_changed()
        return
    row.last = yesterday
    row.save(update_fields=["last"])
    record(actor, NeedEnded(pupil=pupil, need=need, kind=row.kind, last=yesterday))
