"""How it stands with reaching the families of a session, pupil by pupil, in one answer for the whole list (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.absence.queries.contact_entries import ESCALATED, OUTCOMES, WAYS, EntryLine, Told, told_on
from rollbook.absence.queries.contact_holds import held_about
from rollbook.absence.words import wall_clock
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import RING, Attempt, State
from rollbook.rules.sessions import Half

_SAYS = {
    State.QUEUED: "waits to go",
    State.SENT: "sent",
    State.DELIVERED: "delivered",
    State.FAILED: "failed",
    State.NOT_SENT: "not sent, as it was no longer wanted",
    State.ANSWERED: "answered",
}


@dataclass(frozen=True, slots=True)
class ContactState:
    """How it stands with one pupil's family in a session.

    `state` is empty before the first try, else queued, sent, delivered, failed, not-sent or answered, of
    the last try; `to_ring` while a person is to make a call. `outcome` is the latest, or empty.
    `held` when the safeguarding lead holds contact about the child, and by whom.
    """

    state: str = ""
    outcome: str = ""
    says: str = ""
    since: datetime | None = None
    tries: int = 0
    to_ring: bool = False
    held_by: str = ""
    message: uuid.UUID | None = None


def contact_states(actor: Actor, on: date, half: Half, pupils: Collection[int]) -> Mapping[int, ContactState]:
    """How it stands with these pupils' families: three statements, however many; those untried are left out."""
    if not pupils:
        return {}
    told = told_on(actor, on, half, pupils)
    held = held_about(actor, on, pupils)
    return {
        pupil: state_of(told.get(pupil, Told()), held.get(pupil, ""))
        for pupil in pupils
        if pupil in told or pupil in held
    }


def state_of(told: Told, held_by: str = "") -> ContactState:
    """One pupil's state from what stands about them."""
    tries = told.attempts
    last = max(tries, key=lambda a: a.at, default=None)
    outcome = told.outcome
    sent = [e for e in told.entries if e.message]
    return ContactState(
        state=last.state.value if last else "",
        outcome=outcome.outcome if outcome else "",
        says=_says(told, outcome, held_by),
        since=outcome.at if outcome else _since(told, last) if last else None,
        tries=len(tries),
        to_ring=any(a.channel == RING and a.state is State.QUEUED for a in tries),
        held_by=held_by,
        message=sent[-1].message if sent else None,
    )


def _says(told: Told, outcome: EntryLine | None, held_by: str) -> str:
    if held_by:
        return f"held by the safeguarding lead, ask {held_by}"
    if told.entries and told.entries[-1].way in ESCALATED:
        return f"{WAYS[told.entries[-1].way]} {wall_clock(told.entries[-1].at)}"
    last = max(told.attempts, key=lambda a: a.at, default=None)
    if outcome is not None and (last is None or outcome.at >= last.at):
        return f"{OUTCOMES.get(outcome.outcome, outcome.outcome)} {wall_clock(outcome.at)}"
    if last is None:
        return ""
    if last.channel == RING and last.state is State.QUEUED:
        return f"to be rung since {wall_clock(last.at)}"
    return f"{WAYS.get(last.channel, last.channel)} {_SAYS[last.state]} {wall_clock(_since(told, last))}"


def _since(told: Told, last: Attempt) -> datetime:
    """Since when a try stands as it does: what became of its message may be later than the try."""
    sent = next((e.message for e in told.entries if e.message and e.at == last.at), None)
    state = (told.messages or {}).get(sent) if sent else None
    return state.since if state else last.at
