"""What follows from the steps of a penalty notice: a notice to improve is opened, a prosecution file is begun."""

from __future__ import annotations

from rollbook.cases.actions import open_case
from rollbook.cases.doing import CaseRef, does
from rollbook.cases.queries import cases_of
from rollbook.processes.penalty_notice.definition import PROCESS
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.rules.actor import Actor
from rollbook.rules.process import Taken


@does(PROCESS.key, "improve")
def give_a_notice_to_improve(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Open the notice to improve for the same parent, with the support that is known already (PEN-12)."""
    if taken.choice != "give" or _is_open(actor, case, "notice_to_improve"):
        return
    open_case(
        actor,
        process="notice_to_improve",
        pupil=case.pupil,
        contact=case.contact,
        why="A penalty notice is considered; a notice to improve comes first.",
        rule="PEN-12",
        source=_source(case, taken),
        facts={"support_given": facts.support_says},
    )


@does(PROCESS.key, "unpaid")
def begin_the_file(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Begin the prosecution file of the same parent about the same absence (PEN-10)."""
    if taken.choice != "prosecute" or _is_open(actor, case, "prosecution"):
        return
    open_case(
        actor,
        process="prosecution",
        pupil=case.pupil,
        contact=case.contact,
        why="A penalty notice was not paid, and the authority prosecutes the offence.",
        rule="PEN-10",
        source=_source(case, taken),
        facts={
            "offence_from": facts.offence_from,
            "offence_to": facts.offence_to,
            "authority": facts.authority,
        },
    )


def _is_open(actor: Actor, case: CaseRef, process: str) -> bool:
    """One that is open for this parent already goes on."""
    there = cases_of(actor, case.pupil)
    return any(line.is_open and line.process.key == process and line.contact == case.contact for line in there)


def _source(case: CaseRef, taken: Taken) -> str:
    return f"{case.process}:{case.public_id}:{taken.number}"
