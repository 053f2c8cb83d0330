"""Whose word is waited for, and taking it: a list's leader on a telephone, or the office for whoever called."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.registers.actions.confirming import NO_OUTING, Confirmed, ask_leader, confirm_outing
from rollbook.registers.outing_forms import PREFIX, read_said, real_ids
from rollbook.registers.queries.outing_links import WaitingPupil, waiting_pupils
from rollbook.registers.queries.unconfirmed import OutingLine, WaitingList, outing_line, waiting_lists
from rollbook.registers.views.addresses import short_day
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Session, in_words, parse_session
from rollbook.web.marks import MarkBox
from rollbook.web.pages import OfficeRequest, page

OFFICE = Permission.AMEND_MARKS
CONFIRMS = (OFFICE, Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A list that waits, as its line shows it."""

    waiting: WaitingList
    name: str
    when: str
    age: str
    url: str
    ask_url: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A pupil of whom somebody is to say whether they were there."""

    field: str
    name: str
    group: str
    box: MarkBox


@require_safe
@page(*CONFIRMS)
def lists(request: OfficeRequest) -> HttpResponse:
    """What waits to be confirmed, the oldest first: the school's for the office, a leader's own else."""
    office = request.actor.may(OFFICE)
    values = {
        "page": {"title": "Elsewhere, to be confirmed", "sub": in_words(request.actor.today)},
        "tabs": office_tabs(request, "day") if office else [],
        "rows": waiting_rows_of(request, waiting_lists(request.actor, own=not office)),
        "office": office,
        "add_url": office_url(request, "outing-add"),
    }
    return render(request, "registers/elsewhere_lists.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*CONFIRMS)
def confirm(request: OfficeRequest, outing: uuid.UUID, on: str, half: str) -> HttpResponse:
    """Say of each pupil of a list whether they were there in one session."""
    line = led_or_office(request, outing)
    session = parse_session(on, half)
    if request.method != "POST":
        return _confirm_page(request, line, session)
    said = read_said(request.POST)
    try:
        done = confirm_outing(
            request.actor,
            outing=outing,
            on=session.on,
            half=session.half,
            there=real_ids(said.there),
            not_there=real_ids(said.not_there),
            said_by=request.POST.get("said_by", ""),
        )
    except NotFound:
        raise
    except Refused as refused:
        return _confirm_page(request, line, session, problem=refused.says)
    messages.info(request, told(done))
    return HttpResponseRedirect(office_url(request, "elsewhere-lists"), status=303)


@require_POST
@page(OFFICE)
def ask(request: OfficeRequest, outing: uuid.UUID, on: str, half: str) -> HttpResponse:
    """Ask the leader for their word."""
    line = led_or_office(request, outing)
    session = parse_session(on, half)
    ask_leader(request.actor, outing=outing, on=session.on, half=session.half)
    messages.info(request, f"{line.leader} is asked; it stands at the top of their registers.")
    return HttpResponseRedirect(office_url(request, "elsewhere-lists"), status=303)


def led_or_office(request: OfficeRequest, outing: uuid.UUID) -> OutingLine:
    """A list that this person leads, or any for the office; NotFound for others."""
    line = outing_line(request.actor, outing)
    if line is None or not (request.actor.may(OFFICE) or line.leader_id == request.actor.user_id):
        raise NotFound(NO_OUTING)
    return line


def waiting_rows_of(request: OfficeRequest, waiting: Iterable[WaitingList]) -> list[WaitingRow]:
    """Lines of lists that wait, with where each is confirmed."""
    return [_row(request, one) for one in waiting]


def said_rows(pupils: Iterable[WaitingPupil], session: Session, token_of: dict[int, str]) -> list[SaidRow]:
    """The rows of a list as its page asks about them."""
    return [
        SaidRow(
            f"{PREFIX}{token_of[w.pupil.id]}",
            w.pupil.listed_name,
            w.pupil.registration,
            MarkBox.of(code_on(w.code, session.on)),
        )
        for w in pupils
    ]


def told(done: Confirmed) -> str:
    """What came of it, in a sentence."""
    parts = [f"{done.there} confirmed."] if done.there else []
    if done.not_there:
        parts.append(f"{done.not_there} not there: marked N until the reason is known.")
    return " ".join([*parts, *done.refused]) or "Nothing had changed."


def _row(request: OfficeRequest, one: WaitingList) -> WaitingRow:
    age = "today" if not one.days_old else f"{one.days_old} day{'' if one.days_old == 1 else 's'} ago"
    when = f"{short_day(one.session.on)}, {one.session.half.label}"
    if one.outing is None:
        day = office_url(request, "day", f"?on={one.session.on.isoformat()}#unconfirmed")
        return WaitingRow(one, "Planned one by one", when, age, day, "")
    asked = one.outing.leader_id is not None and one.outing.leader_id != request.actor.user_id
    return WaitingRow(
        one,
        one.outing.name,
        when,
        age,
        url_of(request, "outing-confirm", one.outing, one.session),
        url_of(request, "outing-ask", one.outing, one.session) if asked and request.actor.may(OFFICE) else "",
    )


def url_of(request: OfficeRequest, name: str, outing: OutingLine, session: Session) -> str:
    """The address of one session of a list."""
    place = {
        "school": request.school.slug,
        "outing": outing.public_id,
        "on": session.on.isoformat(),
        "half": session.half.name.lower(),
    }
    return reverse(f"registers:{name}", kwargs=place)


def _confirm_page(request: OfficeRequest, line: OutingLine, session: Session, *, problem: str = "") -> HttpResponse:
    pupils = waiting_pupils(request.actor, line, session.on, session.half)
    values = {
        "page": {
            "title": line.name,
            "sub": f"{in_words(session.on)}, {session.half.label}",
            "back": office_url(request, "elsewhere-lists"),
            "back_label": "To be confirmed",
        },
        "outing": line,
        "rows": said_rows(pupils, session, {w.pupil.id: str(w.pupil.public_id) for w in pupils}),
        "leads": line.leader_id == request.actor.user_id,
        "said_by": request.POST.get("said_by", ""),
        "problem": problem,
        "outing_url": reverse("registers:outing", kwargs={"school": request.school.slug, "outing": line.public_id}),
    }
    return render(request, "registers/confirm.html", values, status=422 if problem else 200)
