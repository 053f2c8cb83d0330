"""The boards: every register of a day for the office, a teacher's own for the teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.registers import watching
from rollbook.registers.forms import DayForm
from rollbook.registers.queries import BoardRow, RegisterState, own_board
from rollbook.registers.queries.challenges import asked_of
from rollbook.registers.queries.unconfirmed import waiting_lists
from rollbook.registers.queries.version import board_version
from rollbook.registers.views.addresses import clock, half_of_now, paper_url, register_url, short_day
from rollbook.registers.views.chasing import asks_of
from rollbook.registers.views.confirming import waiting_rows_of
from rollbook.registers.views.live import TONES, live, part_url
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.schools.queries import calendar_of
from rollbook.web.pages import OfficeRequest, page

_S = RegisterState
FAR = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Cell:
    """A teacher's own register: its state in words, whose it is, where to take it."""

    name: str
    tone: str
    state: str
    detail: str
    url: str
    paper: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The school days before and after a day, where the calendar knows them."""

    before: date | None
    after: date | None


@require_safe
@page(Permission.SEE_BOARD)
def board_page(request: OfficeRequest) -> HttpResponse:
    """Where every register of a day stands; the part of the day that was asked for is shown whole."""
    form = DayForm(request.GET, today=request.actor.today)
    on: date = form.cleaned_data["on"] if form.is_valid() else request.actor.today
    part = _part(request, form)
    half = part if part in ("am", "pm") else half_of_now(request.actor.now).name.lower()
    values = {
        **_live(request, on, part),
        "page": {"title": "Registers", "sub": f"{in_words(on)}, {_named(part)}", "wide": True},
        "tabs": office_tabs(request, "board"),
        "form": form,
        "typed": request.GET.get("on", "") if form.errors else f"{on:%d/%m/%Y}",
        "on": on,
        "part": part,
        "word": "half" if part in ("am", "pm") else "period",
        "days": _day_links(request, on, part),
        "today_url": "" if on == request.actor.today else part_url(request, request.actor.today, part),
        "chase_url": office_url(request, "chase"),
        "print_url": office_url(request, "paper-all", f"?on={on.isoformat()}&half={half}"),
        "typed_url": office_url(request, "typed-back", f"?on={on.isoformat()}&half={half}"),
        "day_url": office_url(request, "day", f"?on={on.isoformat()}"),
        "may_amend": request.actor.may(Permission.AMEND_MARKS),
        "may_type": request.actor.may(Permission.TAKE_ANY_REGISTER),
        "may_print": request.actor.may(Permission.TAKE_ANY_REGISTER) or request.actor.may(Permission.PRINT_DOCUMENTS),
    }
    return render(request, "registers/board.html", values)


@require_safe
@page(Permission.SEE_BOARD)
def board_now(request: OfficeRequest) -> HttpResponse:
    """The part of the board that changes by itself, for a board that is open."""
    form = DayForm(request.GET, today=request.actor.today)
    on: date = form.cleaned_data["on"] if form.is_valid() else request.actor.today
    return render(request, "registers/board_part.html", _live(request, on, _part(request, form)))


@require_safe
@page(Permission.SEE_BOARD)
def version(request: OfficeRequest) -> HttpResponse:
    """What an open board asks for when its ticket is too old; otherwise it is answered before this (`watching.py`)."""
    return watching.answer(request, board_version(request.actor))


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
        "asked": asked_of(actor),
        "answer_url": office_url(request, "answer"),
        "to_confirm": waiting_rows_of(request, waiting_lists(actor, own=True)),
        "chased": asks_of(request),
        "chase_answer_url": office_url(request, "answer-chase"),
    }
    return render(request, "registers/mine.html", values)


def neighbours(request: OfficeRequest, on: date) -> Neighbours:
    """The school days on either side of a day: two statements."""
    days = calendar_of(request.actor, first=on - FAR, last=on + FAR).days
    before = [day for day in days if day < on]
    after = [day for day in days if day > on]
    return Neighbours(before[-1] if before else None, after[0] if after else None)


def _live(request: OfficeRequest, on: date, part: str) -> dict[str, object]:
    """The version is read before what it stands for: what changes between the two is shown at the next question."""
    seen = board_version(request.actor)
    return {
        "live": live(request, on, part, seen),
        "version": seen,
        "ticket": watching.ticket(request.actor),
        "version_url": office_url(request, "version"),
        "now_url": part_url(request, on, part, "board-now"),
    }


def _part(request: OfficeRequest, form: DayForm) -> str:
    """`am`, `pm` or a period's name; the half of this moment when nothing is said."""
    period = request.GET.get("period", "").strip()[:20]
    return period or form.cleaned_data.get("half", "") or half_of_now(request.actor.now).name.lower()


def _named(part: str) -> str:
    return Half[part.upper()].label if part in ("am", "pm") else part


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
    return f"partly marked, {marked}" if row.marked else "not taken"


def _day_links(request: OfficeRequest, on: date, part: str) -> list[tuple[str, str, str]]:
    days = neighbours(request, on)
    links = []
    if days.before:
        links.append(("prev", f"← {short_day(days.before)}", part_url(request, days.before, part)))
    if days.after:
        links.append(("next", f"{short_day(days.after)} →", part_url(request, days.after, part)))
    return links
