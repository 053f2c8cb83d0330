"""What registers say when others ask: whether messages about a late register are still wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rollbook.comms.wanted import Asked, still_wanted
from rollbook.registers.actions.telling_staff import PURPOSE, why_not_told
from rollbook.rules.actor import Actor


@still_wanted(PURPOSE)
def still_late(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Who has seen the question in Rollbook, or answered it, is not written to as well."""
    settled = why_not_told(actor, {one.slot for one in asked})
    return {one: settled.get(one.slot, "") for one in asked}
