"""What is announced of pupils who are elsewhere together, and of whose word is taken for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _Outing(Event):
    """Something about pupils who are elsewhere together."""

    outing: uuid.UUID

    @property
    def subject(self) -> str:
        return f"outing:{self.outing}"


@dataclass(frozen=True, slots=True)
class OutingPlanned(_Outing):
    """A trip, placement or provider's session was planned; how many pupils go."""

    verb: ClassVar[str] = "planned an outing"
    code: str
    pupils: int


@dataclass(frozen=True, slots=True)
class OutingConfirmed(_Outing):
    """Somebody said who was there in one session, and who was not."""

    verb: ClassVar[str] = "confirmed an outing"
    on: date
    half: int
    there: int
    not_there: int


@dataclass(frozen=True, slots=True)
class OutingAsked(_Outing):
    """The leader of an outing was asked to confirm a session."""

    verb: ClassVar[str] = "asked who was on an outing"
    on: date
    half: int


@dataclass(frozen=True, slots=True)
class OutingLinkMade(_Outing):
    """An address was made by which somebody outside confirms one day."""

    verb: ClassVar[str] = "made a link for an outing"
    link: uuid.UUID
    on: date


@dataclass(frozen=True, slots=True)
class OutingLinkRevoked(_Outing):
    """Such an address was made useless."""

    verb: ClassVar[str] = "revoked a link for an outing"
    link: uuid.UUID


@dataclass(frozen=True, slots=True)
class OutingLinkOpened(_Outing):
    """Somebody outside opened such an address for the first time."""

    verb: ClassVar[str] = "opened a link for an outing"
    link: uuid.UUID
