"""The caseload's work in the background."""

from __future__ import annotations

from rollbook.cases.actions import reassessing
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor


@job("cases.reassess")
def reassess(actor: Actor) -> None:
    """Ask every trigger again, and work out every clock anew (CASE-A, PEN-14)."""
    reassessing.reassess(actor)
