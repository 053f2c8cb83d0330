"""Registers as cells: in words, and where each is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from rollbook.absence.words import count, span, wall_clock
from rollbook.home.queries import Moment, Today
from rollbook.registers.queries import Board, BoardRow, RegisterState
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half
from rollbook.web.pages import OfficeRequest

_S = RegisterState
TONES = {_S.MISSING: "late", _S.PARTLY: "late", _S.OPEN: "open", _S.TAKEN: "done", _S.NOT_OPEN: "none"}


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One register: in words, and where to take it."""

    name: str
    tone: str
    state: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class RegistersLane:
    """The registers of one session; `quiet` is its one line when nothing of it is to be done now."""

    key: str
    title: str
    waiting: tuple[RegisterCell, ...] = ()
    taken: tuple[RegisterCell, ...] = ()
    late: int = 0
    due: str = ""
    quiet: str = ""
    done: bool = False
    ask_url: str = ""
    ask: str = ""


def register_lane(request: OfficeRequest, today: Today, half: Half) -> RegistersLane:
    """Late ones first; one line before the session's registers open, and when all of them are in."""
    key, title = ("lane-registers", "Registers") if half is Half.AM else ("lane-pm", "Afternoon registers")
    board = today.boards.get(half)
    if board is None or not board.rows:
        return RegistersLane(key, title)
    late = board.waiting
    taken = [r for r in board.rows if r.state is _S.TAKEN]
    if len(taken) == len(board.rows):
        return RegistersLane(
            key, title, taken=_cells(request, taken, today.moment, half), quiet=_all_in(today, half), done=True
        )
    if not late and half is not today.moment.half:
        return RegistersLane(key, title, quiet=_to_come(board))
    others = [r for r in board.rows if r.state in (_S.OPEN, _S.NOT_OPEN)]
    may_ask = request.actor.may(Permission.CHASE_REGISTERS) and any(r.group.staff for r in late)
    return RegistersLane(
        key=key,
        title=f"{title} not yet taken",
        waiting=_cells(request, [*late, *others], today.moment, half),
        taken=_cells(request, taken, today.moment, half),
        late=len(late),
        due=_due(board, len(taken)),
        ask_url=_board_url(request, half) if may_ask else "",
        ask=f"Ask {count(len(late), 'teacher')}…",
    )


def _due(board: Board, taken: int) -> str:
    overdue = max((r.overdue for r in board.waiting if r.overdue is not None), default=None)
    late = f" · oldest {span(overdue)} late" if overdue is not None else ""
    return f"{taken} of {len(board.rows)} in{late}"


def _all_in(today: Today, half: Half) -> str:
    number = len(today.boards[half].rows)
    says = "The only register is in" if number == 1 else f"All {number} registers are in"
    last = today.last_saved.get(half)
    return f"{says}, the last at {wall_clock(last)}." if last else f"{says}."


def _to_come(board: Board) -> str:
    opens = min((r.opens for r in board.rows if r.opens), default=None)
    return f"{count(len(board.rows), 'register')}, open {wall_clock(opens)}." if opens else "No times are set."


def _board_url(request: OfficeRequest, half: Half) -> str:
    return reverse("registers:board", kwargs={"school": request.school.slug}) + f"?half={half.name.lower()}"


def _cells(request: OfficeRequest, rows: Iterable[BoardRow], moment: Moment, half: Half) -> tuple[RegisterCell, ...]:
    return tuple(_cell(request, row, moment, half) for row in rows)


def _cell(request: OfficeRequest, row: BoardRow, moment: Moment, half: Half) -> RegisterCell:
    where = {"school": request.school.slug, "group": row.group.public_id, "on": moment.on.isoformat()}
    cover = any(person.part == "cover" for person in row.group.staff)
    who = f"cover: {row.group.staff_names}" if cover else row.group.staff_names or "no teacher named"
    return RegisterCell(
        name=row.group.name,
        tone=TONES[row.state],
        state=_state(row),
        detail=" · ".join(part for part in (who, row.group.room) if part),
        url=reverse("registers:take", kwargs={**where, "half": half.name.lower()}),
    )


def _state(row: BoardRow) -> str:
    if row.state is _S.TAKEN:
        away = [f"{n} {word}" for n, word in ((row.absent, "absent"), (row.late, "late")) if n]
        return ", ".join(away) or "all here"
    if row.state is _S.NOT_OPEN:
        return f"opens {wall_clock(row.opens)}" if row.opens else "no times set"
    marked = f"{row.marked} of {row.size}"
    if row.state is _S.OPEN:
        return f"open, {marked}"
    late = "" if row.overdue is None else f"{row.overdue} min late"
    return ", ".join(part for part in (late, marked if row.marked else "") if part) or "not taken"
