"""Meetings in lists: what is to come, what is to be minuted, and those about a pupil (CASE-C)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q

from rollbook.audit.keys import decrypt
from rollbook.meetings.models import Meeting, MeetingPupil, Person
from rollbook.meetings.places import person_place
from rollbook.meetings.queries.opening import rows_for
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import BY_KEY, MeetingKind, Part, Reply, kind_of

MOST = 200


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    TO_MINUTE = "to-minute"
    SIGNED = "signed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"planned": "Planned", "to-minute": "To be minuted", "signed": "Signed", "cancelled": "Cancelled"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in a list; `pupils` are those whom this person may know of, `others` how many more there are.

    `who` are the names of those asked, without those who were taken off; `coming` and `unanswered` count them.
    """

    id: int
    public_id: uuid.UUID
    kind: MeetingKind
    stage: str
    at: datetime
    length: int
    place: str
    source: str
    state: State
    signed_at: datetime | None
    pupils: tuple[PupilLine, ...]
    others: int
    who: tuple[str, ...]
    coming: int
    unanswered: int
    uninvited: int

    @property
    def title(self) -> str:
        return self.kind.titled(self.stage)

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.length)


def meetings_between(actor: Actor, first: date, last: date) -> tuple[MeetingLine, ...]:
    """The meetings of these days that this person may see, the earliest first: four statements."""
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = rows_for(actor).filter(at__gte=begins, at__lt=ends)
    return lines_of(actor, list(rows.order_by("at", "id")[:MOST]))


def upcoming(actor: Actor) -> tuple[MeetingLine, ...]:
    """What is to come from today on and is not cancelled, the earliest first: four statements."""
    midnight = datetime.combine(actor.today, time(), LONDON)
    rows = rows_for(actor).filter(at__gte=midnight, cancelled_at=None, signed_at=None)
    return lines_of(actor, list(rows.order_by("at", "id")[:MOST]))


def to_be_minuted(actor: Actor) -> tuple[MeetingLine, ...]:
    """What was held before today and is not signed, the oldest first: four statements."""
    midnight = datetime.combine(actor.today, time(), LONDON)
    rows = rows_for(actor).filter(at__lt=midnight, cancelled_at=None, signed_at=None)
    return lines_of(actor, list(rows.order_by("at", "id")[:MOST]))


def signed_lately(actor: Actor, *, days: int = 60) -> tuple[MeetingLine, ...]:
    """What was signed or cancelled in the last days, the newest first: four statements."""
    since = actor.now - timedelta(days=days)
    rows = rows_for(actor).filter(Q(signed_at__gte=since) | Q(cancelled_at__gte=since))
    return lines_of(actor, list(rows.order_by("-at", "-id")[:MOST]))


def meetings_of(actor: Actor, pupil: int) -> tuple[MeetingLine, ...]:
    """Every meeting about a pupil (key), the newest first: four statements."""
    rows = rows_for(actor).filter(pupils__pupil_id=pupil)
    return lines_of(actor, list(rows.order_by("-at", "-id")[:MOST]))


def meetings_from(actor: Actor, source: str) -> tuple[MeetingLine, ...]:
    """The meetings that a source called, and those that followed them, the newest first: five statements."""
    threads = list(Meeting.objects.filter(school_id=actor.school, source=source).values_list("thread", flat=True))
    rows = rows_for(actor).filter(thread__in=threads)
    return lines_of(actor, list(rows.order_by("-at", "-id")[:MOST]))


def lines_of(actor: Actor, rows: Collection[Meeting]) -> tuple[MeetingLine, ...]:
    """These rows as lines, without those about nobody whom this person may know of: three statements, or none."""
    if not rows:
        return ()
    ids = [row.pk for row in rows]
    about: dict[int, list[int]] = defaultdict(list)
    for meeting, pupil in (
        MeetingPupil.objects.filter(school_id=actor.school, meeting_id__in=ids)
        .order_by("meeting_id", "position", "id")
        .values_list("meeting_id", "pupil_id")
    ):
        about[meeting].append(pupil)
    known = {line.id: line for line in pupil_lines(actor, {p for those in about.values() for p in those}, actor.today)}
    people = _people(actor, ids)
    lines = (_line(actor, row, about[row.pk], known, people.get(row.pk, ())) for row in rows)
    return tuple(line for line in lines if line.pupils or _is_holder_of_all(actor))


def state_of(actor: Actor, row: Meeting) -> State:
    """Where a meeting stands at this moment."""
    if row.cancelled_at is not None:
        return State.CANCELLED
    if row.signed_at is not None:
        return State.SIGNED
    return State.PLANNED if row.at > actor.now else State.TO_MINUTE


def _is_holder_of_all(actor: Actor) -> bool:
    return actor.may(Permission.HOLD_MEETINGS) and actor.may(Permission.SEE_ALL_PUPILS)


def _people(actor: Actor, ids: Collection[int]) -> Mapping[int, tuple[Person, ...]]:
    found: dict[int, tuple[Person, ...]] = defaultdict(tuple)
    rows = Person.objects.filter(school_id=actor.school, meeting_id__in=ids, withdrawn_at=None)
    for row in rows.order_by("meeting_id", "id"):
        found[row.meeting_id] += (row,)
    return found


def _line(
    actor: Actor, row: Meeting, about: list[int], known: Mapping[int, PupilLine], people: tuple[Person, ...]
) -> MeetingLine:
    outside = [one for one in people if one.part != Part.PUPIL]
    pupils = tuple(known[pupil] for pupil in about if pupil in known)
    return MeetingLine(
        id=row.pk,
        public_id=row.public_id,
        kind=kind_of(row.kind) if row.kind in BY_KEY else BY_KEY["other"],
        stage=row.stage,
        at=row.at,
        length=row.length,
        place=row.place,
        source=row.source,
        state=state_of(actor, row),
        signed_at=row.signed_at,
        pupils=pupils,
        others=len(about) - len(pupils),
        who=tuple(decrypt(one.name, place=person_place(one.public_id, "name")) for one in outside),
        coming=sum(one.reply == Reply.COMING for one in outside),
        unanswered=sum(one.reply == Reply.NONE for one in outside),
        uninvited=sum(one.invited_sequence != row.sequence for one in outside),
    )
