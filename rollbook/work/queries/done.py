"""Which tasks are done: for the parts of the office that had them made, and read no more of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.rules.actor import Actor
from rollbook.work.models import Task


@dataclass(frozen=True, slots=True)
class Done:
    """When a task was done, and by whom."""

    at: datetime
    by: str


def done_tasks(actor: Actor, tasks: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Done]:
    """Those of these tasks that are done: one statement, none for no task."""
    if not tasks:
        return {}
    rows = Task.objects.filter(school_id=actor.school, public_id__in=tasks, done_at__isnull=False).order_by("id")
    return {row.public_id: Done(row.done_at, row.done_by_name) for row in rows if row.done_at}
