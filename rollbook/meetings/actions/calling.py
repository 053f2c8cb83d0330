"""Calling a meeting, moving it, cancelling it, and what is to be talked about (CASE-C)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.meetings.actions.people import Asked, keep_people
from rollbook.meetings.actions.standing import standing
from rollbook.meetings.events import MeetingCalled, MeetingCancelled, MeetingChanged, MeetingMoved
from rollbook.meetings.models import Meeting, MeetingPupil
from rollbook.meetings.places import meeting_place
from rollbook.meetings.queries.opening import NO_MEETING, rows_for
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import check_time, kind_of, stage_of
from rollbook.rules.refused import NotFound, Refused

LONGEST_PLACE, LONGEST_ITEM, MOST_ITEMS, MOST_PUPILS = 200, 200, 40, 120
NO_PUPIL = "There is no such pupil in this school, or none that you may see."


@action(Permission.HOLD_MEETINGS)
def call_meeting(
    actor: Actor,
    *,
    kind: str,
    pupils: Sequence[int],
    at: datetime,
    minutes: int,
    place: str,
    people: Sequence[Asked] = (),
    agenda: Sequence[str] | None = None,
    stage: str = "",
    follows: uuid.UUID | None = None,
    source: str = "",
) -> uuid.UUID:
    """Call a meeting about these pupils (keys), at a moment (aware), for so many minutes, at a place; gives its id.

    Once for each `source`: the same again gives the meeting that was called. Without an agenda it has that
    of its kind and stage. `follows` is the meeting before it, whose open action points it takes along.
    Nobody is written to yet: that is `invite`.
    """
    if source and (there := Meeting.objects.filter(school_id=actor.school, source=source).first()):
        record_nothing_changed()
        return there.public_id
    chosen = kind_of(kind)
    step = stage_of(chosen, stage)
    before = _before(actor, follows)
    about = dict.fromkeys(pupils)
    lines = {line.id: line for line in pupil_lines(actor, about, actor.today)}
    if not about or set(lines) != set(about):
        raise NotFound(NO_PUPIL)
    if len(about) > MOST_PUPILS:
        raise Refused(f"A meeting is about {MOST_PUPILS} pupils at most; this would be {len(about)}.")
    check_time(at, minutes, actor.now)
    ref = uuid.uuid4()
    row = Meeting(
        school_id=actor.school,
        public_id=ref,
        kind=chosen.key,
        stage=step.key,
        source=source,
        at=at,
        length=minutes,
        place=_place(place),
        agenda=_sealed(ref, agenda or step.agenda),
        follows=before,
        thread=before.thread if before else ref,
        called_at=actor.now,
        called_by_id=actor.user_id,
        called_by_name=actor.name,
    )
    try:
        row.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused("Somebody else has just called this meeting. Look there: it is called once.") from taken
    MeetingPupil.objects.bulk_create(
        [MeetingPupil(school_id=actor.school, meeting=row, pupil_id=key, position=n) for n, key in enumerate(about)]
    )
    keep_people(actor, row, people, lines)
    whom = tuple(str(lines[key].public_id) for key in about)
    record(actor, MeetingCalled(ref, chosen.key, step.key, whom, at, source, str(follows or "")))
    return ref


@action(Permission.HOLD_MEETINGS)
def move_meeting(
    actor: Actor, *, meeting: uuid.UUID, at: datetime, minutes: int | None = None, place: str | None = None
) -> None:
    """Put a meeting to another moment, length or place; the calendars it is in are told at the next `invite`."""
    row = standing(actor, meeting)
    length, where = minutes or row.length, row.place if place is None else _place(place)
    if (at, length, where) == (row.at, row.length, row.place):
        return record_nothing_changed()
    check_time(at, length, actor.now)
    was, row.at, row.length, row.place = row.at, at, length, where
    row.sequence += 1
    row.save(update_fields=["at", "length", "place", "sequence"])
    return record(actor, MeetingMoved(meeting, was, at, row.sequence))


@action(Permission.HOLD_MEETINGS)
def cancel_meeting(actor: Actor, *, meeting: uuid.UUID, reason: str) -> None:
    """Say that a meeting is not held, and why; `invite` tells those who were asked."""
    row = standing(actor, meeting)
    if not reason.strip():
        raise Refused("Write why the meeting is not held.")
    row.cancelled_at, row.cancelled_by_name = actor.now, actor.name
    row.cancelled_why = encrypt(reason.strip(), place=meeting_place(meeting, "cancelled"))
    row.sequence += 1
    row.save(update_fields=["cancelled_at", "cancelled_by_name", "cancelled_why", "sequence"])
    record(actor, MeetingCancelled(meeting, row.source))


@action(Permission.HOLD_MEETINGS)
def set_agenda(actor: Actor, *, meeting: uuid.UUID, agenda: Sequence[str]) -> None:
    """Say what is to be talked about, in order."""
    row = standing(actor, meeting)
    items = _items(agenda)
    if items == json.loads(decrypt(row.agenda, place=meeting_place(meeting, "agenda"))):
        return record_nothing_changed()
    row.agenda = _sealed(meeting, items)
    row.save(update_fields=["agenda"])
    return record(actor, MeetingChanged(meeting, "agenda"))


@action(Permission.HOLD_MEETINGS)
def fill_pack(actor: Actor, *, meeting: uuid.UUID, pupil: int, done: str, asked: str) -> None:
    """Write what has been done for a pupil (key), and what is asked of the authority."""
    row = standing(actor, meeting)
    one = MeetingPupil.objects.filter(school_id=actor.school, meeting=row, pupil_id=pupil).first()
    if one is None or not pupil_lines(actor, [pupil], actor.today):
        raise NotFound("This meeting is not about that pupil.")
    for what, said in (("done", done), ("asked", asked)):
        kept = encrypt(said.strip(), place=meeting_place(meeting, what, pupil)) if said.strip() else b""
        setattr(one, what, kept)
    one.save(update_fields=["done", "asked"])
    record(actor, MeetingChanged(meeting, "pack"))


@action(Permission.HOLD_MEETINGS)
def add_pupils(actor: Actor, *, meeting: uuid.UUID, pupils: Sequence[int]) -> int:
    """Put more pupils (keys) into a meeting about many; how many were not in it yet."""
    row = standing(actor, meeting)
    if not kind_of(row.kind).many:
        raise Refused("Only a meeting about many pupils takes more of them. Call a meeting for each family.")
    there = set(row.pupils.values_list("pupil_id", flat=True))
    new = [key for key in dict.fromkeys(pupils) if key not in there]
    if {line.id for line in pupil_lines(actor, new, actor.today)} != set(new):
        raise NotFound(NO_PUPIL)
    if not new:
        record_nothing_changed()
        return 0
    first = len(there)
    if first + len(new) > MOST_PUPILS:
        raise Refused(f"A meeting is about {MOST_PUPILS} pupils at most; this would be {first + len(new)}.")
    MeetingPupil.objects.bulk_create(
        [
            MeetingPupil(school_id=actor.school, meeting=row, pupil_id=key, position=first + n)
            for n, key in enumerate(new)
        ]
    )
    record(actor, MeetingChanged(meeting, "pupils"))
    return len(new)


def _before(actor: Actor, follows: uuid.UUID | None) -> Meeting | None:
    if follows is None:
        return None
    row = rows_for(actor).filter(public_id=follows).first()
    if row is None:
        raise NotFound(NO_MEETING)
    return row


def _place(typed: str) -> str:
    place = " ".join(typed.split())
    if not place:
        raise Refused("Say where the meeting is: a room, a telephone call, a video call.")
    if len(place) > LONGEST_PLACE:
        raise Refused(f"Say in at most {LONGEST_PLACE} characters where the meeting is.")
    return place


def _items(agenda: Sequence[str]) -> list[str]:
    items = [" ".join(item.split())[:LONGEST_ITEM] for item in agenda if item.strip()]
    if len(items) > MOST_ITEMS:
        raise Refused(f"An agenda has {MOST_ITEMS} items at most; this has {len(items)}.")
    return items


def _sealed(meeting: uuid.UUID, agenda: Sequence[str]) -> bytes:
    kept = json.dumps(_items(agenda), ensure_ascii=False)
    return encrypt(kept, place=meeting_place(meeting, "agenda"))
