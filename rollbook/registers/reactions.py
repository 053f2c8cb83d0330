"""What registers say when others ask: whether a message about a late register is still wanted."""

from __future__ import annotations

from rollbook.comms.wanted import Asked, still_wanted
from rollbook.registers.actions.telling_staff import PURPOSE, why_not_told
from rollbook.rules.actor import Actor


@still_wanted(PURPOSE)
def still_late(actor: Actor, asked: Asked) -> str:
    """Who has seen the question in Rollbook, or answered it, is not written to as well."""
    return why_not_told(actor, asked.slot)
