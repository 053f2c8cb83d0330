"""What a request for a penalty notice holds, as fields to copy and for an authority's form (PEN-6, PEN-11)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.particulars import Fields, of_one_parent, of_pupil, of_school
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.showing import request_fields
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """School, pupil, the one parent concerned and no other, and what the school tells of the absence."""
    facts, pupil = page.facts, page.line.pupil.public_id
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a penalty notice")
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_one_parent(actor, pupil, page.line.contact),
        *request_fields(facts, page.situation),
    )
