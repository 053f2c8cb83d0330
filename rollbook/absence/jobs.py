"""The absence desk's work in the background."""

from __future__ import annotations

from rollbook.absence.actions.visits_out import raise_overdue
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor


@job("absence.watch_visitors")
def watch_visitors(actor: Actor) -> None:
    """Tell whoever waits of visitors who are not back from a home when they should be (VIS-2)."""
    raise_overdue(actor)
