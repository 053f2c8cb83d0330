"""What the trail says was done: for pages that show when something was last done, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
