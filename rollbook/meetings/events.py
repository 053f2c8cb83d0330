"""What is announced of meetings: ids, kinds and moments; never names, never words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfMeeting(Event):
    meeting: uuid.UUID

    @property
    def subject(self) -> str:
        return f"meeting:{self.meeting}"


@dataclass(frozen=True, slots=True)
class MeetingCalled(_OfMeeting):
    """A meeting about these pupils is to be held; what called for it."""

    verb: ClassVar[str] = "called a meeting"
    kind: str
    stage: str
    pupils: tuple[str, ...]
    at: datetime
    source: str
    follows: str


@dataclass(frozen=True, slots=True)
class MeetingMoved(_OfMeeting):
    """A meeting was put to another time or place."""

    verb: ClassVar[str] = "moved a meeting"
    was_at: datetime
    at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled(_OfMeeting):
    """A meeting will not be held; why is kept with it."""

    verb: ClassVar[str] = "cancelled a meeting"
    source: str


@dataclass(frozen=True, slots=True)
class MeetingChanged(_OfMeeting):
    """Something of a meeting was changed: its agenda, its people, its pack, who was there."""

    verb: ClassVar[str] = "changed a meeting"
    what: str


@dataclass(frozen=True, slots=True)
class PeopleInvited(_OfMeeting):
    """People were written to about a meeting: how many, and how many could not be."""

    verb: ClassVar[str] = "invited to a meeting"
    sequence: int
    told: int
    left_out: int


@dataclass(frozen=True, slots=True)
class ReplyNoted(_OfMeeting):
    """Somebody said whether they come."""

    verb: ClassVar[str] = "noted an answer to an invitation"
    person: uuid.UUID
    reply: str


@dataclass(frozen=True, slots=True)
class MinutesKept(_OfMeeting):
    """The minutes were written on; which version they are now."""

    verb: ClassVar[str] = "wrote minutes"
    edition: int
    version: int


@dataclass(frozen=True, slots=True)
class ActionPointAdded(_OfMeeting):
    """Somebody is to do something by a day."""

    verb: ClassVar[str] = "added an action point"
    point: uuid.UUID
    task: uuid.UUID
    due: date


@dataclass(frozen=True, slots=True)
class MeetingDecided(_OfMeeting):
    """A meeting decided: about which pupil (empty for all), what; the reason is kept with it."""

    verb: ClassVar[str] = "noted a decision of a meeting"
    kind: str
    stage: str
    pupil: str
    choice: str
    source: str


@dataclass(frozen=True, slots=True)
class MinutesSigned(_OfMeeting):
    """An edition of the minutes was signed and frozen."""

    verb: ClassVar[str] = "signed minutes"
    edition: int
    sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class CorrectionBegun(_OfMeeting):
    """Signed minutes are being corrected: a new edition is written, the old one stands."""

    verb: ClassVar[str] = "began to correct minutes"
    edition: int


@dataclass(frozen=True, slots=True)
class MinutesCirculated(_OfMeeting):
    """A signed copy went to people: how many, and how many it could not reach."""

    verb: ClassVar[str] = "circulated minutes"
    edition: int
    told: int
    left_out: int
