"""What leave announces beside what its cases do: ids, days and counts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class LeaveAskedFor(Event):
    """A family asked for leave for so many pupils; each has a case."""

    verb: ClassVar[str] = "took a request for leave"
    request: uuid.UUID
    pupils: int

    @property
    def subject(self) -> str:
        return f"leave:{self.request}"


@dataclass(frozen=True, slots=True)
class JourneyAsked(Event):
    """The safeguarding lead was asked about a request; about what, only they read."""

    verb: ClassVar[str] = "asked the safeguarding lead about a request for leave"
    case: uuid.UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case}"


@dataclass(frozen=True, slots=True)
class JourneyAnswered(Event):
    """The safeguarding lead answered."""

    verb: ClassVar[str] = "answered about a request for leave"
    case: uuid.UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case}"


@dataclass(frozen=True, slots=True)
class LicenceKept(Event):
    """A licence was put on record."""

    verb: ClassVar[str] = "kept a licence"
    licence: uuid.UUID
    last: date

    @property
    def subject(self) -> str:
        return f"licence:{self.licence}"


@dataclass(frozen=True, slots=True)
class LicenceEnded(Event):
    """A licence counts no more: withdrawn, or entered by mistake."""

    verb: ClassVar[str] = "ended a licence"
    licence: uuid.UUID

    @property
    def subject(self) -> str:
        return f"licence:{self.licence}"


@dataclass(frozen=True, slots=True)
class LeavePolicySet(Event):
    """The school's own choices about leave are others."""

    verb: ClassVar[str] = "set the school's choices about leave"
    answer_days: int
