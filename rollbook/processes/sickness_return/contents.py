"""What the sickness return holds, as fields to copy and for an authority's form (RET-4). Never the illness (MED-4)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.processes.sickness_return.definition import Facts
from rollbook.rules.actor import Actor
from rollbook.rules.returns import illness_days_by, illness_period


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, address, those with whom the pupil lives, and the days of illness marked and to be expected."""
    facts, standing = page.facts, page.situation.standing
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a sickness return")
    began = illness_period(standing)[0] if standing else None
    by_then = illness_days_by(standing, page.situation.calendar, facts.expected_until) if standing else 0
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil, lived_with_alone=True),
        ("School days of illness this year", str(standing.illness_days) if standing else ""),
        ("The present illness began on", day(began)),
        ("Expected to last until", day(facts.expected_until)),
        ("School days of illness by then", str(by_then) if facts.expected_until else ""),
        ("Why the school believes it", facts.believed_because.label if facts.believed_because else ""),
    )
