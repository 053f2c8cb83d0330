"""Registers taken on paper, typed back one after another; the record says so, and who took them (REG-C)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.registers.forms import DayForm
from rollbook.registers.queries import BoardRow, Sheet
from rollbook.registers.queries.board import RegisterState
from rollbook.registers.queries.chasing import staff_to_send
from rollbook.registers.queries.paper import to_type
from rollbook.registers.views.addresses import half_of_now, register_url, short_day
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words, parse_session
from rollbook.web.pages import OfficeRequest, page

SOURCE = "paper"


@dataclass(frozen=True, slots=True)
class ToType:
    """A register that waits to be typed, and where that is done."""

    name: str
    detail: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the page of a register typed back asks besides: who took it, and which comes next."""

    staff: tuple[tuple[int, str], ...]
    taker: int
    list_url: str


@require_safe
@page(Permission.TAKE_ANY_REGISTER)
def typed_back(request: OfficeRequest) -> HttpResponse:
    """The registers of a session that are not whole yet; the first is typed with one key."""
    form = DayForm(request.GET, today=request.actor.today)
    session = _session(request, form)
    shown, waiting = to_type(request.actor, session.on, session.half)
    rows = [_row(request, row, session) for row in waiting]
    other = Session(session.on, Half.PM if session.half is Half.AM else Half.AM)
    values = {
        "page": {
            "title": "Type registers back",
            "sub": f"{in_words(session.on)}, {session.half.label}",
            "back": office_url(request, "board", f"?on={session.on.isoformat()}&half={session.half.name.lower()}"),
            "back_label": "Registers",
        },
        "tabs": office_tabs(request, "board"),
        "form": form,
        "typed": request.GET.get("on", "") if form.errors else f"{session.on:%d/%m/%Y}",
        "session": session,
        "meets": shown.meets,
        "rows": rows,
        "taken": shown.count(RegisterState.TAKEN),
        "total": len(shown.rows),
        "print_url": office_url(request, "paper-all", _query(session)),
        "other_url": office_url(request, "typed-back", _query(other)),
        "other": other,
        "late": short_day(request.actor.today) if session.on < request.actor.today else "",
    }
    return render(request, "registers/typed_back.html", values)


@require_safe
@page(Permission.TAKE_ANY_REGISTER)
def following(request: OfficeRequest) -> HttpResponse:
    """On to the next register of the session that is not whole; to the list when there is none."""
    session = parse_session(request.GET.get("on", ""), request.GET.get("half", ""))
    shown, waiting = to_type(request.actor, session.on, session.half)
    after = request.GET.get("after", "")
    order = [str(row.group.public_id) for row in shown.rows]
    place = order.index(after) if after in order else -1
    later = [row for row in waiting if order.index(str(row.group.public_id)) > place]
    if later:
        return HttpResponseRedirect(_type_url(request, later[0], session))
    if not waiting:
        messages.info(request, f"Every register of the {session.half.label} is in.")
    return HttpResponseRedirect(office_url(request, "typed-back", _query(session)))


def paper_values(request: OfficeRequest, sheet: Sheet, session: Session) -> Mapping[str, object]:
    """What a register's page says besides when it is typed from paper; nothing otherwise."""
    if not _asked(request) or not request.actor.may(Permission.TAKE_ANY_REGISTER):
        return {}
    group = sheet.group
    return {
        "paper": OnPaper(
            staff=staff_to_send(request.actor),
            taker=_id_of(_asked(request)),
            list_url=office_url(request, "typed-back", _query(session)),
        ),
        "save_url": f"{register_url(request, group.public_id, session, 'save')}?paper={_id_of(_asked(request))}",
        "next_url": next_url(request, group.public_id, session),
    }


def next_url(request: OfficeRequest, group: uuid.UUID, session: Session) -> str:
    """Where typing goes on after this register."""
    return office_url(request, "typed-back-next", f"{_query(session)}&after={group}")


def is_paper(request: OfficeRequest) -> bool:
    """Whether what is sent was typed from paper."""
    return bool(_asked(request))


def taken_on_paper(request: OfficeRequest) -> dict[str, str]:
    """How the record keeps a register typed from paper: its source, and who took it as what it rests on."""
    if not is_paper(request):
        return {}
    request.actor.require(Permission.TAKE_ANY_REGISTER)
    wanted = _id_of(_asked(request))
    name = dict(staff_to_send(request.actor)).get(wanted, "") if wanted else ""
    if wanted and not name:
        raise Refused("Choose who took this register on paper from the list; nothing was saved.")
    return {"source": SOURCE, "basis": f"on paper, taken by {name}" if name else "on paper"}


def _row(request: OfficeRequest, row: BoardRow, session: Session) -> ToType:
    group = row.group
    left = row.size - row.marked
    return ToType(
        name=group.name,
        detail=" · ".join(words for words in (group.staff_names or "no teacher named", group.room) if words),
        state=f"{left} of {row.size} to mark" if row.marked else f"{row.size} pupils",
        url=_type_url(request, row, session),
    )


def _type_url(request: OfficeRequest, row: BoardRow, session: Session) -> str:
    taker = row.group.staff[0].user_id if row.group.staff else 0
    return f"{register_url(request, row.group.public_id, session)}?paper={taker}"


def _session(request: OfficeRequest, form: DayForm) -> Session:
    on: date = form.cleaned_data["on"] if form.is_valid() else request.actor.today
    half = form.cleaned_data.get("half", "")
    return Session(on, Half[half.upper()] if half else half_of_now(request.actor.now))


def _query(session: Session) -> str:
    return "?" + urlencode({"on": session.on.isoformat(), "half": session.half.name.lower()})


def _asked(request: OfficeRequest) -> str:
    return request.POST.get("paper", "") or request.GET.get("paper", "")


def _id_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
