"""The emergency lists: the one that is open, one with its people, and those that were kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.models import Roll, RollLine

_COLUMNS = (
    "public_id", "kind", "is_drill", "started_at", "started_by_name", "version", "closed_at", "closed_by_name", "note",
    "people", "missing",
)  # fmt: skip
NO_ROLL = "There is no such emergency list in this school, or it is closed."


@dataclass(frozen=True, slots=True)
class RollHead:
    """An emergency list without its people; `missing` are those expected and not seen."""

    public_id: uuid.UUID
    kind: str
    is_drill: bool
    started_at: datetime
    started_by: str
    version: int
    closed_at: datetime | None
    closed_by: str
    note: str
    people: int = 0
    missing: int = 0

    @property
    def title(self) -> str:
        return f"{self.kind} drill" if self.is_drill else self.kind

    @property
    def minutes(self) -> int | None:
        """How long it took, once it is closed."""
        return None if self.closed_at is None else int((self.closed_at - self.started_at).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Ticked:
    """Whether somebody was seen, by whom and when; empty until somebody says."""

    seen: bool
    by_name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """One line of an emergency list."""

    number: int
    name: str
    group: str
    why: str
    expected: bool
    ticked: Ticked


def open_roll(actor: Actor) -> RollHead | None:
    """The emergency list that is open now, if any: one statement."""
    found = _heads(Roll.objects.filter(school_id=actor.school, closed_at=None))
    return found[0] if found else None


def roll(actor: Actor, public_id: uuid.UUID) -> tuple[RollHead, tuple[Person, ...]]:
    """A list with its people: two statements. A closed one only for those who see who is on site."""
    found = _heads(Roll.objects.filter(school_id=actor.school, public_id=public_id))
    if not found or (found[0].closed_at is not None and not actor.may(Permission.SEE_ON_SITE)):
        raise NotFound(NO_ROLL)
    lines = RollLine.objects.filter(roll__school_id=actor.school, roll__public_id=public_id).order_by("number")
    return found[0], tuple(
        Person(n.number, n.name, n.group, n.why, n.expected, Ticked(n.seen, n.by_name, n.changed_at)) for n in lines
    )


def roll_version(actor: Actor, public_id: uuid.UUID) -> tuple[int, bool]:
    """The one number that phones ask for again and again, and whether the list is closed: one statement."""
    rows = Roll.objects.filter(school_id=actor.school, public_id=public_id)
    found = rows.values_list("version", "closed_at").first()
    if found is None:
        raise NotFound(NO_ROLL)
    return found[0], found[1] is not None


def ticks_of(actor: Actor, public_id: uuid.UUID) -> Mapping[int, Ticked]:
    """Who of a list was ticked or unticked so far, by number: one statement."""
    rows = RollLine.objects.filter(roll__school_id=actor.school, roll__public_id=public_id)
    found = rows.exclude(changed_at=None).order_by("number").values_list("number", "seen", "by_name", "changed_at")
    return {number: Ticked(seen, by, at) for number, seen, by, at in found}


def rolls_kept(actor: Actor) -> tuple[RollHead, ...]:
    """The last fifty closed lists, the latest first: one statement."""
    actor.require(Permission.SEE_ON_SITE)
    return _heads(Roll.objects.filter(school_id=actor.school).exclude(closed_at=None), slice(50))


def _heads(rows: QuerySet[Roll], part: slice = slice(None)) -> tuple[RollHead, ...]:
    counted = rows.annotate(
        people=Count("lines", filter=Q(lines__expected=True)),
        missing=Count("lines", filter=Q(lines__expected=True, lines__seen=False)),
    )
    found = counted.order_by("-started_at", "-id").values_list(*_COLUMNS)
    return tuple(RollHead(public_id, Roll.Kind(kind).label, *rest) for public_id, kind, *rest in found[part])
