"""What a referral of a child missing education holds, as fields to copy and for an authority's form (CME-1, DEL-3)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.missing_education.definition import Facts, log
from rollbook.processes.particulars import Fields, day, of_last_school, of_parents, of_pupil, of_school
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, parents, last school, what is known, and each enquiry with who made it, when, and its result."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of children missing education")
    pupil = page.line.pupil.public_id
    (enquiries,) = log(facts, page.situation)
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        *of_last_school(actor, pupil),
        ("What began it", facts.began.label if facts.began else ""),
        ("Last seen on", day(facts.last_seen)),
        ("Last seen where, by whom", facts.last_seen_where),
        ("Where the family is said to be", facts.said_to_be),
        *((what, f"{when}, {by}: {result}" if by else when) for what, when, by, result in enquiries.rows),
    )
