"""The registers board: every registration group of a session, taken, open, late or missing (REG-B)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.queries.groups import GroupLine, groups_of, own_groups
from rollbook.pupils.queries.members import members_of
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.marks import MarkLine, marks_of_day, marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.codes import in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import SessionTimes, is_school_day, times_of

REGISTRATION = "registration"


class RegisterState(StrEnum):
    """Where one register stands at a moment."""

    NOT_OPEN = "not open yet"
    OPEN = "open"
    TAKEN = "taken"
    PARTLY = "partly marked"
    MISSING = "not taken"


@dataclass(frozen=True, slots=True)
class Saved:
    """When a register was saved first and last, and by whom last."""

    first: datetime
    last: datetime
    by_name: str

    def late_for(self, on: date) -> date | None:
        """The day of the first save, where it came after the session's own day."""
        first = self.first.astimezone(LONDON).date()
        return first if first > on else None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One register on the board; `overdue` is minutes past its close, for those who may see lateness of staff."""

    group: GroupLine
    state: RegisterState
    size: int
    marked: int
    absent: int
    late: int
    no_reason: int
    opens: datetime | None
    closes: datetime | None
    overdue: int | None
    taken_at: datetime | None
    taken_by: str
    saved: Saved | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Every register of one session; `meets` is false on a day without school."""

    on: date
    half: Half
    meets: bool
    rows: tuple[BoardRow, ...]

    def count(self, *states: RegisterState) -> int:
        return sum(row.state in states for row in self.rows)

    @property
    def waiting(self) -> tuple[BoardRow, ...]:
        """The registers that are late or unfinished, the longest overdue first."""
        late = (r for r in self.rows if r.state in (RegisterState.MISSING, RegisterState.PARTLY))
        return tuple(sorted(late, key=lambda r: (r.closes or datetime.max.replace(tzinfo=LONDON), r.group.id)))


def board(actor: Actor, on: date, half: Half) -> Board:
    """The board of a session: a fixed number of statements, however many groups or pupils."""
    meets = is_school_day(actor, on)
    groups = tuple(g for g in groups_of(actor, REGISTRATION, on) if g.size) if meets else ()
    return Board(on, half, meets, _rows(actor, groups, on, half, whole=True))


def own_board(actor: Actor, on: date, half: Half) -> Board:
    """The board of just the registers that this person takes that day, as tutor, teacher or cover."""
    meets = is_school_day(actor, on)
    groups = tuple(g for g in own_groups(actor, on) if _is_register(g, on)) if meets else ()
    return Board(on, half, meets, _rows(actor, groups, on, half, whole=False))


def _is_register(group: GroupLine, on: date) -> bool:
    """A form keeps its tutor into the next year, but not its pupils."""
    return group.kind == REGISTRATION and group.year == year_of(on) and group.size > 0


def both_halves(actor: Actor, on: date) -> tuple[tuple[Half, tuple[BoardRow, ...]], ...]:
    """The rows of both sessions of a school day, what they share asked once: six statements."""
    groups = tuple(g for g in groups_of(actor, REGISTRATION, on) if g.size)
    times = times_of(actor, on)
    members = members_of(actor, [g.id for g in groups], on)
    marks, saves = marks_of_day(actor, on), _saves(actor, on, *Half)
    return tuple(
        (
            half,
            tuple(
                _row(actor, g, half, times, members.get(g.id, ()), marks[half], saves[half].get(g.id)) for g in groups
            ),
        )
        for half in Half
    )


def _rows(actor: Actor, groups: tuple[GroupLine, ...], on: date, half: Half, *, whole: bool) -> tuple[BoardRow, ...]:
    times = times_of(actor, on)
    members = members_of(actor, [g.id for g in groups], on)
    marks = marks_on(actor, on, half, None if whole else [m for own in members.values() for m in own])
    saves = _saves(actor, on, half)[half]
    return tuple(_row(actor, g, half, times, members.get(g.id, ()), marks, saves.get(g.id)) for g in groups)


def _saves(actor: Actor, on: date, *halves: Half) -> Mapping[Half, Mapping[int, Saved]]:
    # Put in order here: asked to, the database walks the whole chain instead of the session's few saves.
    saves = sorted(_SAVES.rows(school=actor.school, on=on, halves=tuple(map(int, halves))))
    found: dict[Half, dict[int, Saved]] = {half: {} for half in halves}
    for _, _, half, group, at, by in saves:
        own = found[Half(half)]
        own[group] = Saved(own[group].first if group in own else at, at, by)
    return found


_SAVES = Prepared(
    lambda: (
        RegisterSave.objects.filter(
            school_id=given("school"),
            date=given("on", "day"),
            half__in=given("halves", "number", many=True),
            group__isnull=False,
        )
        .order_by()
        .values_list("chain_year", "seq", "half", "group_id", "made_at", "by_name")
    )
)


def _row(
    actor: Actor,
    group: GroupLine,
    half: Half,
    times: SessionTimes,
    members: tuple[int, ...],
    marks: Mapping[int, MarkLine],
    saved: Saved | None,
) -> BoardRow:
    known = in_force(times.on)
    found = [marks[m] for m in members if m in marks]
    codes = Counter(mark.code for mark in found)
    opens, closes = _window(times, half, group)
    state = _state(actor.now, len(members), len(found), opens, closes)
    return BoardRow(
        group=group,
        state=state,
        size=len(members),
        marked=len(found),
        absent=sum(n for code, n in codes.items() if known[code].absent),
        late=sum(n for code, n in codes.items() if known[code].late),
        no_reason=codes["N"],
        opens=opens,
        closes=closes,
        overdue=_overdue(actor, state, closes),
        taken_at=saved.last if saved else None,
        taken_by=saved.by_name if saved else "",
        saved=saved,
    )


def _window(times: SessionTimes, half: Half, group: GroupLine) -> tuple[datetime | None, datetime | None]:
    try:
        window = times.for_(half, group.nc_year, group.site_id)
    except Refused:
        return None, None
    return window.opens, window.closes


def _state(now: datetime, size: int, marked: int, opens: datetime | None, closes: datetime | None) -> RegisterState:
    if size and marked >= size:
        return RegisterState.TAKEN
    if opens is not None and now < opens and not marked:
        return RegisterState.NOT_OPEN
    if closes is not None and now < closes:
        return RegisterState.OPEN
    return RegisterState.PARTLY if marked else RegisterState.MISSING


def _overdue(actor: Actor, state: RegisterState, closes: datetime | None) -> int | None:
    if closes is None or state not in (RegisterState.MISSING, RegisterState.PARTLY):
        return None
    if not actor.may(Permission.SEE_STAFF_LATENESS):
        return None
    return int((actor.now - closes).total_seconds() // 60)
