"""What the processes do in the background."""

from __future__ import annotations

from rollbook.jobs.registry import job
from rollbook.processes.new_pupil_return.actions import open_new_pupil_returns
from rollbook.rules.actor import Actor


@job("processes.open_new_pupil_returns")
def new_pupil_returns(actor: Actor) -> None:
    """Whoever has come onto the roll is told to the authority within five days (RET-1)."""
    open_new_pupil_returns(actor)
