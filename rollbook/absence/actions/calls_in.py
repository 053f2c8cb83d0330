"""What came of a call about an absence, whoever rang: noted as an outcome of first-day contact (ABS-B)."""

from __future__ import annotations

import uuid

from rollbook.absence.actions.contact import record_outcome
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.telling import PURPOSE, session_of
from rollbook.audit.actions import action, record_nothing_changed
from rollbook.comms.queries.calls import call_made
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

WAY = "voice"
KNOWS = "1"  # the key that a family presses who knows of the absence
_SAYS = {"voicemail": "message-left", "no-answer": "no-answer", "busy": "no-answer"}


@action(Permission.SEND_MESSAGES)
def take_call(actor: Actor, *, message: uuid.UUID) -> None:
    """Note the last outcome of a call about a first day of absence, once for each pupil; other calls are left alone."""
    call = call_made(actor, message)
    record_nothing_changed()
    if call is None or call.purpose != PURPOSE or call.contact is None:
        return
    outcome = _SAYS.get(call.outcome, "")
    if call.outcome == "answered":
        outcome = "aware" if call.key == KNOWS else "answered"
    if not outcome:
        return
    on, half = session_of(call.slot)
    noted = ContactEntry.objects.filter(
        school_id=actor.school, on=on, half=int(half), contact_id=call.contact, way=WAY, outcome=outcome
    ).values_list("pupil_id", flat=True)
    for pupil in sorted(set(call.pupils) - set(noted)):
        record_outcome(
            actor, pupil=pupil, on=on, half=half, outcome=outcome, contact=call.contact, way=WAY, message=message
        )
