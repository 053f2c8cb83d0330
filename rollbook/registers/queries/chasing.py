"""Who was asked, told or sent for late registers, and the school's ladder for them (REG-B)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.registers.models import Chase, ChaseLadder, RegisterSave
from rollbook.rules.access import TITLES, Role
from rollbook.rules.actor import Actor
from rollbook.staff.queries import StaffMember, staff_members

TAKER = "taker"
_Place = tuple[str, int | None]
_COLUMNS = (
    *("public_id", "date", "register", "group_id", "name", "kind", "step", "post", "to_id", "to_name", "by_name", "at"),
    *("seen_at", "answered_at", "answer", "arrived_at", "back_at", "undone_at"),
)


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One person asked about a register, told of it by the ladder (`step`, from 1), or sent for it."""

    public_id: uuid.UUID
    on: date
    register: str
    group_id: int | None
    name: str
    kind: str
    step: int
    post: str
    to_id: int | None
    to_name: str
    by_name: str
    at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    answer: str
    arrived_at: datetime | None
    back_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """Whom the ladder names, after how many minutes past the register's time."""

    minutes: int
    who: str

    @property
    def label(self) -> str:
        return post_name(self.who)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who is told of a late register from a day on; `lesson_after` minutes after its start a lesson's is late."""

    version: int
    valid_from: date
    lesson_after: int
    steps: tuple[Step, ...]


def post_name(who: str) -> str:
    """Whom a step of the ladder names, as the office says it."""
    if who == TAKER:
        return "whoever takes it"
    return TITLES[Role(who)].lower() if who in set(Role) else who


def chases_on(actor: Actor, on: date) -> tuple[ChaseLine, ...]:
    """Everything that was done about a day's late registers and stands, the earliest first: one statement."""
    rows = Chase.objects.filter(school_id=actor.school, date=on, undone_at__isnull=True)
    return _lines(rows.order_by("at", "id").values_list(*_COLUMNS))


def asked_for(actor: Actor) -> tuple[ChaseLine, ...]:
    """Today's registers that this person is asked about or sent for, and that nobody has saved since.

    At most two statements; what they answered already, or have come back from, is not asked again.
    """
    if actor.user_id is None:
        return ()
    rows = Chase.objects.filter(school_id=actor.school, to_id=actor.user_id, date=actor.today)
    open_ones = rows.filter(undone_at__isnull=True, answered_at__isnull=True, back_at__isnull=True)
    lines = _lines(open_ones.order_by("-at", "-id").values_list(*_COLUMNS))
    if not lines:
        return ()
    saved = _saved_since(actor, min(line.at for line in lines))
    return tuple(line for line in lines if line.at >= saved.get(_place(line.register, line.group_id), line.at))


def ladders(actor: Actor) -> tuple[Ladder, ...]:
    """Every ladder the school ever set, the newest first: one statement."""
    rows = ChaseLadder.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(_ladder(row) for row in rows)


def ladder_on(actor: Actor, on: date) -> Ladder | None:
    """The ladder in force on a day, or None where the school has set none: one statement."""
    rows = ChaseLadder.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return _ladder(row) if row else None


def holders(members: Iterable[StaffMember], who: str, nc_year: str) -> list[tuple[int, str]]:
    """Who holds a post today; of a year group where the post is held for one."""
    return [
        (member.id, member.name)
        for member in members
        if member.is_active and any(r.role == who and r.nc_year in ("", nc_year) for r in member.now)
    ]


def staff_to_send(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Everybody of the school who could be sent to a room today, by name: one statement."""
    return tuple((m.id, m.name) for m in staff_members(actor) if m.is_active and m.now)


def _saved_since(actor: Actor, since: datetime) -> dict[_Place, datetime]:
    """The registers of today that were saved since a moment, with their last save."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date=actor.today, made_at__gte=since)
    found: dict[_Place, datetime] = {}
    for group, half, lesson, at in rows.order_by().values_list("group_id", "half", "lesson", "made_at"):
        place = (f"lesson:{lesson}", None) if lesson else ("pm" if half else "am", group)
        found[place] = max(at, found.get(place, at))
    return found


def _place(register: str, group: int | None) -> _Place:
    return (register, None) if group is None else (register.partition(":")[0], group)


def _lines(rows: Iterable[tuple[object, ...]]) -> tuple[ChaseLine, ...]:
    return tuple(ChaseLine(*row) for row in rows)  # type: ignore[arg-type]  # the columns above, in their order


def _ladder(row: ChaseLadder) -> Ladder:
    return Ladder(row.version, row.valid_from, row.lesson_after, tuple(Step(int(m), str(who)) for m, who in row.steps))
