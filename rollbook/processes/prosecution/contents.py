"""What goes to the authority with a prosecution file, as fields to copy and for its form (LEG-8)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.particulars import Fields, in_full, of_one_parent, of_pupil, of_school
from rollbook.processes.prosecution.facts import Facts
from rollbook.processes.prosecution.weighing import in_evidence, last_day, missing
from rollbook.rules.actor import Actor


def contents(actor: Actor, page: CasePage) -> Fields:
    """School and pupil, the one parent concerned, the offence with its sessions, and what the file holds."""
    facts = page.facts
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a prosecution file")
    pupil, found = page.line.pupil.public_id, in_evidence(facts, page.situation)
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_one_parent(actor, pupil, page.line.contact),
        ("Offence", facts.charge.label if facts.charge else ""),
        ("Absence from", in_full(facts.offence_from)),
        ("Absence to", in_full(facts.offence_to)),
        ("Unauthorised sessions", str(len(found)) if found else ""),
        ("Sessions and codes", "\n".join(f"{session.says}: {code}" for session, code in found)),
        ("How the parent knows", facts.knows),
        ("Defences looked for", facts.defences),
        ("Not in the file", "; ".join(missing(facts)) or "Nothing"),
        ("Last day for the charge", in_full(last_day(facts))),
    )
