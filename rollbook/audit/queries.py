"""What the trail says was done: for pages that show when something was last done, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from rollbook.audit.events import Event, name_of
from rollbook.audit.models import AuditEntry
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the trail; `detail` holds the event's fields as they were written."""

    at: datetime
    by_name: str
    by_role: str
    detail: Mapping[str, object]


def told_of(actor: Actor, event: type[Event], subject: str) -> tuple[Told, ...]:
    """Every time this was done to a subject of the actor's school, the latest first: one statement."""
    rows = AuditEntry.objects.filter(school_id=actor.school, subject=subject, verb=name_of(event))
    return tuple(Told(row.at, row.by_name, row.by_role, row.detail) for row in rows.order_by("-at", "-id"))


def told_since(actor: Actor, event: type[Event], kind: str, since: datetime) -> tuple[Told, ...]:
    """Every time since a moment that this was done to subjects of a kind (`pupil`, `staff`), the latest first."""
    rows = AuditEntry.objects.filter(school_id=actor.school, subject__startswith=f"{kind}:", at__gte=since)
    found = rows.filter(verb=name_of(event)).order_by("-at", "-id")
    return tuple(Told(row.at, row.by_name, row.by_role, row.detail) for row in found)


@dataclass(frozen=True, slots=True)
class DoneByOthers:
    """A verb that somebody else did, how often, and when last."""

    verb: str
    by_name: str
    times: int
    last_at: datetime


def done_by_others(actor: Actor, since: datetime) -> tuple[DoneByOthers, ...]:
    """What everybody but the actor did in the school after a moment, counted by verb and person: one statement."""
    rows = AuditEntry.objects.filter(school_id=actor.school, at__gt=since).exclude(by_id=actor.user_id)
    counted = rows.values("verb", "by_name").annotate(times=Count("id"), last_at=Max("at")).order_by("verb", "by_name")
    return tuple(DoneByOthers(**row) for row in counted)


# A transaction that began earlier may be told of later, with a lower number: so far back it is looked for.
_LATE = 1_000


@dataclass(frozen=True, slots=True)
class Trail:
    """How far the trail of a school had come: how many entries after a number."""

    after: int
    count: int


def trail_now(actor: Actor, *, besides: frozenset[str]) -> Trail:
    """How far the trail has come, without verbs that do not matter: two statements."""
    newest = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    after = max(0, newest - _LATE)
    return Trail(after, _counted(actor, after, besides))


def nothing_done_since(actor: Actor, trail: Trail, *, besides: frozenset[str]) -> bool:
    """Whether nothing that matters was done in the school since the trail was looked at: one statement."""
    return _counted(actor, trail.after, besides) == trail.count


def _counted(actor: Actor, after: int, besides: frozenset[str]) -> int:
    here = Q(school_id=actor.school) | Q(school_id=None)
    return AuditEntry.objects.filter(here, id__gt=after).exclude(verb__in=besides).count()


def last_done(actor: Actor, event: type[Event], subject: str) -> datetime | None:
    """When this was last done to a subject of the actor's school; None where it never was: one statement."""
    rows = AuditEntry.objects.filter(school_id=actor.school, subject=subject, verb=name_of(event))
    return rows.order_by("-at").values_list("at", flat=True).first()
