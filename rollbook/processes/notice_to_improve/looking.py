"""How long the improvement period is where the school's local authority says so."""

from __future__ import annotations

from rollbook.cases.doing import CaseRef
from rollbook.cases.looking import looks
from rollbook.processes.notice_to_improve.definition import PROCESS
from rollbook.processes.notice_to_improve.facts import Facts
from rollbook.processes.profiles import authority_of
from rollbook.rules.actor import Actor
from rollbook.rules.process import Panel, Situation

CLOCK = "improvement_school_weeks"


@looks(PROCESS.key)
def what_the_authority_says(actor: Actor, case: CaseRef, facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """Shown until the notice is given: one statement."""
    if situation.last("give"):
        return ()
    authority = authority_of(actor)
    weeks = authority.clocks.get(CLOCK)
    if weeks is None:
        return ()
    return (Panel("What the authority says", f"{authority.name}: {weeks} school weeks.", rule="NTI-1"),)
