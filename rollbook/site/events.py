"""What the front desk and the searches announce."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _Movement(Event):
    """A pupil's movement at a moment; `half` and `proposed` where a code follows from it."""

    pupil: str
    movement: uuid.UUID
    at: datetime
    half: int | None
    proposed: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class PupilArrived(_Movement):
    """A pupil came in late."""

    verb: ClassVar[str] = "signed in, late"


@dataclass(frozen=True, slots=True)
class PupilLeft(_Movement):
    """A pupil left early."""

    verb: ClassVar[str] = "signed out"


@dataclass(frozen=True, slots=True)
class PupilReturned(_Movement):
    """A pupil who had left came back."""

    verb: ClassVar[str] = "signed in again"


@dataclass(frozen=True, slots=True)
class MovementSettled(Event):
    """What a movement proposed was confirmed, or the mark was left as it stood (empty code)."""

    verb: ClassVar[str] = "settled the mark after a movement"
    pupil: str
    movement: uuid.UUID
    code: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class MovementTakenBack(Event):
    """A movement was entered by mistake and counts no more."""

    verb: ClassVar[str] = "took back a movement"
    pupil: str
    movement: uuid.UUID

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class KioskMade(Event):
    """A device at the door got its address."""

    verb: ClassVar[str] = "made a kiosk"
    kiosk: uuid.UUID

    @property
    def subject(self) -> str:
        return f"kiosk:{self.kiosk}"


@dataclass(frozen=True, slots=True)
class KioskRevoked(Event):
    """A device's address was made useless."""

    verb: ClassVar[str] = "revoked a kiosk"
    kiosk: uuid.UUID

    @property
    def subject(self) -> str:
        return f"kiosk:{self.kiosk}"


@dataclass(frozen=True, slots=True)
class KioskMissed(Event):
    """A try at a kiosk found nobody; how many there were in a row."""

    verb: ClassVar[str] = "found nobody at a kiosk"
    kiosk: uuid.UUID
    failed: int

    @property
    def subject(self) -> str:
        return f"kiosk:{self.kiosk}"


@dataclass(frozen=True, slots=True)
class _Visit(Event):
    """Somebody else's time on site."""

    visit: uuid.UUID
    kind: str

    @property
    def subject(self) -> str:
        return f"visit:{self.visit}"


@dataclass(frozen=True, slots=True)
class VisitExpected(_Visit):
    """Somebody is expected."""

    verb: ClassVar[str] = "expects a visitor"


@dataclass(frozen=True, slots=True)
class VisitorArrived(_Visit):
    """Somebody signed in."""

    verb: ClassVar[str] = "signed a visitor in"


@dataclass(frozen=True, slots=True)
class VisitorLeft(_Visit):
    """Somebody signed out."""

    verb: ClassVar[str] = "signed a visitor out"


@dataclass(frozen=True, slots=True)
class DeskEntryLogged(Event):
    """A delivery, message or question came to the desk."""

    verb: ClassVar[str] = "wrote in the desk's log"
    entry: uuid.UUID
    kind: str

    @property
    def subject(self) -> str:
        return f"desk-entry:{self.entry}"


@dataclass(frozen=True, slots=True)
class DeskEntryDone(Event):
    """It was dealt with."""

    verb: ClassVar[str] = "dealt with an entry of the desk's log"
    entry: uuid.UUID

    @property
    def subject(self) -> str:
        return f"desk-entry:{self.entry}"


@dataclass(frozen=True, slots=True)
class AssemblyPointsSet(Event):
    """Where year groups gather was said anew; for how many."""

    verb: ClassVar[str] = "set the assembly points"
    points: int


@dataclass(frozen=True, slots=True)
class RollStarted(Event):
    """An emergency list was opened."""

    verb: ClassVar[str] = "opened the emergency list"
    roll: uuid.UUID
    kind: str
    is_drill: bool
    people: int

    @property
    def subject(self) -> str:
        return f"roll:{self.roll}"


@dataclass(frozen=True, slots=True)
class RollTicked(Event):
    """People were ticked at an assembly point; how many in one sending."""

    verb: ClassVar[str] = "ticked people on the emergency list"
    roll: uuid.UUID
    ticks: int

    @property
    def subject(self) -> str:
        return f"roll:{self.roll}"


@dataclass(frozen=True, slots=True)
class RollClosed(Event):
    """An emergency list was closed; how many were never seen."""

    verb: ClassVar[str] = "closed the emergency list"
    roll: uuid.UUID
    missing: int

    @property
    def subject(self) -> str:
        return f"roll:{self.roll}"


@dataclass(frozen=True, slots=True)
class _Search(Event):
    """A pupil is missing from a lesson; `is_drill` where it is only practised."""

    pupil: str
    search: uuid.UUID
    is_drill: bool

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class PupilMissing(_Search):
    """A pupil is on the register of this session and is not in the lesson."""

    verb: ClassVar[str] = "reported missing from a lesson"


@dataclass(frozen=True, slots=True)
class SearchStepTaken(_Search):
    """Something was done about it; `kind` says what."""

    verb: ClassVar[str] = "took a step in looking for a pupil"
    kind: str


@dataclass(frozen=True, slots=True)
class LeftTheSite(_Search):
    """The pupil has left the site: a missing child, at once."""

    verb: ClassVar[str] = "found that a pupil has left the site"


@dataclass(frozen=True, slots=True)
class SearchEnded(_Search):
    """The pupil was found, or was never missing; after how many minutes."""

    verb: ClassVar[str] = "ended looking for a pupil"
    outcome: str
    minutes: int


@dataclass(frozen=True, slots=True)
class _Room(Event):
    """Something about an internal room."""

    room: uuid.UUID

    @property
    def subject(self) -> str:
        return f"room:{self.room}"


@dataclass(frozen=True, slots=True)
class RoomSet(_Room):
    """A room was set up or changed: how many staff run it."""

    verb: ClassVar[str] = "set up a room"
    kind: str
    staff: int


@dataclass(frozen=True, slots=True)
class RoomEnded(_Room):
    """A room is not in use any more after that day."""

    verb: ClassVar[str] = "gave up a room"
    last: date


@dataclass(frozen=True, slots=True)
class SentToRoom(_Room):
    """Pupils are expected in a room, or were sent there."""

    verb: ClassVar[str] = "expects pupils in a room"
    pupils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedIn(_Room):
    """Pupils came into a room; `moved` of them were in another one by its roll."""

    verb: ClassVar[str] = "checked in to a room"
    pupils: tuple[str, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class CheckedOut(_Room):
    """Pupils left a room."""

    verb: ClassVar[str] = "checked out of a room"
    pupils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StayWithdrawn(_Room):
    """A pupil is not expected in a room after all."""

    verb: ClassVar[str] = "expects a pupil in a room no more"
    pupil: str


@dataclass(frozen=True, slots=True)
class MoveSeen(_Room):
    """Somebody of a room has seen that a pupil was checked in elsewhere."""

    verb: ClassVar[str] = "saw that a pupil is in another room"
    pupil: str
