"""The boards: every register of a session for the office, a teacher's own for the teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.registers.forms import DayForm
from rollbook.registers.queries import Board, BoardRow, RegisterState, board, own_board
from rollbook.registers.queries.challenges import asked_of
from rollbook.registers.views.addresses import board_url, clock, half_of_now, paper_url, register_url, short_day
from rollbook.registers.views.conflicts import key_of
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.schools.queries import calendar_of
from rollbook.web.pages import OfficeRequest, page

_S = RegisterState
TONES = {_S.MISSING: "late", _S.PARTLY: "late", _S.OPEN: "open", _S.TAKEN: "done", _S.NOT_OPEN: "none"}
FAR = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Cell:
    """One register on a board: its state in words, whose it is, where to take it."""

    name: str
    tone: str
    state: str
    detail: str
    url: str
    paper: str
    row: BoardRow


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The school days before and after a day, where the calendar knows them."""

    before: date | None
    after: date | None


@require_safe
@page(Permission.SEE_BOARD)
def board_page(request: OfficeRequest) -> HttpResponse:
    """Where every register of a session stands."""
    form = DayForm(request.GET, today=request.actor.today)
    on: date = form.cleaned_data["on"] if form.is_valid() else request.actor.today
    session = Session(on, _half(request, form.cleaned_data.get("half", "")))
    shown = board(request.actor, session.on, session.half)
    cells = [_cell(request, row, session) for row in shown.rows]
    values = {
        "page": {"title": "Registers", "sub": _where(shown), "wide": True},
        "tabs": office_tabs(request, "board"),
        "form": form,
        "typed": request.GET.get("on", "") if form.errors else f"{on:%d/%m/%Y}",
        "session": session,
        "board": shown,
        "lanes": _lanes(cells),
        "all_in": bool(cells) and shown.count(_S.TAKEN) == len(cells),
        "last_in": _last_in(shown),
        "halves": [
            (half.label.capitalize(), board_url(request, Session(on, half)), half is session.half) for half in Half
        ],
        "days": _day_links(request, session, neighbours(request, on)),
        "today_url": ""
        if on == request.actor.today
        else board_url(request, Session(request.actor.today, session.half)),
    }
    return render(request, "registers/board.html", values)


@require_safe
@page(Permission.TAKE_OWN_REGISTERS)
def mine(request: OfficeRequest) -> HttpResponse:
    """A teacher's start: the registers that are theirs today, the one to take now first."""
    actor = request.actor
    session = Session(actor.today, half_of_now(actor.now))
    shown = own_board(actor, session.on, session.half)
    other = Session(session.on, Half.PM if session.half is Half.AM else Half.AM)
    groups = [(_cell(request, row, session), register_url(request, row.group.public_id, other)) for row in shown.rows]
    values = {
        "page": {"title": "My registers", "sub": f"{in_words(session.on)}, {session.half.label}"},
        "session": session,
        "other": other,
        "meets": shown.meets,
        "groups": groups,
        "after": None if shown.meets else neighbours(request, session.on).after,
        "asked": [(one, key_of(one.pupil.public_id, one.session)) for one in asked_of(actor)],
        "answer_url": office_url(request, "answer"),
    }
    return render(request, "registers/mine.html", values)


def neighbours(request: OfficeRequest, on: date) -> Neighbours:
    """The school days on either side of a day: two statements."""
    days = calendar_of(request.actor, first=on - FAR, last=on + FAR).days
    before = [day for day in days if day < on]
    after = [day for day in days if day > on]
    return Neighbours(before[-1] if before else None, after[0] if after else None)


def _half(request: OfficeRequest, asked: str) -> Half:
    return Half[asked.upper()] if asked else half_of_now(request.actor.now)


def _where(shown: Board) -> str:
    words = f"{in_words(shown.on)}, {shown.half.label}"
    if not shown.rows:
        return words
    return f"{words} · {shown.count(_S.TAKEN)} of {len(shown.rows)} in"


def _lanes(cells: list[Cell]) -> list[tuple[str, list[Cell]]]:
    """Late ones first, the longest overdue first; then open, not open yet, and those that are in."""
    lanes = (
        ("Not taken", [c for c in cells if c.tone == "late"]),
        ("Open now", [c for c in cells if c.tone == "open"]),
        ("Not open yet", [c for c in cells if c.tone == "none"]),
        ("In", [c for c in cells if c.tone == "done"]),
    )
    lanes[0][1].sort(key=lambda c: -(c.row.overdue or 0))
    return [(title, found) for title, found in lanes if found]


def _cell(request: OfficeRequest, row: BoardRow, session: Session) -> Cell:
    group = row.group
    cover = any(person.part == "cover" for person in group.staff)
    who = f"cover: {group.staff_names}" if cover else group.staff_names or "no teacher named"
    return Cell(
        name=group.name,
        tone=TONES[row.state],
        state=_state(row),
        detail=" · ".join(part for part in (who, group.room) if part),
        url=register_url(request, group.public_id, session),
        paper=paper_url(request, group.public_id, session.on),
        row=row,
    )


def _state(row: BoardRow) -> str:
    marked = f"{row.size - row.marked} to mark"
    if row.state is _S.NOT_OPEN:
        return f"opens {clock(row.opens)}" if row.opens else "no times set"
    if row.state is _S.OPEN:
        return f"open, {marked}" if row.marked else "open, not begun"
    if row.state is _S.TAKEN:
        away = [f"{n} {word}" for n, word in ((row.absent, "absent"), (row.late, "late")) if n]
        return f"in, {', '.join(away) or 'all here'}"
    late = "" if row.overdue is None else f"{row.overdue} min late, "
    return f"{late}{marked}" if row.marked else f"{late}not taken"


def _last_in(shown: Board) -> str:
    moments = [row.taken_at for row in shown.rows if row.taken_at is not None]
    return clock(max(moments)) if moments else ""


def _day_links(request: OfficeRequest, session: Session, days: Neighbours) -> list[tuple[str, str, str]]:
    links = []
    if days.before:
        links.append(("prev", f"← {short_day(days.before)}", board_url(request, Session(days.before, session.half))))
    if days.after:
        links.append(("next", f"{short_day(days.after)} →", board_url(request, Session(days.after, session.half))))
    return links
