"""Late registers told by text or e-mail to whoever was asked, told by the ladder, or sent (REG-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta

from rollbook.audit.actions import action
from rollbook.comms.actions import StaffNote, Written, write_to_staff
from rollbook.registers.models import Chase
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

PURPOSE = "register-late"
STILL_NEWS = timedelta(minutes=30)
SETTLED = "They have seen it in Rollbook, or answered."
OLD = "It is too late for this to help."
_K = Chase.Kind
_SAYS = {
    _K.NUDGE: "is late. Please take it now: Rollbook, My registers.",
    _K.STEP: "is late and nobody has taken it. Please look at the board in Rollbook.",
    _K.SENT: "is late. You are asked to go to the room. Rollbook has the details.",
}


@action(Permission.CHASE_REGISTERS)
def tell_staff(actor: Actor) -> tuple[Written, ...]:
    """Tell everybody who was asked, told or sent in the last half hour and has not seen it; each entry once.

    The words name the register and no pupil.
    """
    rows = Chase.objects.filter(
        school_id=actor.school, date=actor.today, at__gte=actor.now - STILL_NEWS, to_id__isnull=False
    ).filter(undone_at=None, seen_at=None, answered_at=None, arrived_at=None)
    notes = [_note(row) for row in rows.order_by("at", "id")]
    return write_to_staff(actor, notes=notes, purpose=PURPOSE)


def why_not_told(actor: Actor, slots: Collection[str]) -> Mapping[str, str]:
    """Which of these messages about a late register need not go any more, and why: one statement."""
    chases = {slot: uuid.UUID(slot.partition(":")[2]) for slot in slots}
    rows = Chase.objects.filter(school_id=actor.school, public_id__in=set(chases.values()))
    said = {row.public_id: _why_not(actor, row) for row in rows}
    return {slot: said.get(chase, SETTLED) for slot, chase in chases.items()}


def _why_not(actor: Actor, row: Chase) -> str:
    if row.undone_at or row.seen_at or row.answered_at or row.arrived_at:
        return SETTLED
    return OLD if actor.now - row.at > STILL_NEWS else ""


def _note(row: Chase) -> StaffNote:
    return StaffNote(
        user=row.to_id or 0,
        channel="text",
        subject=f"The register of {row.name} is late",
        words=f"The register of {row.name} {_SAYS[_K(row.kind)]}",
        slot=f"chase:{row.public_id}",
    )
