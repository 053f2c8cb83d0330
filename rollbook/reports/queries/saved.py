"""Saved reports and when they are sent, as the page of reports shows them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from rollbook.reports.models import SavedReport, Schedule
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import school_line
from rollbook.staff.queries import staff_names

SHARED_WITH = tuple(SavedReport.SharedWith.choices)
EVERY = tuple(Schedule.Every.choices)
NO_SAVED = "There is no such saved report, or it is not shared with you."


@dataclass(frozen=True, slots=True)
class SavedLine:
    """What was kept of a report; `mine` may be changed by this reader, `from_here` is of this school."""

    public_id: uuid.UUID
    kind: str
    name: str
    asked: Mapping[str, object]
    shared: str
    shared_says: str
    by_name: str
    made_at: datetime
    mine: bool
    from_here: bool


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """When a saved report is sent and to whom: `at` in minutes after midnight."""

    public_id: uuid.UUID
    every: str
    every_says: str
    weekday: int
    at: int
    readers: tuple[str, ...]
    by_name: str
    sent_for: date | None


def saved_reports(actor: Actor, kind: str = "") -> tuple[SavedLine, ...]:
    """One's own, the school's and the trust's saved reports by name, of a kind or of every kind: two statements."""
    rows = _seen(actor).filter(Q(kind=kind) if kind else ~Q(kind="list")).order_by("name", "id")
    return tuple(_line(actor, row) for row in rows)


def saved_report(actor: Actor, public_id: uuid.UUID) -> SavedLine:
    """One of them, or NotFound."""
    row = _seen(actor).filter(public_id=public_id).first()
    if row is None:
        raise NotFound(NO_SAVED)
    return _line(actor, row)


def schedules_of(actor: Actor, public_id: uuid.UUID) -> tuple[ScheduleLine, ...]:
    """When a saved report is sent from this school: three statements at most."""
    rows = Schedule.objects.filter(school_id=actor.school, saved__public_id=public_id, ended_at=None)
    found = list(rows.prefetch_related("readers").order_by("id"))
    names = staff_names(actor, {reader.user_id for row in found for reader in row.readers.all()}) if found else {}
    return tuple(
        ScheduleLine(
            row.public_id,
            row.every,
            row.get_every_display(),
            row.weekday,
            row.at,
            tuple(sorted(names.get(reader.user_id, "somebody who has left") for reader in row.readers.all())),
            row.by_name,
            row.sent_for,
        )
        for row in found
    )


def _seen(actor: Actor) -> QuerySet[SavedReport]:
    own = Q(school_id=actor.school) & (Q(by_id=actor.user_id) | ~Q(shared=SavedReport.SharedWith.NOBODY))
    trust = school_line(actor).trust_id
    theirs = Q(shared=SavedReport.SharedWith.TRUST, trust_id=trust) if trust else Q(pk=None)
    return SavedReport.objects.filter(own | theirs, retired_at=None)


def _line(actor: Actor, row: SavedReport) -> SavedLine:
    return SavedLine(
        row.public_id,
        row.kind,
        row.name,
        row.asked,
        row.shared,
        row.get_shared_display(),
        row.by_name,
        row.made_at,
        mine=row.school_id == actor.school and row.by_id == actor.user_id,
        from_here=row.school_id == actor.school,
    )
