"""What is announced of the chase of absences without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class ReasonsChased(Event):
    """Families were asked once more for the reason of an absence: by which ways, how many, about how many sessions."""

    verb: ClassVar[str] = "asked once more for the reason of absences"
    texts: int
    emails: int
    letters: int
    sessions: int


@dataclass(frozen=True, slots=True)
class ReasonCalled(Event):
    """Somebody rang about absences without a reason; what it came to."""

    verb: ClassVar[str] = "rang for the reason of absences"
    pupils: tuple[str, ...]
    said: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupils[0]}" if len(self.pupils) == 1 else "absence:no-reason"


@dataclass(frozen=True, slots=True)
class ReasonStepsSet(Event):
    """By which steps reasons are chased was set, from a day on."""

    verb: ClassVar[str] = "set the steps by which reasons are chased"
    version: int
    from_day: date
