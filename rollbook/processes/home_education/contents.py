"""What the authority is told of education at home, as fields to copy and for its form (EHE-1)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.home_education.definition import WRITTEN, Facts
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, address, parents; what the parent wrote or said, and the day that was stated."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of education at home")
    pupil, notice = page.line.pupil.public_id, page.situation.last("notice")
    how = "" if notice is None else "In writing" if WRITTEN in notice.marks else "Only said"
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        ("Notice by", facts.said_by),
        ("How", how),
        ("Received on", day(facts.received_on)),
        ("Last day at school, as stated", day(facts.stated_day)),
        ("Reasons given", facts.reasons),
        ("Special educational needs", {True: "Yes", False: "No", None: ""}[facts.has_special_needs]),
        ("Meeting offered for", day(facts.meeting_offered_for)),
    )
