"""When the day that a parent stated has passed, the deletion begins with what is known already (DEL-F)."""

from __future__ import annotations

from rollbook.cases.actions import open_case
from rollbook.cases.doing import CaseRef, does
from rollbook.processes.home_education.definition import PROCESS, Facts
from rollbook.rules.actor import Actor
from rollbook.rules.process import Taken
from rollbook.rules.sessions import in_words


@does(PROCESS.key, "leave")
def begin_the_deletion(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Open the deletion on ground (f); what the notice says is not asked twice."""
    stated = in_words(facts.stated_day) if facts.stated_day else ""
    open_case(
        actor,
        process="deletion",
        pupil=case.pupil,
        why=f"Written notice of education at home by {facts.said_by}; the stated day, {stated}, has passed",
        rule="DEL-F",
        source=f"deletion:{case.public_id}",
        facts={
            "written_notice": True,
            "stated_day": facts.stated_day,
            "placed_by_authority": facts.placed_by_authority,
            "under_enquiry": facts.under_enquiry,
            "consent_on": facts.consent_on,
            "has_special_needs": facts.has_special_needs,
            "suggested_by_school": facts.suggested_by_school,
            "destination": "Educated at home",
        },
    )
