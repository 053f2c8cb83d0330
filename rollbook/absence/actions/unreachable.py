"""What is done about a family whom nobody can reach: further contacts, a home visit, the police (ABS-D)."""

from __future__ import annotations

from datetime import date

from rollbook.absence.actions.contact import add_entry, pupil_of
from rollbook.absence.actions.visits import request_visit
from rollbook.absence.events import EscalationTaken
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.contact_entries import entries_on
from rollbook.absence.queries.contact_ladders import FURTHER, POLICE, UNREACHABLE, VISIT
from rollbook.absence.queries.reasons import without_reason
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import Urgency
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

UNSEEN = "Nobody of the family could be reached about the absence on {session}."


@action(Permission.SEND_MESSAGES, Permission.HOLD_CONTACT)
def take_escalation(actor: Actor, *, pupil: int, on: date, half: Half, what: str, note: str = "") -> None:
    """Stamp one step about a family whom nobody can reach; a home visit is asked for in the same act.

    `note` is who was rung, why the visit is needed, or the log number of the police, without which a
    welfare check is not written down.
    """
    if what not in UNREACHABLE:
        raise Refused("Choose what was done: further contacts rung, a home visit, or the police.")
    if what == POLICE and not any(letter.isdigit() for letter in note):
        raise Refused("Write the police log number. Without it nobody can ask what became of the welfare check.")
    line = pupil_of(actor, pupil)
    done = entries_on(actor, on, half, [pupil]).get(pupil, ())
    if what != FURTHER and any(e.kind == ContactEntry.Kind.ATTEMPT and e.way == what for e in done):
        record_nothing_changed()
        return
    if what == VISIT:
        reason = note.strip() or UNSEEN.format(session=Session(on, half).says)
        family = _family(actor, pupil, on, half)
        source = f"unreachable:{min(family)}:{on}"  # brothers and sisters are visited once
        request_visit(actor, pupils=family, reason=reason, urgency=Urgency.TODAY, source=source)
    add_entry(actor, pupil, on, half, ContactEntry.Kind.ATTEMPT, way=what, note=note)
    record(actor, EscalationTaken(str(line.public_id), on, int(half), what))


def _family(actor: Actor, pupil: int, on: date, half: Half) -> tuple[int, ...]:
    """The pupil with brothers and sisters who are missing as well."""
    for family in without_reason(actor, on, half):
        members = tuple(m.pupil.id for m in family.pupils)
        if pupil in members:
            return members
    return (pupil,)
