"""What is announced of lateness, and of figures given out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class LatePolicySet(Event):
    """The school said after how many lates what is done."""

    verb: ClassVar[str] = "set the steps about lateness"
    version: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class LateStepTaken(Event):
    """A step about a pupil's lateness was taken."""

    verb: ClassVar[str] = "took a step about lateness"
    pupil: str
    at: int
    act: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class _OfDetention(Event):
    """Something about one detention."""

    detention: uuid.UUID

    @property
    def subject(self) -> str:
        return f"detention:{self.detention}"


@dataclass(frozen=True, slots=True)
class DetentionSet(_OfDetention):
    """A pupil is to stay behind on a day."""

    verb: ClassVar[str] = "set a detention"
    on: date


@dataclass(frozen=True, slots=True)
class DetentionTold(_OfDetention):
    """Somebody said whether the pupil came."""

    verb: ClassVar[str] = "said who came to a detention"
    attended: bool


@dataclass(frozen=True, slots=True)
class FiguresGivenOut(Event):
    """The day's figures of looked-after children were given to a caller; of how many."""

    verb: ClassVar[str] = "gave figures of looked-after children to a caller"
    call: uuid.UUID
    pupils: int

    @property
    def subject(self) -> str:
        return f"call:{self.call}"
