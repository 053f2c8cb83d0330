"""Deciding several requests at one sitting: each on its own facts, each a step of its own case (LEA-2)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from rollbook.audit.actions import action
from rollbook.cases.actions import take_step
from rollbook.processes.leave_request.facts import GRANTED, PARTLY, REFUSED
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.leave import Ground
from rollbook.rules.refused import Refused

TELLS = {GRANTED: "tell_granted", PARTLY: "tell_partly", REFUSED: "tell_refused"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One request decided: how, why (judged for this pupil), and what the family is told; `seen` is the page's version.

    `ground` None is the usual one for what was asked; the days are said where only some of them are granted.
    """

    case: uuid.UUID
    seen: int
    choice: str
    why: str
    told: str = ""
    ground: Ground | None = None
    first: date | None = None
    last: date | None = None


@action(Permission.DECIDE_LEAVE)
def decide(actor: Actor, *, decision: Decision) -> None:
    """Decide one request. The family is told by the office, as a step of its own."""
    answers: dict[str, object] = {"told": decision.told.strip(), "granted_first": None, "granted_last": None}
    if decision.ground is not None:
        answers["ground"] = decision.ground
    if decision.choice == PARTLY:
        answers |= {"granted_first": decision.first, "granted_last": decision.last or decision.first}
    take_step(
        actor,
        case=decision.case,
        step="decide",
        seen=decision.seen,
        choice=decision.choice,
        answers=answers,
        note=decision.why,
    )


@action(Permission.SEND_MESSAGES)
def tell(actor: Actor, *, case: uuid.UUID, how: str) -> None:
    """Write the family the letter that fits the decision (`how` is the choice); Refused where it cannot be written."""
    if how not in TELLS:
        raise Refused("This request is not decided yet, so there is nothing to tell.")
    take_step(actor, case=case, step=TELLS[how], write=True)
