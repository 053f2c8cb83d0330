"""What the front desk and the searches announce."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
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
