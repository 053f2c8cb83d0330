"""What is announced of awards: ids, days and counts; never names, never reasons."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class AwardRuleSet(Event):
    """What an award asks was set, or changed from now on; its version."""

    verb: ClassVar[str] = "set an award rule"
    rule: uuid.UUID
    kind: str
    number: int

    @property
    def subject(self) -> str:
        return f"award-rule:{self.rule}"


@dataclass(frozen=True, slots=True)
class AwardRuleRetired(Event):
    """An award is not given any more."""

    verb: ClassVar[str] = "retired an award rule"
    rule: uuid.UUID

    @property
    def subject(self) -> str:
        return f"award-rule:{self.rule}"


@dataclass(frozen=True, slots=True)
class _OfRun(Event):
    run: uuid.UUID

    @property
    def subject(self) -> str:
        return f"award-run:{self.run}"


@dataclass(frozen=True, slots=True)
class AwardRunBegun(_OfRun):
    """An award was looked into for some days."""

    verb: ClassVar[str] = "began an award"
    rule: uuid.UUID
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class AwardDecidedByHand(_OfRun):
    """A person left a child out, or gave it all the same, or went back to the rule; the reason is kept with it."""

    verb: ClassVar[str] = "decided an award by hand"
    pupil: str
    decision: str


@dataclass(frozen=True, slots=True)
class AwardsGiven(_OfRun):
    """An award was given: how many, and how many of them by hand."""

    verb: ClassVar[str] = "gave awards"
    number: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class AwardsTakenBack(_OfRun):
    """What was given in a run was taken back; why is kept with it."""

    verb: ClassVar[str] = "took awards back"
    number: int


@dataclass(frozen=True, slots=True)
class AwardRunDropped(_OfRun):
    """A run that was never given was given up."""

    verb: ClassVar[str] = "gave up an award that was begun"
