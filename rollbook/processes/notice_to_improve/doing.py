"""What follows when a notice to improve ends: the penalty-notice case that waits for it is told."""

from __future__ import annotations

from rollbook.cases.actions import reassess
from rollbook.cases.doing import CaseRef, does
from rollbook.processes.notice_to_improve.definition import PROCESS
from rollbook.processes.notice_to_improve.facts import Facts
from rollbook.rules.actor import Actor
from rollbook.rules.process import Taken


@does(PROCESS.key, "broken")
@does(PROCESS.key, "decide")
def tell_what_waits(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Ask this pupil's cases again, so that the one which waits for the notice says that it has ended."""
    reassess(actor, pupils=[case.pupil])
