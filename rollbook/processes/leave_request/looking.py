"""What the page of a request shows of the family: who was ill in sessions of refused leave (LEA-6)."""

from __future__ import annotations

from rollbook.cases.doing import CaseRef
from rollbook.cases.looking import looks
from rollbook.processes.leave_request.facts import Facts
from rollbook.processes.leave_request.queries.family import ill_then
from rollbook.rules.actor import Actor
from rollbook.rules.process import Panel, Situation


@looks("leave_request")
def refused_then_ill(actor: Actor, case: CaseRef, facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """Illness in sessions of refused leave, of brothers and sisters too, here and in the trust."""
    found = ill_then(actor, case.pupil, facts, situation)
    if not found:
        return ()
    rows = tuple((one.name, one.school or "here", str(len(one.sessions))) for one in found)
    says = "Illness is believed unless there is real doubt; whether there is, a person decides."
    return (Panel("Refused, then ill", says, ("Who", "School", "Sessions ill"), rows, "LEA-6"),)
