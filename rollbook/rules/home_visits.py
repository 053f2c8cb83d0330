"""Home visits: what may be answered at a door, what follows from it, and from when a visit is due.

Nobody goes in when only children are at home (VIS-1); two go, and somebody waits for them (VIS-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rollbook.rules.actor import LONDON
from rollbook.rules.sources import refuse

LONGEST_OUT = timedelta(hours=6)


class Urgency(StrEnum):
    """How soon a home must be visited."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"

    @property
    def label(self) -> str:
        return {"now": "At once", "today": "Today", "soon": "In the next days"}[self]

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)


class Who(StrEnum):
    """Who answered the door."""

    PARENT = "parent"
    ADULT = "adult"
    CHILDREN = "children"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {
            "parent": "A parent or carer",
            "adult": "Another adult",
            "children": "Only children at home",
            "nobody": "Nobody",
        }[self]

    @property
    def is_grown_up(self) -> bool:
        return self in (Who.PARENT, Who.ADULT)


class NextStep(StrEnum):
    """What is to be done after the door."""

    NONE = "none"
    RING = "ring"
    AGAIN = "again"
    MEET = "meet"
    DSL = "dsl"
    POLICE = "police"

    @property
    def label(self) -> str:
        return {
            "none": "Nothing more",
            "ring": "Ring the family",
            "again": "Visit again",
            "meet": "Invite the family to school",
            "dsl": "Tell the safeguarding lead",
            "police": "Ask the police for a welfare check",
        }[self]


class Seen(StrEnum):
    """Whether a child was seen, and spoken to without the adults."""

    NO = "no"
    SEEN = "seen"
    ALONE = "alone"

    @property
    def label(self) -> str:
        return {"no": "Not seen", "seen": "Seen", "alone": "Seen and spoken to alone"}[self]


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What the visitors say was found; `children` holds each pupil's id with what was seen of them."""

    who: Who
    inside: bool
    children: tuple[tuple[int, Seen], ...]
    card_left: bool
    next_step: NextStep

    @property
    def is_for_dsl(self) -> bool:
        """Whether the safeguarding lead is told at once, whatever else is done (VIS-1)."""
        return self.who is Who.CHILDREN or self.next_step in (NextStep.DSL, NextStep.POLICE)


def check(found: AtTheDoor) -> None:
    """Refuse an answer that must not be given: somebody went in where only children were, or nobody (VIS-1)."""
    if found.inside and found.who is Who.CHILDREN:
        raise refuse(
            "VIS-1",
            "Nobody goes inside when only children are at home. Stay at the door, leave the card, and tell the "
            "safeguarding lead. If somebody did go in, do not write it here: ring the safeguarding lead now.",
        )
    if found.inside and found.who is Who.NOBODY:
        raise refuse("VIS-1", "Nobody answered, so nobody can have gone inside. Change one of the two answers.")
    if found.who is Who.NOBODY and any(seen is Seen.ALONE for _, seen in found.children):
        raise refuse("VIS-1", "Nobody answered, so no child can have been spoken to. Change one of the two answers.")


@dataclass(frozen=True, slots=True)
class VisitRule:
    """The school's own rule in force: from how many school days without a word, between which hours."""

    after_days: int
    vulnerable_days: int
    earliest: int
    latest: int
    minutes_out: int

    def is_due(self, days: int, *, vulnerable: bool) -> bool:
        """Whether a home is due a visit after so many school days without a word."""
        return days >= (self.vulnerable_days if vulnerable else self.after_days)

    def is_in_hours(self, moment: datetime) -> bool:
        """Whether visitors may leave at this moment, by English local time."""
        at = moment.astimezone(LONDON)
        return self.earliest <= at.hour * 60 + at.minute <= self.latest

    @property
    def hours(self) -> str:
        return f"{_clock(self.earliest)} to {_clock(self.latest)}"


# What holds until a school sets its own: the guidance names no day, most schools' policies the third.
USUAL = VisitRule(after_days=3, vulnerable_days=1, earliest=9 * 60, latest=17 * 60, minutes_out=60)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
