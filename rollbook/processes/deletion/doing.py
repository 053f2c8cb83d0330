"""What follows when a name comes off the register: the enrolment ends, and the cases that only the roll kept open."""

from __future__ import annotations

from uuid import UUID

from rollbook.cases.actions import close_case
from rollbook.cases.doing import CaseRef, does
from rollbook.cases.queries import case_page, cases_of
from rollbook.processes.deletion.definition import PROCESS, ground_of
from rollbook.processes.deletion.facts import Facts
from rollbook.pupils.actions import end_enrolment
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.rules.actor import Actor
from rollbook.rules.process import LEFT_SCHOOL, Taken
from rollbook.rules.sources import refuse

# What is asked of the school only while the pupil is on its roll; a prosecution, say, goes on.
ENDS_WITH_THE_ROLL = frozenset(
    {"ten_day_return", "sickness_return", "missing_out", "missing_education", "new_pupil_return"}
)


@does(PROCESS.key, "delete")
def take_off_the_roll(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """End the pupil's time on the roll, with the ground, and close what was due only while it lasted (DEL-4)."""

    ground = ground_of(case_page(actor, case.public_id).situation)
    if ground is None or facts.last_day is None or facts.leaving_reason is None:
        raise refuse("DEL-4", "The ground, the last day and the reason for leaving must be known.")
    end_enrolment(
        actor,
        pupil=UUID(public_ids_of(actor, [case.pupil])[case.pupil]),
        last_day=facts.last_day,
        reason=facts.leaving_reason.value,
        destination=facts.destination,
        removal_ground=ground.paragraph,
    )
    for line in cases_of(actor, case.pupil):
        if line.is_open and line.process.key in ENDS_WITH_THE_ROLL:
            close_case(actor, case=line.public_id, outcome=LEFT_SCHOOL.key, why=f"Off the roll: {ground.title}")


@does(PROCESS.key, "take-back:delete")
def the_name_is_off(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """A deletion is not undone: a pupil who comes back enters the register anew (ADM-1)."""
    raise refuse(
        "ADM-1", "The name is off the register. A pupil who comes back is entered anew, from the starting day."
    )
