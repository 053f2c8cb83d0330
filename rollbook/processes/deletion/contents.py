"""What the notice of a deletion must hold, as fields to copy and for an authority's form (RET-2)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.deletion.definition import ground_of
from rollbook.processes.deletion.facts import Facts
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Full name, address, the parents with whom the pupil lives and their numbers, the next school, and the ground."""
    facts, ground = page.facts, ground_of(page.situation)
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a deletion")
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil, lived_with_alone=True),
        ("Next school, or where the pupil goes", facts.destination),
        ("Starting day there", day(facts.elsewhere_from)),
        ("Ground of regulation 9", ground.title if ground else ""),
        ("Evidence", facts.evidence),
        ("Last day on the roll", day(facts.last_day)),
    )
