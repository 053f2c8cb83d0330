"""What an education-welfare referral holds, as fields to copy and for an authority's form (CASE-H)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.processes.welfare_referral.definition import Facts
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, parents, why, what was done before, what is wanted, and how often the pupil came."""
    facts, standing = page.facts, page.situation.standing
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of an education-welfare referral")
    totals = standing.totals if standing else None
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        ("Sessions possible this year", str(totals.possible) if totals else ""),
        ("Sessions missed", str(totals.absent) if totals else ""),
        ("of these unauthorised", str(totals.unauthorised) if totals else ""),
        ("Why the authority is asked", facts.because),
        ("Support by the school, and what came of it", facts.support),
        ("What is asked for", facts.wanted),
        ("Family told on", day(facts.family_told_on)),
        ("Sent by", facts.sent_by),
    )
