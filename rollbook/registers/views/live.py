"""The part of the board that changes by itself: its lines in words, and the same piece of page kept for everybody."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from rollbook.registers.queries import RegisterState
from rollbook.registers.queries.chasing import ChaseLine
from rollbook.registers.queries.day_board import DayBoard, Line, Part, day_board, next_change
from rollbook.registers.views.addresses import clock, half_of_now, paper_url, short_day
from rollbook.registers.views.office import office_url
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest

_S = RegisterState
TONES = {_S.MISSING: "late", _S.PARTLY: "late", _S.OPEN: "open", _S.TAKEN: "done", _S.NOT_OPEN: "none"}
# What makes one person's board differ from another's; everything else on it is the school's.
_DIFFERS = (Permission.SEE_STAFF_LATENESS, Permission.CHASE_REGISTERS)
_KEPT_AT_MOST = 64
_kept: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done about a late register, in words, and what may be noted next."""

    says: str
    key: str
    tone: str
    next: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One register on the board: its state in words, whose it is, where it is taken, what was done about it."""

    id: str
    name: str
    tone: str
    state: str
    detail: str
    url: str
    paper: str
    line: Line
    told: tuple[Told, ...]
    next: str
    asked: bool
    send_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the day above the board: how many of its registers are in, and how many late."""

    label: str
    url: str
    current: bool
    done: int
    total: int
    late: int


def live(request: OfficeRequest, on: date, part: str, version: str) -> SafeString:
    """The board of one part of a day as a piece of page.

    What stands for everybody with the same permissions is made once for each version and minute;
    without any save yet there is nothing to tell two databases apart by, so nothing is kept.
    """
    actor = request.actor
    may = tuple(actor.may(p) for p in _DIFFERS)
    minute = actor.now.replace(second=0, microsecond=0)
    key = (actor.school, version, on, part, minute, may)
    if version.startswith("."):
        return _made(request, on, part)
    with _lock:
        if key not in _kept:
            _kept[key] = _made(request, on, part)
            while len(_kept) > _KEPT_AT_MOST:
                _kept.popitem(last=False)
        return _kept[key]


def part_url(request: OfficeRequest, on: date, part: str, name: str = "board") -> str:
    """The board at one part of a day: `half` for a session, `period` for lessons."""
    word = "half" if part in ("am", "pm") else "period"
    return office_url(request, name, f"?on={on.isoformat()}&{word}={part}")


def url_of(request: OfficeRequest, line_key: str, on: date) -> str:
    """Where a register is taken, by its key on the day."""
    kind, _, public_id = line_key.partition(":")
    if kind == "lesson":
        place = {"school": request.school.slug, "lesson": public_id, "on": on.isoformat()}
        return reverse("registers:lesson", kwargs=place)
    place = {"school": request.school.slug, "group": public_id, "on": on.isoformat(), "half": kind}
    return reverse("registers:take", kwargs=place)


def told_of(chase: ChaseLine, *, is_last: bool = False) -> Told:
    """What was done, with its times: “asked Mr Dhillon 9:12, seen 9:13”; only the last can be taken back."""
    who = chase.to_name or "nobody holds the post"
    verb = {"nudge": "asked", "step": f"told {chase.post}:", "sent": "sent"}[chase.kind]
    stamps = [
        f"{word} {clock(at)}"
        for word, at in (("seen", chase.seen_at), ("arrived", chase.arrived_at), ("back", chase.back_at))
        if at is not None
    ]
    if chase.answered_at is not None:
        says = "takes it now" if chase.answer == "now" else "cannot"
        stamps.append(f"{says} {clock(chase.answered_at)}")
    following = "" if chase.kind != "sent" else "" if chase.back_at else "back" if chase.arrived_at else "arrived"
    return Told(
        says=", ".join([f"{verb} {who} {clock(chase.at)}", *stamps]),
        key=str(chase.public_id),
        tone="warn" if chase.answer == "cannot" or not chase.to_name else "",
        next=following,
        can_undo=is_last and chase.kind != "step",
    )


def _made(request: OfficeRequest, on: date, part: str) -> SafeString:
    board = day_board(request.actor, on)
    shown = _shown(request, board, part)
    cells = [_cell(request, line, on) for line in shown.lines] if shown else []
    until = next_change(request.actor, board)
    values = {
        "on": on,
        "board": board,
        "part": shown,
        "tabs": [_tab(request, board, one, shown) for one in board.parts],
        "lanes": _lanes(cells),
        "all_in": bool(cells) and shown is not None and shown.count(_S.TAKEN) == len(cells),
        "last_in": _last_in(cells),
        "may_chase": request.actor.may(Permission.CHASE_REGISTERS) and on == request.actor.today,
        "seconds": max(1, int((until - request.actor.now).total_seconds()) + 1) if until else 0,
    }
    return SafeString(render_to_string("registers/board_live.html", values))


def _shown(request: OfficeRequest, board: DayBoard, part: str) -> Part | None:
    wanted = part or half_of_now(request.actor.now).name.lower()
    named = next((one for one in board.parts if one.key == wanted), None)
    return named or next(iter(board.parts), None)


def _tab(request: OfficeRequest, board: DayBoard, part: Part, shown: Part | None) -> Tab:
    held = [line for line in part.lines if not line.cancelled]
    return Tab(
        label=part.label,
        url=part_url(request, board.on, part.key),
        current=part is shown,
        done=sum(line.state is _S.TAKEN for line in held),
        total=len(held),
        late=sum(line.is_late for line in held),
    )


def _lanes(cells: Iterable[Cell]) -> list[tuple[str, str, list[Cell]]]:
    """Late ones first, the longest overdue first; then open, not open yet, and those that are in."""
    held = list(cells)
    late = sorted((c for c in held if c.tone == "late"), key=lambda c: (c.line.due is None, c.line.due))
    lanes = (
        ("Not taken", "late", late),
        ("Open now", "open", [c for c in held if c.tone == "open"]),
        ("Not open yet", "none", [c for c in held if c.tone == "none"]),
        ("In", "done", [c for c in held if c.tone == "done"]),
    )
    return [lane for lane in lanes if lane[2]]


def _cell(request: OfficeRequest, line: Line, on: date) -> Cell:
    who = f"cover: {line.people_names}" if line.covered else line.people_names or "no teacher named"
    kind, _, _ = line.register.partition(":")
    is_lesson = kind == "lesson"
    return Cell(
        id=f"r-{line.register.replace(':', '-')}",
        name=line.name,
        tone=TONES[line.state],
        state=_state(line, on),
        detail=" · ".join(words for words in (who, line.room) if words),
        url=url_of(request, line.register, on),
        paper="" if is_lesson else paper_url(request, line.public_id, on),
        line=line,
        told=tuple(told_of(chase, is_last=chase is line.chased[-1]) for chase in line.chased),
        next=_next(line, request.actor.now),
        asked=any(c.kind == "nudge" and c.answered_at is None for c in line.chased),
        send_url=office_url(request, "send", f"?register={line.register}"),
    )


def _next(line: Line, now: datetime) -> str:
    if line.next_step is None or line.next_at is None:
        return ""
    when = "now" if line.next_at <= now else f"at {clock(line.next_at)}"
    return f"next: {line.next_step.label} {when}"


def _state(line: Line, on: date) -> str:
    marked = f"{line.size - line.marked} to mark"
    rule = f" · {line.rule.half.label} mark" if line.rule else ""
    if line.cancelled:
        return "does not take place"
    if line.state is _S.NOT_OPEN:
        return (f"opens {clock(line.opens)}" if line.opens else "no times set") + rule
    if line.state is _S.OPEN:
        return (f"open, {marked}" if line.marked else "open, not begun") + rule
    if line.state is _S.TAKEN:
        return _taken(line, on) + rule
    late = "" if line.overdue is None else f"{line.overdue} min late, "
    return (f"{late}partly marked, {marked}" if line.marked else f"{late}not taken") + rule


def _taken(line: Line, on: date) -> str:
    away = [f"{n} {word}" for n, word in ((line.absent, "absent"), (line.late, "late")) if n]
    said = "in" if line.register.startswith("lesson:") else f"in, {', '.join(away) or 'all here'}"
    entered = line.saved.late_for(on) if line.saved else None
    return f"{said} · entered on {short_day(entered)} for {short_day(on)}" if entered else said


def _last_in(cells: Iterable[Cell]) -> str:
    moments = [cell.line.saved.last for cell in cells if cell.line.saved is not None]
    return clock(max(moments)) if moments else ""
