"""Correcting what is known in a case, without a step."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.actions.holding import change, held, wind, written
from rollbook.cases.events import FactsCorrected
from rollbook.cases.known import the_process
from rollbook.cases.models import CaseNote
from rollbook.cases.queries.page import in_text
from rollbook.cases.queries.situations import facts_of
from rollbook.cases.words import kept
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process_facts import made, questions
from rollbook.rules.refused import Refused


@action(Permission.WORK_CASES)
def correct_facts(
    actor: Actor, *, case: uuid.UUID, answers: Mapping[str, object], why: str, seen: int | None = None
) -> None:
    """Put right what is known in a case (by the fact's name), with a reason; what stood before stays as a note."""
    row = held(actor, case, seen=seen)
    process = the_process(row.process)
    before = facts_of(process, row)
    wanted = {name: getattr(made(process.facts, answers), name) for name in answers}
    after = replace(before, **wanted)  # type: ignore[type-var]  # a process's facts are a dataclass
    changed = [q for q in questions(process.facts) if getattr(before, q.name) != getattr(after, q.name)]
    if not changed:
        record_nothing_changed()
        return
    if not why.strip():
        raise Refused("Say why it is corrected; what stood before stays to be read.")
    was = "; ".join(f"{q.label}: {in_text(before, q) or 'not known'}" for q in changed)
    note = CaseNote(school_id=actor.school, case=row, at=actor.now, by_name=actor.name)
    says = written(f"Corrected: {why.strip()} Before: {was}", "The reason")
    note.says = kept(says, row.public_id, f"note:{note.public_id}")
    note.save(force_insert=True)
    change(row, after)
    wind(actor, row)
    row.save()
    record(actor, FactsCorrected(row.public_id, row.process, tuple(q.name for q in changed)))
