"""Who is expected in a room, who comes and who goes; a pupil is in one room at a time (REG-C).

Whoever runs a room keeps its roll; whoever takes registers may send a pupil there. What being in a
room says of the session's mark is the registers' to decide (`mark_seen`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of, public_ids_of
from rollbook.registers.actions.many import lock_many
from rollbook.registers.actions.seen import SeenOutcome, mark_seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.year_row import year_of
from rollbook.site.actions.moving import NO_PUPIL, SLACK, move
from rollbook.site.events import CheckedIn, CheckedOut, MoveSeen, SentToRoom, StayWithdrawn
from rollbook.site.models import Movement, RoomStay
from rollbook.site.queries.finding import may_send
from rollbook.site.queries.movements import last_kind
from rollbook.site.queries.rooms import RoomLine, note_place, room_of, seeing_everybody

NO_STAY = "There is no such pupil on this room's roll any more. Load the page again."
MOST = 400
SOURCE = "room"
_TAKES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of checking pupils in: how many came, were in another room, were marked, stand otherwise."""

    came: int
    moved: int = 0
    marked: int = 0
    conflicts: int = 0
    told_desk: int = 0


@action(*_TAKES)
def expect_in_room(
    actor: Actor,
    *,
    room: uuid.UUID,
    pupils: Sequence[str],
    at: datetime,
    reason: str = "",
    note: str = "",
) -> int:
    """Expect these pupils in a room at a moment of any day to come, or of today: how many are new on its roll.

    For who runs the room; who is on that day's roll already for that moment is not put there twice.
    """
    line = _run(actor, room)
    people = _people(actor, pupils)
    if not people:
        raise Refused("Choose at least one pupil.")
    if len(people) > MOST:
        raise Refused(f"That is more than {MOST} pupils for one roll. Do it in parts.")
    if at.astimezone(LONDON).date() < actor.today:
        raise Refused("This day is past. A roll is made for today or a day to come.")
    on = at.astimezone(LONDON).date()
    rows = RoomStay.objects.filter(school_id=actor.school, room_id=line.id, on=on, expected_at=at, withdrawn_at=None)
    there = set(rows.values_list("pupil_id", flat=True))
    new = [p for p in people if p.id not in there]
    RoomStay.objects.bulk_create([_new(actor, line, p, uuid.uuid4(), at, reason, note) for p in new])
    if new:
        record(actor, SentToRoom(line.public_id, tuple(str(p.public_id) for p in new)))
    else:
        record_nothing_changed()
    return len(new)


@action(*_TAKES)
def send_to_room(
    actor: Actor, *, room: uuid.UUID, stay_id: uuid.UUID, pupil: str, reason: str = "", note: str = ""
) -> None:
    """Send a pupil to a room now; the same `stay_id` again is one sending."""
    line = room_of(actor, room)
    people = _people(actor, [pupil])
    if not people or not (line.runs or may_send(actor, people[0])):
        raise NotFound(NO_PUPIL)
    if RoomStay.objects.filter(school_id=actor.school, public_id=stay_id).exists():
        record_nothing_changed()
        return
    _new(actor, line, people[0], stay_id, actor.now, reason, note).save()
    record(actor, SentToRoom(line.public_id, (pupil,)))


@action(*_TAKES)
def check_in(actor: Actor, *, room: uuid.UUID, stays: Sequence[uuid.UUID], at: datetime | None = None) -> Entered:
    """Those expected have come, now or at an earlier moment of today; who is checked in already stays so."""
    line, moment = _run(actor, room), _moment(actor, at)
    found = _rows(actor, line, stays)
    rows = [row for row in found if row.began_at is None and row.withdrawn_at is None]
    if not found:
        raise NotFound(NO_STAY)
    if not rows:
        record_nothing_changed()
        return Entered(0)
    return _enter(actor, line, rows, moment)


@action(*_TAKES)
def walk_in(
    actor: Actor, *, room: uuid.UUID, stay_id: uuid.UUID, pupil: str, reason: str = "", at: datetime | None = None
) -> Entered:
    """A pupil has come to the room: expected there now, or not expected at all.

    Who is on the roll and has not come yet is checked in there; the same `stay_id` again changes nothing.
    """
    line, moment = _run(actor, room), _moment(actor, at)
    people = _people(actor, [pupil])
    if not people:
        raise NotFound(NO_PUPIL)
    rows = RoomStay.objects.filter(school_id=actor.school, room_id=line.id, pupil_id=people[0].id, on=actor.today)
    here = rows.filter(began_at__isnull=False, ended_at=None).exists()
    if here or RoomStay.objects.filter(school_id=actor.school, public_id=stay_id).exists():
        record_nothing_changed()
        return Entered(0)
    row = rows.filter(began_at=None, withdrawn_at=None).order_by("expected_at", "id").first()
    if row is None:
        row = _new(actor, line, people[0], stay_id, None, reason, "")
        row.save()
    return _enter(actor, line, [row], moment)


@action(*_TAKES)
def check_out(actor: Actor, *, room: uuid.UUID, stays: Sequence[uuid.UUID], at: datetime | None = None) -> int:
    """These pupils have left the room; how many were in it."""
    line, moment = _run(actor, room), _moment(actor, at)
    rows = [row for row in _rows(actor, line, stays) if row.began_at and row.ended_at is None]
    if not rows:
        record_nothing_changed()
        return 0
    for row in rows:
        row.ended_at, row.out_by_name = max(moment, row.began_at or moment), actor.name
    RoomStay.objects.bulk_update(rows, ["ended_at", "out_by_name"])
    record(actor, CheckedOut(line.public_id, _public(actor, rows)))
    return len(rows)


@action(*_TAKES)
def withdraw_stay(actor: Actor, *, room: uuid.UUID, stay: uuid.UUID) -> None:
    """A pupil is not expected after all: for who runs the room. What was entered stays readable."""
    line = _run(actor, room)
    row = next(iter(_rows(actor, line, [stay])), None)
    if row is None:
        raise NotFound(NO_STAY)
    if row.began_at is not None:
        raise Refused("This pupil has come. Check them out instead.")
    if row.withdrawn_at is not None:
        record_nothing_changed()
        return
    RoomStay.objects.filter(pk=row.pk).update(withdrawn_at=actor.now, withdrawn_by_name=actor.name)
    record(actor, StayWithdrawn(line.public_id, _public(actor, [row])[0]))


@action(*_TAKES)
def see_move(actor: Actor, *, room: uuid.UUID, stay: uuid.UUID) -> None:
    """Somebody of the room has seen that a pupil of its roll was checked in elsewhere."""
    line = _run(actor, room)
    row = next(iter(_rows(actor, line, [stay])), None)
    if row is None:
        raise NotFound(NO_STAY)
    if row.moved_to_id is None or row.told_at is not None:
        record_nothing_changed()
        return
    RoomStay.objects.filter(pk=row.pk).update(told_at=actor.now)
    record(actor, MoveSeen(line.public_id, _public(actor, [row])[0]))


def _enter(actor: Actor, room: RoomLine, rows: list[RoomStay], at: datetime) -> Entered:
    """Check these rows in, under the mutex of their pupils; what they were in elsewhere ends (one room at a time)."""
    public = public_ids_of(actor, {row.pupil_id for row in rows})
    lock_many(actor, set(public.values()), {year_of(actor.today)})
    mine = {row.pk for row in rows}
    others = RoomStay.objects.filter(
        school_id=actor.school, pupil_id__in=public, began_at__isnull=False, ended_at=None
    ).exclude(pk__in=mine)
    open_by_pupil = {row.pupil_id: row for row in others.select_for_update()}
    first = list({row.pupil_id: row for row in reversed(rows)}.values())  # expected twice: the first is meant
    for row in first:
        row.began_at, row.in_by_name = at, actor.name
        if other := open_by_pupil.get(row.pupil_id):
            _end_the_earlier(actor, row, other)
    RoomStay.objects.bulk_update(list(open_by_pupil.values()), ["ended_at", "out_by_name", "moved_to"])
    RoomStay.objects.bulk_update(first, ["began_at", "in_by_name", "ended_at", "out_by_name", "moved_to"])
    moved = [row for row in open_by_pupil.values() if row.moved_to_id]
    record(actor, CheckedIn(room.public_id, tuple(sorted(public[row.pupil_id] for row in first)), len(moved)))
    people = pupil_lines(seeing_everybody(actor), public, actor.today)
    seen = mark_seen(actor, pupils=people, at=at, source=SOURCE)
    told = _tell_desk(actor, people, seen, at, lambda pupil: _arrival_of(first, pupil))
    return Entered(len(first), len(moved), seen.marked, seen.conflicts, told)


def _end_the_earlier(actor: Actor, new: RoomStay, other: RoomStay) -> None:
    """The later check-in ends the earlier stay, also where the later was written down first."""
    began = other.began_at
    if began is None or new.began_at is None:
        return
    if other.on != new.on:  # nobody checked the pupil out that day
        other.ended_at = max(began, datetime.combine(other.on, time(23, 59), tzinfo=LONDON))
        other.out_by_name = "nobody"
    elif began <= new.began_at:
        other.ended_at, other.out_by_name, other.moved_to_id = new.began_at, actor.name, new.room_id
    else:
        new.ended_at, new.out_by_name, new.moved_to_id = began, other.in_by_name, other.room_id


def _tell_desk(
    actor: Actor, people: Iterable[PupilLine], seen: SeenOutcome, at: datetime, id_of: Callable[[PupilLine], uuid.UUID]
) -> int:
    """Who stands as absent and is here has come late: a movement, so that the desk confirms the lawful code.

    Rare, and each is weighed for itself: two pupils marked absent are two questions.
    """
    told = 0
    for pupil in (p for p in people if p.id in seen.absent):
        last = last_kind(actor, pupil.id)
        if last in (Movement.Kind.ARRIVED, Movement.Kind.RETURNED):
            continue
        kind = Movement.Kind.RETURNED if last else Movement.Kind.ARRIVED
        move(actor, pupil, id_of(pupil), kind, at, source=SOURCE)
        told += 1
    return told


def _arrival_of(rows: Iterable[RoomStay], pupil: PupilLine) -> uuid.UUID:
    return next(uuid.uuid5(row.public_id, "arrived") for row in rows if row.pupil_id == pupil.id)


def _run(actor: Actor, room: uuid.UUID) -> RoomLine:
    line = room_of(actor, room)
    if not line.runs:
        raise NotAllowed(f"You do not run {line.name}. Those named for it do, and the attendance office.")
    return line


def _people(actor: Actor, pupils: Sequence[str]) -> tuple[PupilLine, ...]:
    lines = pupil_lines(seeing_everybody(actor), tuple(ids_of(actor, pupils).values()), actor.today)
    return tuple(p for p in lines if p.first_day and p.first_day <= actor.today <= (p.last_day or actor.today))


def _rows(actor: Actor, room: RoomLine, stays: Sequence[uuid.UUID]) -> list[RoomStay]:
    rows = RoomStay.objects.select_for_update().filter(
        school_id=actor.school, room_id=room.id, on=actor.today, public_id__in=list(stays)
    )
    return list(rows.order_by("pupil_id", "expected_at", "id"))


def _new(
    actor: Actor, room: RoomLine, pupil: PupilLine, stay_id: uuid.UUID, at: datetime | None, reason: str, note: str
) -> RoomStay:
    return RoomStay(
        school_id=actor.school,
        public_id=stay_id,
        room_id=room.id,
        pupil_id=pupil.id,
        on=at.astimezone(LONDON).date() if at else actor.today,
        reason=RoomStay.Reason(reason),
        note=encrypt(note.strip(), place=note_place(stay_id)) if note.strip() else b"",
        expected_at=at,
        sent_by_name=actor.name,
        made_at=actor.now,
    )


def _moment(actor: Actor, at: datetime | None) -> datetime:
    if at is None:
        return actor.now
    if at > actor.now + SLACK:
        raise Refused("This moment is still to come. Write when the pupil came or went.", rule="REG-16")
    if at.astimezone(LONDON).date() != actor.today:
        raise Refused("A roll is kept on its own day. Leave the time empty for now.")
    return min(at, actor.now)


def _public(actor: Actor, rows: Iterable[RoomStay]) -> tuple[str, ...]:
    return tuple(sorted(public_ids_of(actor, {row.pupil_id for row in rows}).values()))
