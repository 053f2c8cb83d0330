"""The admission register's work in the background: uploads that nobody imported are forgotten."""

from __future__ import annotations

from rollbook.jobs.registry import job
from rollbook.pupils import actions
from rollbook.rules.actor import Actor


@job("pupils.forget_uploads")
def forget_uploads(actor: Actor) -> None:
    """Delete the content of uploads that were not imported within seven days."""
    actions.forget_uploads(actor)
