"""Internal rooms and their rolls: who is expected, who has not come, who is there, who has gone (REG-C)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.codes import in_force
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half
from rollbook.schools.queries import sites
from rollbook.site.models import Room, RoomStaff, RoomStay
from rollbook.site.queries.sources import Told

NO_ROOM = "There is no such room in this school, or its roll is not for you."


class StayState(StrEnum):
    """Where a stay stands at a moment."""

    EXPECTED = "expected"
    NOT_ARRIVED = "not arrived"
    HERE = "here"
    GONE = "gone"


_S = StayState


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room on a day: its numbers now, who runs it, and whether this person does."""

    id: int
    public_id: uuid.UUID
    name: str
    kind: str
    kind_says: str
    site: str
    wait: int
    first: date
    last: date | None
    staff: tuple[str, ...]
    staff_ids: tuple[int, ...]
    runs: bool
    here: int = 0
    expected: int = 0
    not_arrived: int = 0


@dataclass(frozen=True, slots=True)
class StayLine:
    """One pupil's stay as the roll shows it; `minutes` in the room, or overdue while not arrived.

    `marks` is what stands of today's sessions; `note` is empty for who only looks on.
    """

    public_id: uuid.UUID
    pupil: PupilLine
    state: StayState
    reason: str
    note: str
    sent_by: str
    expected_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    minutes: int
    moved_to: str
    told: bool
    marks: str


@dataclass(frozen=True, slots=True)
class RoomRoll:
    """A room's roll of a day at this moment; `moved` were checked in elsewhere, and nobody here has seen that yet."""

    room: RoomLine
    not_arrived: tuple[StayLine, ...]
    expected: tuple[StayLine, ...]
    here: tuple[StayLine, ...]
    moved: tuple[StayLine, ...]
    gone: tuple[StayLine, ...]
    version: str


def rooms_on(actor: Actor, on: date) -> tuple[RoomLine, ...]:
    """The rooms in use on a day, by name, with their numbers: three statements, and one where sites are named."""
    lines = _lines(actor, Room.objects.filter(_in_use(on)), on)
    counted = _counts(actor, lines, on)
    return tuple(
        replace(line, here=now[_S.HERE], expected=now[_S.EXPECTED], not_arrived=now[_S.NOT_ARRIVED])
        for line in lines
        for now in (counted[line.id],)
    )


def room_of(actor: Actor, public_id: uuid.UUID) -> RoomLine:
    """One room in use today, or NotFound: two statements."""
    found = _lines(actor, Room.objects.filter(_in_use(actor.today), public_id=public_id), actor.today)
    if not found:
        raise NotFound(NO_ROOM)
    return found[0]


def room_roll(actor: Actor, public_id: uuid.UUID) -> RoomRoll:
    """A room's roll now, for who runs it or sees who is on site: a fixed number of statements."""
    room = room_of(actor, public_id)
    if not (room.runs or actor.may(Permission.SEE_ON_SITE)):
        raise NotFound(NO_ROOM)
    rows = RoomStay.objects.filter(school_id=actor.school, room_id=room.id, on=actor.today, withdrawn_at=None)
    stays = _stays(actor, room, rows.select_related("moved_to"))
    by_state: dict[StayState, list[StayLine]] = {state: [] for state in StayState}
    for stay in stays:
        by_state[stay.state].append(stay)
    moved = [stay for stay in by_state[StayState.GONE] if stay.moved_to and not stay.told]
    return RoomRoll(
        room,
        not_arrived=tuple(by_state[StayState.NOT_ARRIVED]),
        expected=tuple(by_state[StayState.EXPECTED]),
        here=tuple(by_state[StayState.HERE]),
        moved=tuple(moved),
        gone=tuple(stay for stay in by_state[StayState.GONE] if stay not in moved),
        version=room_version(actor, room.id),
    )


def room_version(actor: Actor, room_id: int) -> str:
    """What changes with every change of a room's roll today: one statement."""
    rows = RoomStay.objects.filter(school_id=actor.school, room_id=room_id, on=actor.today)
    found = rows.aggregate(
        n=Count("id"),
        came=Count("began_at"),
        left=Count("ended_at"),
        gone=Count("withdrawn_at"),
        told=Count("told_at"),
        last=Max("id"),
    )
    return "-".join(str(found[key] or 0) for key in ("n", "came", "left", "gone", "told", "last"))


def on_my_roll(actor: Actor, pupil_id: int) -> bool:
    """Whether a pupil is on today's roll of a room that this person runs: at most four statements."""
    running = [room.id for room in rooms_on(actor, actor.today) if room.runs]
    rows = RoomStay.objects.filter(school_id=actor.school, on=actor.today, pupil_id=pupil_id, withdrawn_at=None)
    return rows.filter(room_id__in=running).exists()


def rooms_now(actor: Actor, pupils: Collection[int]) -> Mapping[int, str]:
    """Which of these pupils are in a room now, in words for a register: one statement."""
    rows = RoomStay.objects.filter(
        school_id=actor.school, on=actor.today, pupil_id__in=pupils, began_at__isnull=False, ended_at=None
    )
    found = rows.values_list("pupil_id", "room__name", "began_at")
    return {pupil: f"in {name} since {clock(began)}" for pupil, name, began in found if began}


def rooms_told(actor: Actor) -> Mapping[int, Told]:
    """Everybody in a room now, for the on-site list: one statement. Signing out at the desk ends a stay."""
    rows = RoomStay.objects.filter(school_id=actor.school, on=actor.today, began_at__isnull=False, ended_at=None)
    found = rows.order_by("began_at", "id").values_list("pupil_id", "room__name", "began_at")
    return {pupil: Told(name, f"in {name} since {clock(began)}") for pupil, name, began in found if began}


def clock(moment: datetime) -> str:
    """A moment by the school's clock, e.g. 10:20."""
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"


def note_place(public_id: uuid.UUID) -> str:
    """Where a stay's note belongs, to which its encryption is bound."""
    return f"stay:{public_id}:note"


def seeing_everybody(actor: Actor) -> Actor:
    """The same person, for the names on a roll that they run or send to; nothing else is asked with it."""
    return replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS})


def _in_use(on: date) -> Q:
    return Q(first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))


def _lines(actor: Actor, rooms: QuerySet[Room], on: date) -> tuple[RoomLine, ...]:
    rows = list(rooms.filter(school_id=actor.school).order_by("name", "id"))
    places = {place.id: place.name for place in sites(actor)} if any(row.site_id for row in rows) else {}
    staff: dict[int, list[tuple[int, str]]] = {}
    named = RoomStaff.objects.filter(_in_use(on), school_id=actor.school, room_id__in=[row.pk for row in rows])
    for room, user, name in named.order_by("name", "id").values_list("room_id", "user_id", "name"):
        staff.setdefault(room, []).append((user, name))
    return tuple(_line(actor, row, staff.get(row.pk, []), places.get(row.site_id or 0, "")) for row in rows)


def _line(actor: Actor, row: Room, staff: Iterable[tuple[int, str]], site: str) -> RoomLine:
    ids = tuple(user for user, _ in staff)
    return RoomLine(
        id=row.pk,
        public_id=row.public_id,
        name=row.name,
        kind=row.kind,
        kind_says=Room.Kind(row.kind).label,
        site=site,
        wait=row.wait,
        first=row.first,
        last=row.last,
        staff=tuple(name for _, name in staff),
        staff_ids=ids,
        runs=actor.may(Permission.TAKE_ANY_REGISTER) or actor.user_id in ids,
    )


def _counts(actor: Actor, rooms: Iterable[RoomLine], on: date) -> Mapping[int, Counter[StayState]]:
    waits = {room.id: timedelta(minutes=room.wait) for room in rooms}
    found: dict[int, Counter[StayState]] = {room: Counter() for room in waits}
    rows = RoomStay.objects.filter(school_id=actor.school, on=on, withdrawn_at=None, ended_at=None, room_id__in=waits)
    for room, expected, began in rows.values_list("room_id", "expected_at", "began_at"):
        late = expected is not None and actor.now >= expected + waits[room]
        found[room][_S.HERE if began else _S.NOT_ARRIVED if late else _S.EXPECTED] += 1
    return found


def _stays(actor: Actor, room: RoomLine, rows: QuerySet[RoomStay]) -> list[StayLine]:
    found = list(rows.order_by("expected_at", "began_at", "id"))
    keys = {row.pupil_id for row in found}
    pupils = {p.id: p for p in pupil_lines(seeing_everybody(actor), keys, actor.today)}
    marks = _marks(actor, keys)
    lines = [_stay(actor, room, row, pupils[row.pupil_id], marks) for row in found if row.pupil_id in pupils]
    return sorted(lines, key=lambda s: (s.expected_at or s.began_at or actor.now, s.pupil.order))


def _stay(actor: Actor, room: RoomLine, row: RoomStay, pupil: PupilLine, marks: Mapping[int, str]) -> StayLine:
    state = _state(actor, room, row)
    since = row.expected_at if state is StayState.NOT_ARRIVED else row.began_at
    until = row.ended_at or actor.now
    return StayLine(
        public_id=row.public_id,
        pupil=pupil,
        state=state,
        reason=RoomStay.Reason(row.reason).label if row.reason else "",
        note=decrypt(row.note, place=note_place(row.public_id)) if row.note and room.runs else "",
        sent_by=row.sent_by_name,
        expected_at=row.expected_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
        minutes=int((until - since).total_seconds()) // 60 if since else 0,
        moved_to=row.moved_to.name if row.moved_to else "",
        told=row.told_at is not None,
        marks=marks.get(row.pupil_id, ""),
    )


def _state(actor: Actor, room: RoomLine, row: RoomStay) -> StayState:
    if row.ended_at is not None:
        return StayState.GONE
    if row.began_at is not None:
        return StayState.HERE
    late = row.expected_at is not None and actor.now >= row.expected_at + timedelta(minutes=room.wait)
    return StayState.NOT_ARRIVED if late else StayState.EXPECTED


def _marks(actor: Actor, pupils: Collection[int]) -> Mapping[int, str]:
    """What stands of today's sessions and does not say that the pupil is on site: two statements."""
    codes = in_force(actor.today)
    found: dict[int, list[str]] = {}
    for half in Half:
        for pupil, mark in marks_on(actor, actor.today, half, pupils).items():
            if mark.code in codes and not codes[mark.code].on_site:
                found.setdefault(pupil, []).append(f"{half.label} marked {mark.code}")
    return {pupil: ", ".join(says) for pupil, says in found.items()}
