"""What absence says when others ask: whether a message that waits in the outbox is still wanted."""

from __future__ import annotations

from rollbook.absence.queries.chasing import PURPOSE as CHASE
from rollbook.absence.queries.chasing_round import still_unexplained
from rollbook.absence.queries.contact_holds import why_held
from rollbook.absence.queries.corrections import PURPOSE as CORRECTION
from rollbook.absence.queries.corrections import why_right_after_all
from rollbook.absence.queries.telling import PURPOSE, session_of, why_not_now
from rollbook.comms.wanted import Asked, asked_of_all, still_wanted
from rollbook.rules.actor import Actor


@still_wanted(CORRECTION)
def still_wrong(actor: Actor, asked: Asked) -> str:
    """A correction does not go where the child is marked missing again."""
    on, half = session_of(asked.slot)
    return why_right_after_all(actor, on, half, asked.pupils)


@asked_of_all
def not_held(actor: Actor, asked: Asked) -> str:
    """Nothing goes about a child, or to a contact, that the safeguarding lead holds, whatever it is for."""
    return why_held(actor, asked.pupils, asked.contact)


@still_wanted(PURPOSE)
def still_missing(actor: Actor, asked: Asked) -> str:
    """A text about a child who has come, been explained, or been seen on site, is not sent."""
    on, half = session_of(asked.slot)
    return why_not_now(actor, on, half, asked.pupils)


@still_wanted(CHASE)
def still_without_reason(actor: Actor, asked: Asked) -> str:
    """Nobody is asked once more for a reason that has been found meanwhile."""
    return "" if still_unexplained(actor, asked.pupils) else "A reason is known now"
