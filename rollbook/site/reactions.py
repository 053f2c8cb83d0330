"""What the site says when others ask: whether a message about a missing pupil is still wanted."""

from __future__ import annotations

import uuid

from rollbook.comms.wanted import Asked, still_wanted
from rollbook.rules.actor import Actor
from rollbook.site.actions.telling_staff import PURPOSE, why_not_told


@still_wanted(PURPOSE)
def still_looked_for(actor: Actor, asked: Asked) -> str:
    """Nobody is called to look for a pupil who has been found."""
    return why_not_told(actor, uuid.UUID(asked.slot.partition(":")[2]))
