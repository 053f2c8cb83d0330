"""When the training school's daily lists are announced (ABS-F)."""

from __future__ import annotations

from rollbook.absence.actions.daily import set_daily_policy
from rollbook.rules.actor import Actor

TIMES = {"safeguarding": 9 * 60 + 40, "inclusion": 9 * 60 + 50, "leaders": 10 * 60}


def announce_daily_lists_at(head: Actor) -> None:
    """From today on: the safeguarding lead first, the leaders when most families have been reached."""
    set_daily_policy(head, from_day=head.today, times=TIMES)
