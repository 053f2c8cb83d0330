"""Hand-over notes for a person: what was left for them or their roles, and who has read it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from rollbook.audit.keys import decrypt
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.work.models import HandOverNote, NoteReading
from rollbook.work.queries.standing_in import StandingIn, may_read_for, standing_in

KEPT_IN_SIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read a note at a moment."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as its readers see it; `read` by this person, `own` when this person left it."""

    public_id: uuid.UUID
    on: date
    says: str
    for_whom: str
    by_name: str
    made_at: datetime
    own: bool
    read: bool
    readings: tuple[Reading, ...]
    done_at: datetime | None
    done_by: str


def notes_for(actor: Actor) -> tuple[NoteLine, ...]:
    """Open notes for and by this person, the newest first, then what was done in two weeks: four statements."""
    if actor.user_id is None:
        return ()
    around = standing_in(actor)
    recent = Q(done_at=None) | Q(done_at__gte=actor.now - KEPT_IN_SIGHT)
    rows = HandOverNote.objects.filter(recent, _theirs(actor, around), school_id=actor.school)
    found = list(rows.order_by("-made_at", "-id").prefetch_related("readings"))
    return tuple(sorted((_line(actor, row) for row in found), key=lambda line: line.done_at is not None))


def note_of(actor: Actor, note: uuid.UUID) -> HandOverNote | None:
    """The row of a note for or by this person; None for any other."""
    rows = HandOverNote.objects.select_for_update().filter(school_id=actor.school, public_id=note)
    return rows.filter(_theirs(actor, standing_in(actor))).first() if actor.user_id is not None else None


def unread_notes(actor: Actor) -> int:
    """How many open notes for this person they have not read: three statements."""
    if actor.user_id is None:
        return 0
    rows = HandOverNote.objects.filter(_theirs(actor, standing_in(actor)), school_id=actor.school, done_at=None)
    read = NoteReading.objects.filter(school_id=actor.school, user_id=actor.user_id)
    return rows.exclude(by_id=actor.user_id).exclude(pk__in=read.values("note_id")).count()


def place_of(note: uuid.UUID) -> str:
    """Where a note's words belong, to which their encryption is bound."""
    return f"hand-over-note:{note}"


def _theirs(actor: Actor, around: StandingIn) -> Q:
    """For them, their roles, or a colleague's role that they may read for; a colleague's own notes are private."""
    through = {role for one in around.colleagues for role in one.roles if may_read_for(actor, role)}
    return Q(for_id=actor.user_id) | Q(by_id=actor.user_id) | Q(for_id=None, role__in=around.roles | through)


def _line(actor: Actor, row: HandOverNote) -> NoteLine:
    readings = tuple(Reading(r.name, r.at) for r in sorted(row.readings.all(), key=lambda r: r.at))
    return NoteLine(
        public_id=row.public_id,
        on=row.on,
        says=decrypt(row.says, place=place_of(row.public_id)),
        for_whom=row.for_name or Role(row.role).label,
        by_name=row.by_name,
        made_at=row.made_at,
        own=row.by_id == actor.user_id,
        read=any(r.user_id == actor.user_id for r in row.readings.all()),
        readings=readings,
        done_at=row.done_at,
        done_by=row.done_by_name,
    )
