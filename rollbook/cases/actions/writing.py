"""The letter of a step, written to those whom the case is about and who may have it (COM-B)."""

from __future__ import annotations

import uuid
from typing import Any

from rollbook.cases.models import Case
from rollbook.comms.actions import write_letters
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess, Situation, Step, Taken
from rollbook.rules.refused import Refused


def letter_key(process: AnyProcess, step: Step[Any]) -> str:
    """The template of a step's letter."""
    return f"{process.key}-{step.letter}".replace("_", "-")


def write_step_letter(
    actor: Actor,
    row: Case,
    process: AnyProcess,
    step: Step[Any],
    taken: Taken,
    facts: object,
    situation: Situation,
) -> uuid.UUID:
    """Write it, or refuse the step: where a field is empty or nobody may be written to, the sentence says so."""
    told = process.tells(facts, situation) if process.tells else {}
    written = write_letters(
        actor,
        template=letter_key(process, step),
        pupils=[row.pupil_id],
        purpose="case",
        slot=f"case:{row.public_id}:{taken.number}",
        facts={row.pupil_id: dict(told)},
        only=() if row.contact_id is None else (row.contact_id,),
    )
    if written.run is None:
        why = "; ".join(f"{one.contact or one.pupil}: {one.why}" for one in written.left_out)
        raise Refused(f"The letter cannot be written ({why}). Complete what is missing, or record the step without it.")
    return written.run
