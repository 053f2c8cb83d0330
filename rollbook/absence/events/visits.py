"""What is announced of home visits: asked for, planned, out, back, and what was found at the door."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfVisit(Event):
    visit: uuid.UUID

    @property
    def subject(self) -> str:
        return f"home-visit:{self.visit}"


@dataclass(frozen=True, slots=True)
class _OfOuting(Event):
    visits_out: uuid.UUID

    @property
    def subject(self) -> str:
        return f"visits-out:{self.visits_out}"


@dataclass(frozen=True, slots=True)
class VisitAskedFor(_OfVisit):
    """A visit to the home of these pupils is wanted, how soon, and what asked for it."""

    verb: ClassVar[str] = "asked for a home visit"
    pupils: tuple[str, ...]
    urgency: str
    source: str


@dataclass(frozen=True, slots=True)
class VisitDropped(_OfVisit):
    """A home visit is no longer needed."""

    verb: ClassVar[str] = "dropped a home visit"


@dataclass(frozen=True, slots=True)
class VisitRisksNoted(_OfVisit):
    """What visitors must know of a home was written down or changed."""

    verb: ClassVar[str] = "noted the risks of a home visit"


@dataclass(frozen=True, slots=True)
class DoorAnswered(_OfVisit):
    """What was found at the door, in coded answers only."""

    verb: ClassVar[str] = "said what was found at the door"
    answer: uuid.UUID
    who: str
    inside: bool
    children_seen: int
    next_step: str


@dataclass(frozen=True, slots=True)
class DoorNoted(_OfVisit):
    """Something was written beside the answer at a door."""

    verb: ClassVar[str] = "wrote a note about a home visit"


@dataclass(frozen=True, slots=True)
class VisitsPlanned(_OfOuting):
    """Two people are to make some visits on a day."""

    verb: ClassVar[str] = "planned home visits"
    on: date
    visits: int


@dataclass(frozen=True, slots=True)
class VisitsChanged(_OfOuting):
    """The order of the visits was changed, one was added or taken out, or all were called off."""

    verb: ClassVar[str] = "changed planned home visits"
    what: str


@dataclass(frozen=True, slots=True)
class VisitorsLeft(_OfOuting):
    """The visitors have left; when they are expected back."""

    verb: ClassVar[str] = "left for home visits"
    due_back: datetime


@dataclass(frozen=True, slots=True)
class VisitorsBack(_OfOuting):
    """The visitors are back."""

    verb: ClassVar[str] = "came back from home visits"
    was_overdue: bool


@dataclass(frozen=True, slots=True)
class VisitorsOverdue(_OfOuting):
    """The visitors are not back when they were expected."""

    verb: ClassVar[str] = "noticed that visitors are overdue"
    due_back: datetime


@dataclass(frozen=True, slots=True)
class VisitPolicySet(Event):
    """When a home visit is due by the school's own policy, from a day on."""

    verb: ClassVar[str] = "set the policy of home visits"
    version: int
    from_day: date
