"""What a referral to early help holds, once the family has agreed (CASE-H)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.early_help.definition import Facts
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, parents, worry and strengths in the family's words, and the consent; nothing before it is given."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of early help")
    if page.situation.last("consent:yes") is None:
        raise Refused("The family has not agreed yet, so nothing is passed on. Record the consent first.")
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        ("What it is about", facts.worry),
        ("What goes well", facts.strengths),
        ("What the pupil says", facts.pupil_says),
        ("Consent by", facts.consent_by),
        ("Consent on", day(facts.consent_on)),
        ("Consent how", facts.consent_how),
        ("Lead professional", facts.lead),
        ("Agencies", "\n".join(facts.agencies)),
    )
