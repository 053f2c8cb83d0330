"""A pupil's line on the list of those missing out on education, as fields to copy and for a form (CME-3)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.missing_out.definition import Facts
from rollbook.processes.particulars import Fields, day, of_pupil, of_school
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil and address, why not full-time, since when, how many hours, until when."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of missing out on education")
    return (
        *of_school(actor),
        *of_pupil(actor, page.line.pupil.public_id),
        ("Why not in full-time education", facts.because.label if facts.because else ""),
        ("Since", day(facts.since)),
        ("Hours a week", "" if facts.hours_a_week is None else str(facts.hours_a_week)),
        ("Where, and by whom", facts.where),
        ("Planned end", day(facts.planned_end)),
        ("A parent has agreed", {True: "Yes", False: "No", None: ""}[facts.parent_agrees]),
        ("The last review", facts.review_says),
    )
