"""What work announces: ids, days and roles, never what a task or a note says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfTask(Event):
    """Something about one task."""

    task: uuid.UUID

    @property
    def subject(self) -> str:
        return f"task:{self.task}"


@dataclass(frozen=True, slots=True)
class TaskMade(_OfTask):
    """There is something to be done by a day, by a person or a role."""

    verb: ClassVar[str] = "made a task"
    due: date
    role: str


@dataclass(frozen=True, slots=True)
class TaskDone(_OfTask):
    """It was done."""

    verb: ClassVar[str] = "finished a task"


@dataclass(frozen=True, slots=True)
class TaskTakenOver(_OfTask):
    """Somebody made a task their own that was a role's, or another's for whom they stand in."""

    verb: ClassVar[str] = "took over a task"
