"""Letters about lateness, written in one run with the days they speak of (ABS-H)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rollbook.absence.queries.lateness import StepDue
from rollbook.absence.words import count
from rollbook.comms.actions.letters import write_letters
from rollbook.registers.queries.lateness import late_marks
from rollbook.rules.actor import Actor
from rollbook.rules.lateness import Late
from rollbook.rules.year_row import year_of, year_starts

TEMPLATE = "lateness"


@dataclass(frozen=True, slots=True)
class LateLetters:
    """The run of letters (None where none was written), how many, and the pupils for whom nobody gets one, by name."""

    run: UUID | None = None
    count: int = 0
    without: frozenset[str] = frozenset()


def write_late_letters(actor: Actor, due: Sequence[StepDue]) -> LateLetters:
    """Write the school's lateness letter about these pupils, once for these steps of this day."""
    if not due:
        return LateLetters()
    marks = late_marks(actor, year_starts(year_of(actor.today)), actor.today)
    facts = {one.pupil.id: _facts(marks.get(one.pupil.id, [])) for one in due}
    told = write_letters(
        actor,
        template=TEMPLATE,
        pupils=[one.pupil.id for one in due],
        purpose="lateness",
        slot=_slot(actor, due),
        facts=facts,
    )
    return LateLetters(told.run, told.count, frozenset(one.pupil for one in told.left_out if not one.contact))


def _facts(lates: Sequence[Late]) -> dict[str, str]:
    days = sorted(lates, key=lambda late: late.session)
    return {"times_late": count(len(days), "time"), "late_sessions": "\n".join(f"- {_says(late)}" for late in days)}


def _says(late: Late) -> str:
    minutes = f", {count(late.minutes, 'minute')} late" if late.minutes else ""
    return f"{late.session.says}{minutes}{', after the register had closed' if late.after_close else ''}"


def _slot(actor: Actor, due: Sequence[StepDue]) -> str:
    """The same steps on the same day are one run, however often the button is pressed."""
    steps = ",".join(sorted(f"{one.pupil.id}:{one.step.at}" for one in due))
    return f"lateness:{actor.today}:{hashlib.sha256(steps.encode()).hexdigest()[:16]}"
