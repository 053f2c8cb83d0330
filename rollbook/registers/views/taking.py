"""Taking a register: the one page that is a grid at a desk and a list of big buttons in a hand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.seeing import may_take
from rollbook.registers.actions import Tap
from rollbook.registers.forms import codes_for, present_code
from rollbook.registers.queries import Sheet, known_of, register_sheet
from rollbook.registers.views.addresses import board_url, clock, mark_url, paper_url, register_url, short_day
from rollbook.registers.views.rows import Said, code_table, counted, known_rows, rows_of
from rollbook.registers.views.typed_back import paper_values
from rollbook.rules.access import Permission
from rollbook.rules.marking import EARLIEST_BEFORE_OPENING
from rollbook.rules.sessions import Session, in_words, parse_session
from rollbook.web.pages import OfficeRequest, page

SEES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD)


@require_safe
@page(*SEES)
def take(request: OfficeRequest, group: uuid.UUID, on: str, half: str) -> HttpResponse:
    """A register as it lies before the person who takes it."""
    session = parse_session(on, half)
    return register_page(request, register_sheet(request.actor, group, session.on, session.half))


@require_safe
@page(*SEES)
def known(request: OfficeRequest, group: uuid.UUID, on: str, half: str) -> HttpResponse:
    """What is known besides, in a second request: past weeks, and flags and notes for those who may see them."""
    session = parse_session(on, half)
    sheet = register_sheet(request.actor, group, session.on, session.half)
    lines = known_of(request.actor, sheet)
    if any(line.flags for line in lines.values()):
        log_access(request.actor, what="flags on a register", subject=f"group:{group}")
    return render(request, "registers/known.html", {"rows": known_rows(sheet, lines)})


def register_page(
    request: OfficeRequest,
    sheet: Sheet,
    *,
    sent: Mapping[str, Tap] | None = None,
    said: Mapping[str, Said] | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a register, also as it comes back when part of a plain form could not be stored."""
    session = Session(sheet.day.on, sheet.day.half)
    may = may_take(request.actor, sheet.group.id, sheet.day.on)
    open_to = may and _meets(sheet) and _begun(request, sheet) and bool(sheet.rows)
    values = {
        **sheet_values(request, sheet, sent=sent, said=said, urls=_mark_urls(request, sheet, session)),
        "page": _heading(request, sheet, session),
        "takes": open_to,
        "why_not": "" if open_to else _why_not(request, sheet, may=may),
        "issue": sheet.issue.sign() if open_to else "",
        "reason": reason,
        "save_url": register_url(request, sheet.group.public_id, session, "save"),
        "known_url": register_url(request, sheet.group.public_id, session, "known"),
        "next_url": _next(request, session),
        **(paper_values(request, sheet, session) if open_to else {}),
    }
    return render(request, "registers/take.html", values, status=status)


def sheet_values(
    request: OfficeRequest,
    sheet: Sheet,
    *,
    sent: Mapping[str, Tap] | None = None,
    said: Mapping[str, Said] | None = None,
    urls: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """What the page of any register shows of its rows, a session's or a lesson's."""
    session = Session(sheet.day.on, sheet.day.half)
    return {
        "sheet": sheet,
        "rows": rows_of(sheet, sent=sent, said=said, urls=urls),
        "total": len(sheet.rows),
        "problems": said or {},
        "save_id": uuid.uuid4(),
        "now": request.actor.now.isoformat(),
        "codes": codes_for(session),
        "code_table": code_table(codes_for(session)),
        "present": present_code(session.half),
        "closed": request.actor.now >= sheet.day.closes,
        "may_amend": request.actor.may(Permission.AMEND_MARKS),
        "counted": counted((row.code for row in sheet.rows), session.on),
        "done": bool(sheet.rows) and sheet.marked == len(sheet.rows),
        "waiting_url": reverse("registers:waited", kwargs={"school": request.school.slug}),
        "about": f"{short_day(session.on)}, {session.half.label}",
        "view": "phone" if request.GET.get("view") == "phone" else "",
        "missing_url": _missing_url(request, session),
    }


def _missing_url(request: OfficeRequest, session: Session) -> str:
    """Where a pupil who is not in the room is reported, on the day itself (REG-I)."""
    if session.on != request.actor.today or not request.actor.may(Permission.REPORT_MISSING):
        return ""
    return reverse("site:missing", kwargs={"school": request.school.slug})


def _heading(request: OfficeRequest, sheet: Sheet, session: Session) -> dict[str, str | bool]:
    back = _next(request, session)
    return {
        "title": f"{sheet.group.name} · {session.half.label} · {short_day(session.on)}",
        "back": back,
        "back_label": "Registers" if request.actor.may(Permission.SEE_BOARD) else "My registers",
        "paper": paper_url(request, sheet.group.public_id, session.on),
        "window": f"{clock(sheet.day.opens)}–{clock(sheet.day.closes)}",
        "left": time_left(request, sheet),
    }


def _next(request: OfficeRequest, session: Session) -> str:
    if request.actor.may(Permission.SEE_BOARD):
        return board_url(request, session)
    return reverse("registers:mine", kwargs={"school": request.school.slug})


def time_left(request: OfficeRequest, sheet: Sheet) -> str:
    """How long a register is still open, in words."""
    now, day = request.actor.now, sheet.day
    if now < day.opens:
        return f"opens at {clock(day.opens)}"
    if now >= day.closes:
        return f"closed at {clock(day.closes)}"
    minutes = -(-int((day.closes - now).total_seconds()) // 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'} left"


def _mark_urls(request: OfficeRequest, sheet: Sheet, session: Session) -> Mapping[str, str]:
    if not request.actor.may(Permission.AMEND_MARKS):
        return {}
    return {row.token: mark_url(request, row.pupil.public_id, session) for row in sheet.rows}


def _meets(sheet: Sheet) -> bool:
    return sheet.day.is_school_day


def _begun(request: OfficeRequest, sheet: Sheet) -> bool:
    return request.actor.now >= sheet.day.opens - EARLIEST_BEFORE_OPENING


def _why_not(request: OfficeRequest, sheet: Sheet, *, may: bool) -> str:
    day = sheet.day
    if not day.is_school_day:
        closed = f" ({day.closure})" if day.closure else ""
        return f"The school does not meet on {in_words(day.on)}{closed}, so there is no register to take."
    if not sheet.rows:
        return "Nobody belongs to this group on this day. Pupils are put into groups under Set-up, or by an import."
    if not may:
        return "You can see this register but not take it. It is taken by the people named for the group, or by cover."
    return (
        f"This session has not begun. The register can be taken from {clock(day.opens - EARLIEST_BEFORE_OPENING)}; "
        "what is known before is noted as a planned absence."
    )
