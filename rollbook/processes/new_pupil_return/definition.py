"""A new pupil is told to the authority by the fifth day after the name was entered (RET-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.access import Role
from rollbook.rules.process import (
    FACT,
    LEFT_SCHOOL,
    MISTAKE,
    NOT_NEEDED,
    Clock,
    Outcome,
    Process,
    Situation,
    Step,
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.returns import NEW_PUPIL_DAYS
from rollbook.rules.sources import refuse


@dataclass(frozen=True, slots=True)
class Facts:
    """When the name was entered, and where the return went."""

    entered_on: date | None = ask("When was the name entered in the admission register?", required=True)
    authority: str = ask("To which authority?", help="The one in whose area the school is.", required=True, default="")
    sent_how: str = ask("How was it sent?", required=True, default="")
    reference: str = ask("The authority’s reference", default="")


def has_entered(facts: Facts, situation: Situation) -> None:
    """Refuse a return for somebody who is not on the roll yet (ADM-2)."""
    if facts.entered_on is not None and facts.entered_on > situation.on:
        raise refuse("RET-1", "The name is entered on the starting day, which is still to come.")


PROCESS = Process(
    key="new_pupil_return",
    name="New pupil’s return",
    says="Everything that the admission register holds of a new pupil is told to the authority within five days.",
    facts=Facts,
    law=("RET-1", "RET-5", "ADM-1", "ADM-4"),
    owner=Role.ADMISSIONS,
    steps=(
        Step(
            "make_return",
            "Make the return to the authority",
            asks=("entered_on", "authority", "sent_how", "reference"),
            check=has_entered,
            ends="made",
            rule="RET-1",
            help="Everything in the admission register: see “For the local authority”.",
        ),
    ),
    clocks=(
        Clock(
            "make_return",
            NEW_PUPIL_DAYS,
            Unit.DAYS,
            f"{FACT}entered_on",
            says="The return, by the fifth day after the name was entered",
            rule="RET-1",
        ),
    ),
    outcomes=(Outcome("made", "The return was made"), NOT_NEEDED, LEFT_SCHOOL, MISTAKE),
)
