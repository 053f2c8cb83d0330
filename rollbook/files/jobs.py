"""What is done for kept files in the night."""

from __future__ import annotations

from rollbook.files.actions import clear_strays
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor


@job("files.clear_strays")
def clear_what_nothing_speaks_of(actor: Actor) -> None:
    """Delete what an act that was broken off has left on the disk."""
    clear_strays(actor)
