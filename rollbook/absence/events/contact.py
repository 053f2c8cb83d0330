"""What is announced about reaching families on the first day: ids, ways and outcomes, never words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfPupil(Event):
    """Something about one pupil."""

    pupil: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class ContactOutcome(_OfPupil):
    """What came of trying to reach a family: aware, unaware, unreachable, no answer …"""

    verb: ClassVar[str] = "noted what came of reaching a family"
    on: date
    half: int
    outcome: str


@dataclass(frozen=True, slots=True)
class ContactTakenBack(_OfPupil):
    """Something noted about reaching a family was a mistake."""

    verb: ClassVar[str] = "took back what was noted about reaching a family"
    entry: uuid.UUID


@dataclass(frozen=True, slots=True)
class FamilyUnaware(_OfPupil):
    """The family believes that the child is in school: a missing child, at once."""

    verb: ClassVar[str] = "found that a family believes the child is in school"
    on: date
    half: int
    search: uuid.UUID


@dataclass(frozen=True, slots=True)
class RoundBegun(Event):
    """Families of a session without a reason are being reached from now on."""

    verb: ClassVar[str] = "began to reach the families of a session"
    on: date
    half: int


@dataclass(frozen=True, slots=True)
class StepsTaken(Event):
    """Steps of the ladder were taken; for how many pupils, in how many messages, and how many are to be rung."""

    verb: ClassVar[str] = "took the ladder's next steps"
    on: date
    half: int
    pupils: int
    messages: int
    to_ring: int


@dataclass(frozen=True, slots=True)
class SentElsewhereNoted(Event):
    """A first-day message that a person sent on to another address was noted as a try, for how many pupils."""

    verb: ClassVar[str] = "noted that a message was sent to another address"
    message: uuid.UUID
    on: date
    half: int
    pupils: int


@dataclass(frozen=True, slots=True)
class SweepTicked(Event):
    """A place was asked whether a missing child is there."""

    verb: ClassVar[str] = "looked whether missing pupils are in a place"
    on: date
    half: int
    place: str


@dataclass(frozen=True, slots=True)
class EscalationTaken(_OfPupil):
    """A step was taken about a family whom nobody can reach: further contacts, a visit, the police."""

    verb: ClassVar[str] = "took a step about a family who cannot be reached"
    on: date
    half: int
    way: str


@dataclass(frozen=True, slots=True)
class ProfessionalTold(_OfPupil):
    """A social worker, youth-justice worker, carer or virtual school was told that the child is missing."""

    verb: ClassVar[str] = "told a professional that a pupil is missing"
    on: date
    half: int
    professional: uuid.UUID


@dataclass(frozen=True, slots=True)
class ProfessionalSet(_OfPupil):
    """Who looks after a child from outside was noted, or is no longer so."""

    verb: ClassVar[str] = "noted who is told of a pupil's absence outside the school"
    professional: uuid.UUID


@dataclass(frozen=True, slots=True)
class ContactHeld(_OfPupil):
    """The safeguarding lead holds contact about a child, or with one contact."""

    verb: ClassVar[str] = "held contact"
    hold: uuid.UUID
    with_one: bool


@dataclass(frozen=True, slots=True)
class HoldEnded(_OfPupil):
    """Contact may be made again."""

    verb: ClassVar[str] = "ended the hold on contact"
    hold: uuid.UUID


@dataclass(frozen=True, slots=True)
class ContactLadderSet(Event):
    """From a day on, how families are reached on the first day."""

    verb: ClassVar[str] = "set the ladder of first-day contact"
    version: int
    from_day: date
    steps: int


@dataclass(frozen=True, slots=True)
class ChildLadderSet(_OfPupil):
    """One child's family is reached in another way from now on, or as all are again."""

    verb: ClassVar[str] = "set how a pupil's family is reached"


@dataclass(frozen=True, slots=True)
class CorrectionsSent(Event):
    """Families who were told wrongly that a child is missing were told that the child is in school."""

    verb: ClassVar[str] = "corrected wrong messages"
    on: date
    half: int
    messages: int
