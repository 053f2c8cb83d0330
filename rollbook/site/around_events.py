"""What is announced around the school day: clubs, lunch passes, supply, boarding houses, messages from the police."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _Club(Event):
    """A club."""

    club: uuid.UUID

    @property
    def subject(self) -> str:
        return f"club:{self.club}"


@dataclass(frozen=True, slots=True)
class ClubMade(_Club):
    """A club begins."""

    verb: ClassVar[str] = "began a club"
    kind: str


@dataclass(frozen=True, slots=True)
class ClubEnded(_Club):
    """A club is held for the last time on a day."""

    verb: ClassVar[str] = "ended a club"
    last: date


@dataclass(frozen=True, slots=True)
class _AboutPupil(Event):
    """Something about one pupil."""

    pupil: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class ClubPlaceGiven(_AboutPupil):
    """A pupil is on a club's roll."""

    verb: ClassVar[str] = "gave a place in a club"
    club: uuid.UUID
    walks_home: bool


@dataclass(frozen=True, slots=True)
class ClubPlaceEnded(_AboutPupil):
    """A pupil is on a club's roll no more."""

    verb: ClassVar[str] = "ended a place in a club"
    club: uuid.UUID


@dataclass(frozen=True, slots=True)
class ClubTicked(_AboutPupil):
    """What a club's roll says of a pupil; never a mark."""

    verb: ClassVar[str] = "ticked a pupil at a club"
    club: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True)
class _RollCall(Event):
    """A roll-call of a boarding house."""

    roll_call: uuid.UUID

    @property
    def subject(self) -> str:
        return f"roll-call:{self.roll_call}"


@dataclass(frozen=True, slots=True)
class RollCallMade(_RollCall):
    """A roll-call begins."""

    verb: ClassVar[str] = "began a roll-call"


@dataclass(frozen=True, slots=True)
class RollCallEnded(_RollCall):
    """A roll-call is held for the last time on a day."""

    verb: ClassVar[str] = "ended a roll-call"
    last: date


@dataclass(frozen=True, slots=True)
class BoarderTicked(_AboutPupil):
    """What a roll-call says of a boarder; never a mark."""

    verb: ClassVar[str] = "ticked a boarder at a roll-call"
    roll_call: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True)
class LeaveAgreed(_AboutPupil):
    """A boarder may leave the house until a moment."""

    verb: ClassVar[str] = "noted a leave from the house"
    leave: uuid.UUID
    kind: str
    due: datetime


@dataclass(frozen=True, slots=True)
class LeaveWithdrawn(_AboutPupil):
    """A leave that was agreed is not taken."""

    verb: ClassVar[str] = "withdrew a leave from the house"
    leave: uuid.UUID


@dataclass(frozen=True, slots=True)
class LunchPassGiven(_AboutPupil):
    """A pupil may go out at lunch."""

    verb: ClassVar[str] = "gave a lunch pass"
    lunch_pass: uuid.UUID


@dataclass(frozen=True, slots=True)
class LunchPassEnded(_AboutPupil):
    """A pupil may go out at lunch no more."""

    verb: ClassVar[str] = "ended a lunch pass"
    lunch_pass: uuid.UUID


@dataclass(frozen=True, slots=True)
class TurnedBackAtGate(_AboutPupil):
    """A pupil wanted out at lunch and may not now; `has_pass` where it was only too early."""

    verb: ClassVar[str] = "turned a pupil back at the gate"
    has_pass: bool


@dataclass(frozen=True, slots=True)
class _PoliceMessage(Event):
    """A message from the police; the trail does not say about whom."""

    message: uuid.UUID

    @property
    def subject(self) -> str:
        return f"police-message:{self.message}"


@dataclass(frozen=True, slots=True)
class PoliceMessagePassedOn(_PoliceMessage):
    """The safeguarding lead is to know at once."""

    verb: ClassVar[str] = "passed a message from the police on"


@dataclass(frozen=True, slots=True)
class PoliceMessageOpened(_PoliceMessage):
    """Somebody it is for has read it."""

    verb: ClassVar[str] = "opened a message from the police"


@dataclass(frozen=True, slots=True)
class PoliceMessageClosed(_PoliceMessage):
    """What was done about it is written down."""

    verb: ClassVar[str] = "closed a message from the police"
