"""What absence says when others ask: whether a text that waits in the outbox is still wanted."""

from __future__ import annotations

from rollbook.absence.queries.telling import PURPOSE, session_of, why_not_now
from rollbook.comms.wanted import Asked, still_wanted
from rollbook.rules.actor import Actor


@still_wanted(PURPOSE)
def still_missing(actor: Actor, asked: Asked) -> str:
    """A text about a child who has come, been explained, or been seen on site, is not sent."""
    on, half = session_of(asked.slot)
    return why_not_now(actor, on, half, asked.pupils)
