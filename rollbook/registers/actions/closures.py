"""An unexpected closure in one act: the right Y or Q code for the pupils concerned (REG-H, COD-18, COD-19)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from rollbook.audit.actions import action
from rollbook.registers.actions.bulk import reverse_entry
from rollbook.registers.actions.many import Batch, BatchOutcome, store_many
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.affected import affected
from rollbook.registers.queries.grid import facts_for
from rollbook.registers.queries.weighing import Wanted, Weighed, preview
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.rules.sources import refuse

WHOLE, PART, TRANSPORT, ACCESS = "Y4", "Y3", "Y1", "Q"
CODES = (WHOLE, PART, TRANSPORT, ACCESS)
SOURCE = "closure"


@dataclass(frozen=True, slots=True)
class Closing:
    """What happened: the code, the sessions lost, and for whom.

    `pupils` are public ids; None means the whole school, which only Y4 may mean (COD-18). `over`
    are codes that give way where they stand already, for example N.
    """

    code: str
    sessions: tuple[Session, ...]
    pupils: frozenset[str] | None = None
    over: frozenset[str] = frozenset()
    reason: str = ""


def preview_closing(actor: Actor, closing: Closing) -> tuple[Weighed, ...]:
    """What the closure would mark, and which marks give way; nothing is stored."""
    return preview(actor, _wanted(actor, closing), over=closing.over)


@action(Permission.AMEND_MARKS)
def close_for(actor: Actor, *, save_id: uuid.UUID, closing: Closing) -> BatchOutcome:
    """Mark the pupils concerned with the closure's code, where they have no mark or one that is to give way.

    Whoever was marked before the school closed stays as marked, and a session still to come is not
    marked (REG-16): do it again when it has begun. A planned closure is never an unexpected one: its
    days are the calendar's, and no mark is made on them (COD-18). The same `save_id` again changes nothing.
    """
    if closing.over and not closing.reason.strip():
        raise Refused("Write what happened: it is the reason kept with every mark that is changed.", rule="REG-7")
    batch = Batch(save_id, RegisterSave.Kind.CLOSURE, SOURCE, keeps_refused=False)
    return store_many(actor, batch, _wanted(actor, closing), over=closing.over)


@action(Permission.AMEND_MARKS)
def reverse_closing(actor: Actor, *, save_id: uuid.UUID, reason: str) -> BatchOutcome:
    """Take a closure's marks back in one step: each becomes what it was before, a blank where it was blank.

    A mark that somebody changed since is left as it is. The closure and its reversal both stay in the record.
    """
    return reverse_entry(actor, save_id, reason, RegisterSave.Kind.CLOSURE, SOURCE)


def _wanted(actor: Actor, closing: Closing) -> list[Wanted]:
    _check(closing)
    pupils = affected(actor, [session.on for session in closing.sessions])
    asked = [
        (key, public, session)
        for session in closing.sessions
        for key, public in pupils[session.on]
        if closing.pupils is None or public in closing.pupils
    ]
    facts = facts_for(actor, ((key, session) for key, _, session in asked))
    planned = sorted({s.on for (_, s), found in facts.items() if not found.is_school_day})
    if planned:
        raise refuse(
            "COD-18",
            f"The school is not due to meet on {planned[0]:%d/%m/%Y}: that day is planned without school (#), which "
            "the calendar holds for everybody. An unexpected closure is for days on which it should have met.",
        )
    return [
        Wanted(Entry(pupil=public, code=closing.code, reason=closing.reason.strip()), facts[key, session])
        for key, public, session in asked
    ]


def _check(closing: Closing) -> None:
    if closing.code not in CODES:
        raise Refused("Choose what happened: whole closure, part closure, transport or access.")
    if not closing.sessions:
        raise Refused("Choose at least one session that was lost.")
    if closing.pupils is None and closing.code != WHOLE:
        raise refuse("COD-18", f"{closing.code} is for the pupils concerned, never for the whole school. Choose them.")
    if closing.pupils is not None and closing.code == WHOLE:
        raise refuse("COD-18", "Y4 is for a closure of the whole site. Where part of the school stayed open, use Y3.")
    if closing.pupils is not None and not closing.pupils:
        raise Refused("Choose at least one pupil.")
