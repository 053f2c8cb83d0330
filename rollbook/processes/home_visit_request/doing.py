"""What is decided here is asked for among the home visits, once (ABS-E)."""

from __future__ import annotations

from rollbook.absence.actions.visits import request_visit
from rollbook.cases.doing import CaseRef, does
from rollbook.processes.home_visit_request.definition import PROCESS, Facts
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import Urgency
from rollbook.rules.process import Taken


@does(PROCESS.key, "decide")
def ask_for_it(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Ask for the visit where it is planned, with the reason that was given."""
    if taken.choice != "go":
        return
    request_visit(
        actor,
        pupils=[case.pupil],
        reason=facts.reason,
        urgency=(facts.urgency or Urgency.TODAY).value,
        source=f"case:{case.public_id}",
    )
