"""One mark: how it came to be, and putting it right."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rollbook.registers.actions import RowOutcome, amend_mark
from rollbook.registers.forms import AmendForm, codes_for
from rollbook.registers.queries import LastEntry, MarkHistory, Version, last_entries, mark_history
from rollbook.registers.views.addresses import clock, mark_url, short_day
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.codes import in_force
from rollbook.rules.marking import Outcome, RegisterFacts
from rollbook.rules.sessions import Session, parse_session
from rollbook.schools.queries import RegisterDay, register_day
from rollbook.web.components.layout import Happening, Identity
from rollbook.web.marks import EMPTY_BOX, MarkBox
from rollbook.web.pages import OfficeRequest, page

SEES = (Permission.SEE_OWN_PUPILS, Permission.SEE_ALL_PUPILS, Permission.SEE_RECORD)


@require_safe
@page(*SEES)
def mark(request: OfficeRequest, pupil: uuid.UUID, on: str, half: str) -> HttpResponse:
    """The history of one mark, and the form that puts it right for those who may."""
    session = parse_session(on, half)
    history = mark_history(request.actor, pupil, session)
    day = register_day(request.actor, session.on, session.half, history.pupil.nc_year)
    return _mark_page(request, history, day, _form(request, session, history))


@require_POST
@page(Permission.AMEND_MARKS)
def amend(request: OfficeRequest, pupil: uuid.UUID, on: str, half: str) -> HttpResponse:
    """Put one mark right; somebody else's change since the page was opened is shown, never overwritten."""
    session = parse_session(on, half)
    history = mark_history(request.actor, pupil, session)
    day = register_day(request.actor, session.on, session.half, history.pupil.nc_year)
    form = AmendForm(request.POST, codes=codes_for(session))
    if not form.is_valid():
        return _mark_page(request, history, day, form, status=422)
    row = _amended(request, history, day, form.cleaned_data)
    if row.outcome in (Outcome.STORED, Outcome.UNCHANGED):
        done = f"The mark is now {row.code}." if row.outcome is Outcome.STORED else "That is what stood already."
        messages.info(request, done)
        return HttpResponseRedirect(mark_url(request, pupil, session), status=303)
    if row.outcome is Outcome.REFUSED:
        form.add_error("reason" if row.rule == "REG-7" else "code", row.says)
        return _mark_page(request, history, day, form, status=422)
    again = mark_history(request.actor, pupil, session)
    by = last_entries(request.actor, session).get(str(pupil))
    return _mark_page(request, again, day, _form(request, session, again, row), conflict=(row, by), status=409)


def _amended(request: OfficeRequest, history: MarkHistory, day: RegisterDay, given: dict[str, Any]) -> RowOutcome:
    outcome = amend_mark(
        request.actor,
        pupil=str(history.pupil.public_id),
        facts=RegisterFacts(history.session, day.is_school_day, day.opens, day.closes, day.ends),
        code=given["code"],
        reason=given["reason"],
        seen=given["seen"],
        minutes=given["minutes"],
        detail=given["note"],
        save_id=given["save_id"],
        policy_version=day.policy_version,
    )
    return outcome.rows[0]


def _form(request: OfficeRequest, session: Session, history: MarkHistory, tried: RowOutcome | None = None) -> AmendForm:
    """An empty form for what stands now; after a conflict it keeps what the person had entered."""
    kept = {name: request.POST.get(name, "") for name in ("code", "minutes", "note", "reason")} if tried else {}
    seen = history.mark.version if history.mark else 0
    return AmendForm(initial={**kept, "seen": seen, "save_id": uuid.uuid4()}, codes=codes_for(session))


def _mark_page(
    request: OfficeRequest,
    history: MarkHistory,
    day: RegisterDay,
    form: AmendForm,
    *,
    conflict: tuple[RowOutcome, LastEntry | None] | None = None,
    status: int = 200,
) -> HttpResponse:
    session, pupil = history.session, history.pupil
    closed = request.actor.now >= day.closes
    values = {
        "page": {"title": f"{short_day(session.on)}, {session.half.label}: {pupil.name}"},
        "who": Identity(
            name=pupil.name, group=pupil.registration, year=f"Year {pupil.nc_year}" if pupil.nc_year else ""
        ),
        "when": session.says,
        "box": _box(history),
        "note": history.note,
        "history": [_happening(version, session) for version in history.versions],
        "late_codes": _either(code.symbol for code in codes_for(session) if code.late),
        "noted_codes": _either(code.symbol for code in codes_for(session) if code.detail_required),
        "form": form,
        "may_amend": request.actor.may(Permission.AMEND_MARKS),
        "amend_url": mark_url(request, pupil.public_id, session, "amend"),
        "closed": closed,
        "conflict": _conflict(conflict, request) if conflict else "",
    }
    return render(request, "registers/mark.html", values, status=status)


def _box(history: MarkHistory) -> MarkBox:
    mark = history.mark
    if mark is None:
        return EMPTY_BOX
    code = in_force(history.session.on)[mark.code]
    return MarkBox.of(code, minutes=mark.minutes, changed=mark.version > 1)


def _either(symbols: Iterable[str]) -> str:
    *others, last = symbols
    return f"{', '.join(others)} and {last}" if others else last


def _happening(version: Version, session: Session) -> Happening:
    local = version.at.astimezone(LONDON)
    when = clock(local) if local.date() == session.on else f"{short_day(local.date())} {clock(local)}"
    who = ", ".join(words for words in (version.by_name, version.by_role, version.basis) if words)
    return Happening(_title(version, session), when, who, version.reason)


def _title(version: Version, session: Session) -> str:
    now = _named(version.now, session)
    if version.outcome != "stored":
        return f"{version.now or 'Nothing'} was sent but not used ({version.outcome})"
    if version.was:
        return f"Changed from {version.was} to {now}"
    return f"Original: {now}"


def _named(symbol: str, session: Session) -> str:
    code = in_force(session.on).get(symbol)
    return f"{symbol} ({code.name})" if code else symbol or "no mark"


def _conflict(conflict: tuple[RowOutcome, LastEntry | None], request: OfficeRequest) -> str:
    row, by = conflict
    who = f"{by.by_name} changed it to {row.code} at {clock(by.at)}" if by else f"It was changed to {row.code}"
    mine = request.POST.get("code", "")
    return (
        f"{who}, after you opened this page. Your {mine} was kept in the record but not used. "
        "Leave it, or enter it below with a reason."
    )
