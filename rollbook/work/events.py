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


@dataclass(frozen=True, slots=True)
class _OfNote(Event):
    """Something about one hand-over note."""

    note: uuid.UUID

    @property
    def subject(self) -> str:
        return f"note:{self.note}"


@dataclass(frozen=True, slots=True)
class NoteLeft(_OfNote):
    """Somebody left a note for a person or a role."""

    verb: ClassVar[str] = "left a hand-over note"
    role: str


@dataclass(frozen=True, slots=True)
class NoteRead(_OfNote):
    """Somebody read it for the first time."""

    verb: ClassVar[str] = "read a hand-over note"


@dataclass(frozen=True, slots=True)
class NoteDone(_OfNote):
    """What it says is done, so it no longer stands on top."""

    verb: ClassVar[str] = "finished a hand-over note"


@dataclass(frozen=True, slots=True)
class Delegated(Event):
    """One person's tasks and notes go to another, from a day to a day."""

    verb: ClassVar[str] = "passed work to a colleague"
    delegation: uuid.UUID
    of: int
    to: int
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"user:{self.of}"


@dataclass(frozen=True, slots=True)
class DelegationEnded(Event):
    """They come back before the day that was said."""

    verb: ClassVar[str] = "took work back from a colleague"
    delegation: uuid.UUID
    of: int

    @property
    def subject(self) -> str:
        return f"user:{self.of}"


@dataclass(frozen=True, slots=True)
class LookedBack(Event):
    """Somebody has seen what others did while they were away; the next look begins here."""

    verb: ClassVar[str] = "looked at what others had done"
    user: int

    @property
    def subject(self) -> str:
        return f"user:{self.user}"


@dataclass(frozen=True, slots=True)
class _OfQuestion(Event):
    """Something about one question or one word to a family."""

    question: uuid.UUID

    @property
    def subject(self) -> str:
        return f"question:{self.question}"


@dataclass(frozen=True, slots=True)
class QuestionAsked(_OfQuestion):
    """Somebody asked the school something; it is to be answered by a day."""

    verb: ClassVar[str] = "took down a question"
    asker: str
    due: date | None


@dataclass(frozen=True, slots=True)
class QuestionAnswered(_OfQuestion):
    """It was answered."""

    verb: ClassVar[str] = "answered a question"


@dataclass(frozen=True, slots=True)
class FamilyTold(_OfQuestion):
    """A family was told something unasked: `kind` is outreach or statement."""

    verb: ClassVar[str] = "told a family something"
    kind: str


@dataclass(frozen=True, slots=True)
class ScriptChanged(Event):
    """The school wrote its own words for a difficult call."""

    verb: ClassVar[str] = "changed the words for a call"
    situation: str
    version: int

    @property
    def subject(self) -> str:
        return f"script:{self.situation}"
