"""The emergency lists: the one that is open, one with its people, and those that were kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.queries import NeedLine, needs_when_the_alarm_goes
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.models import Roll, RollLine
from rollbook.site.queries.gathering import dinners, needed_kinds

_COLUMNS = (
    "public_id", "kind", "is_drill", "started_at", "started_by_name", "version", "closed_at", "closed_by_name", "note",
    "people", "missing", "last_seen_at",
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
    last_seen_at: datetime | None = None

    @property
    def says(self) -> str:
        return str(Roll.Kind(self.kind).label)

    @property
    def title(self) -> str:
        return f"{self.says} drill" if self.is_drill else self.says

    @property
    def minutes(self) -> int | None:
        """How long it took, once it is closed."""
        return None if self.closed_at is None else int((self.closed_at - self.started_at).total_seconds()) // 60

    @property
    def accounted(self) -> str:
        """How long until the last of those expected was seen, as "4 min 12 s"; empty while anybody is missing."""
        return took(self.started_at, self.last_seen_at) if self.people and not self.missing else ""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Whether somebody was seen, by whom, when and where; empty until somebody says."""

    seen: bool
    by_name: str
    at: datetime | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of an emergency list; `where` they should be found, `needs` what must be done for them.

    `token` stands for the line on a phone, where a page gives it one.
    """

    number: int
    name: str
    group: str
    why: str
    expected: bool
    ticked: Ticked
    where: str = ""
    needs: tuple[str, ...] = ()
    token: str = ""


@dataclass(frozen=True, slots=True)
class PartOfRoll:
    """A form, room or assembly point of a kept list: how many, how many never seen, how long it took."""

    name: str
    people: int
    missing: int
    took: str


def open_roll(actor: Actor) -> RollHead | None:
    """The emergency list that is open now, if any: one statement."""
    found = _OPEN.rows(school=actor.school)
    return RollHead(*found[0]) if found else None


def roll(actor: Actor, public_id: uuid.UUID) -> tuple[RollHead, tuple[Person, ...]]:
    """A list with its people: four statements while it is open, two when it is closed.

    A closed one only for those who see who is on site; what pupils need stands only on an open one.
    """
    found = _heads(Roll.objects.filter(school_id=actor.school, public_id=public_id))
    if not found or (found[0].closed_at is not None and not actor.may(Permission.SEE_ON_SITE)):
        raise NotFound(NO_ROLL)
    head = found[0]
    rows = RollLine.objects.filter(roll__school_id=actor.school, roll__public_id=public_id).order_by("number")
    lines = list(rows)
    needs = _needs(actor, head, lines) if head.closed_at is None else {}
    return head, tuple(_person(line, needs.get(line.pupil_id or 0, ())) for line in lines)


def roll_version(actor: Actor, public_id: uuid.UUID) -> tuple[int, bool]:
    """The one number that phones ask for again and again, and whether the list is closed: one statement."""
    rows = Roll.objects.filter(school_id=actor.school, public_id=public_id)
    found = rows.values_list("version", "closed_at").first()
    if found is None:
        raise NotFound(NO_ROLL)
    return found[0], found[1] is not None


def numbers_on(actor: Actor, public_id: uuid.UUID) -> tuple[int, ...]:
    """The numbers of the lines of a list: one statement."""
    rows = RollLine.objects.filter(roll__school_id=actor.school, roll__public_id=public_id)
    return tuple(rows.values_list("number", flat=True))


def ticks_of(actor: Actor, public_id: uuid.UUID) -> Mapping[int, Ticked]:
    """Who of a list was ticked or unticked so far, by number: one statement."""
    rows = RollLine.objects.filter(roll__school_id=actor.school, roll__public_id=public_id)
    columns = ("number", "seen", "by_name", "changed_at", "seen_at")
    found = rows.exclude(changed_at=None).order_by("number").values_list(*columns)
    return {number: Ticked(seen, by, at, place) for number, seen, by, at, place in found}


def rolls_kept(actor: Actor) -> tuple[RollHead, ...]:
    """The last fifty closed lists, the latest first: one statement."""
    actor.require(Permission.SEE_ON_SITE)
    return _heads(Roll.objects.filter(school_id=actor.school).exclude(closed_at=None), slice(50))


def parts_of(head: RollHead, named: Iterable[tuple[str, Sequence[Person]]]) -> tuple[PartOfRoll, ...]:
    """How long each part of a list took, in the order given."""
    found = []
    for name, people in named:
        left = sum(not p.ticked.seen for p in people)
        last = max((p.ticked.at for p in people if p.ticked.at and p.ticked.seen), default=None)
        found.append(PartOfRoll(name, len(people), left, "" if left else took(head.started_at, last)))
    return tuple(found)


def took(begun: datetime, done: datetime | None) -> str:
    """A span as people say it after a drill: "4 min 12 s"."""
    if done is None:
        return ""
    minutes, seconds = divmod(max(0, int((done - begun).total_seconds())), 60)
    return f"{minutes} min {seconds} s"


def _needs(actor: Actor, head: RollHead, lines: Sequence[RollLine]) -> Mapping[int, tuple[str, ...]]:
    """What the pupils of an open list need; where they eat only if the alarm went while their year did."""
    years = {line.pupil_id: line.nc_year for line in lines if line.pupil_id is not None}
    found = needs_when_the_alarm_goes(actor, tuple(years), (*needed_kinds(head.kind), "dinner"))
    eating = {year for d in dinners(actor, set(years.values())) if d.lasts(head.started_at) for year in d.years}
    return {pupil: tuple(n.short for n in own if _shown(n, years[pupil] in eating)) for pupil, own in found.items()}


def _shown(need: NeedLine, eating: bool) -> bool:
    return need.kind != "dinner" or eating


def _person(n: RollLine, needs: tuple[str, ...]) -> Person:
    ticked = Ticked(n.seen, n.by_name, n.changed_at, n.seen_at)
    return Person(n.number, n.name, n.group, n.why, n.expected, ticked, n.where, needs)


def _heads(rows: QuerySet[Roll], part: slice = slice(None)) -> tuple[RollHead, ...]:
    return tuple(RollHead(*row) for row in _counted(rows)[part])


def _counted(rows: QuerySet[Roll]) -> QuerySet[Roll, tuple[Any, ...]]:
    expected = Q(lines__expected=True)
    counted = rows.annotate(
        people=Count("lines", filter=expected),
        missing=Count("lines", filter=expected & Q(lines__seen=False)),
        last_seen_at=Max("lines__changed_at", filter=expected & Q(lines__seen=True)),
    )
    return counted.order_by("-started_at", "-id").values_list(*_COLUMNS)


_OPEN = Prepared(lambda: _counted(Roll.objects.filter(school_id=given("school"), closed_at=None)))
