"""What a new pupil's return must hold: the data of the admission register, as fields to copy and for a form (RET-1)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.new_pupil_return.definition import Facts
from rollbook.processes.particulars import Fields, day, of_last_school, of_parents, of_pupil, of_school
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Everything in the admission register: pupil, address, parents with their numbers, last school, boarder."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a new pupil’s return")
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        *of_last_school(actor, pupil),
        ("Name entered on", day(facts.entered_on)),
    )
