"""Ending a case by hand, with an outcome and a reason; and opening it again."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record
from rollbook.cases.actions.holding import change, held, wind, written
from rollbook.cases.events import CaseClosed, CaseReopened
from rollbook.cases.known import the_process
from rollbook.cases.models import CaseNote
from rollbook.cases.words import kept
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused


@action(Permission.WORK_CASES)
def close_case(actor: Actor, *, case: uuid.UUID, outcome: str, why: str, seen: int | None = None) -> None:
    """Close a case before its last step, with an outcome that may be given by hand, and why."""
    row = held(actor, case, seen=seen)
    process = the_process(row.process)
    allowed = [one for one in process.outcomes if one.by_hand]
    if outcome not in {one.key for one in allowed}:
        raise Refused(
            "Say how the case ends: " + ", ".join(one.says.lower() for one in allowed) + ". "
            "Any other outcome is reached by its step."
        )
    if not why.strip():
        raise Refused("Say why the case ends here; nothing closes without a reason.")
    row.closed_on, row.closed_at, row.closed_by_name, row.outcome = actor.today, actor.now, actor.name, outcome
    row.closed_why = kept(written(why, "The reason"), row.public_id, "closed")
    change(row)
    wind(actor, row)
    row.save()
    record(actor, CaseClosed(row.public_id, row.process, outcome))


@action(Permission.WORK_CASES)
def reopen_case(actor: Actor, *, case: uuid.UUID, why: str) -> None:
    """Open a case again that was closed; that it was, and why it goes on, stays as a note."""
    row = held(actor, case, closed=True)
    if not why.strip():
        raise Refused("Say why the case is opened again.")
    ended = the_process(row.process).outcome(row.outcome).says
    note = CaseNote(school_id=actor.school, case=row, at=actor.now, by_name=actor.name)
    says = f"Opened again; it had been closed on {row.closed_on:%d/%m/%Y} ({ended.lower()}). {why.strip()}"
    note.says = kept(written(says, "The reason"), row.public_id, f"note:{note.public_id}")
    note.save(force_insert=True)
    row.closed_at = row.closed_on = None
    row.outcome, row.closed_by_name, row.closed_why = "", "", b""
    change(row)
    wind(actor, row)
    row.save()
    record(actor, CaseReopened(row.public_id, row.process))
