"""What the site says when others ask: whether messages about a missing pupil are still wanted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from rollbook.comms.wanted import Asked, still_wanted
from rollbook.rules.actor import Actor
from rollbook.site.actions.telling_staff import PURPOSE, why_not_told


@still_wanted(PURPOSE)
def still_looked_for(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Nobody is called to look for a pupil who has been found."""
    searches = {one: uuid.UUID(one.slot.partition(":")[2]) for one in asked}
    settled = why_not_told(actor, set(searches.values()))
    return {one: settled.get(search, "") for one, search in searches.items()}
