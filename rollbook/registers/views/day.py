"""The end of a day: what it leaves, confirming who was elsewhere, and closing it (REG-B)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rollbook.pupils.queries.lines import PupilLine
from rollbook.registers.actions.closing import close_day, confirm_elsewhere
from rollbook.registers.forms import DayForm
from rollbook.registers.queries.awaited import Awaited
from rollbook.registers.queries.chased import still_unconfirmed
from rollbook.registers.queries.day import DayCheck, day_check
from rollbook.registers.queries.late_entries import late_entries
from rollbook.registers.views.addresses import clock, mark_url, register_url, short_day
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.codes import code_on
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words, parse_date, parse_session
from rollbook.web.marks import MarkBox
from rollbook.web.pages import OfficeRequest, page

_HALVES = {"01": "all day", "0": "morning", "1": "afternoon"}


@dataclass(frozen=True, slots=True)
class Blanks:
    """A register with its pupils still unmarked in one session."""

    name: str
    half: str
    names: tuple[str, ...]
    url: str
    open: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pupil planned elsewhere whom nobody has confirmed yet."""

    key: str
    name: str
    group: str
    box: MarkBox


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """The pupils to be confirmed in one session."""

    half: Half
    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A pupil's line with a mark and where it leads."""

    name: str
    group: str
    about: str
    url: str
    box: MarkBox


@require_safe
@page(Permission.AMEND_MARKS)
def day(request: OfficeRequest) -> HttpResponse:
    """What a day leaves: blanks, plans unconfirmed, absences without a reason, and tomorrow."""
    form = DayForm(request.GET, today=request.actor.today)
    on: date = form.cleaned_data["on"] if form.is_valid() else request.actor.today
    check = day_check(request.actor, on)
    blanks, unconfirmed, no_reason = check.left.counts
    values = {
        "page": {"title": "Close the day", "sub": in_words(on)},
        "tabs": office_tabs(request, "day"),
        "form": form,
        "typed": request.GET.get("on", "") if form.errors else f"{on:%d/%m/%Y}",
        "on": on,
        "blanks": _blanks(request, check),
        "waiting": _waiting(check),
        "no_reason": _no_reason(request, check),
        "ahead": _ahead(check),
        "next_day": check.next_day,
        "next_day_says": short_day(check.next_day) if check.next_day else "",
        "chased": [
            (short_day(one.on), one.sessions, office_url(request, "day", f"?on={one.on.isoformat()}"))
            for one in still_unconfirmed(request.actor)
            if one.on != on
        ],
        "counts": {"blanks": blanks, "unconfirmed": unconfirmed, "no_reason": no_reason},
        "is_clear": not any(check.left.counts),
        "late": _late(request, on),
        "closed": [(clock(told.at), short_day(told.at.date()), told.by_name, told.detail) for told in check.closed],
        "may_close": on <= request.actor.today,
        "elsewhere_url": office_url(request, "elsewhere"),
        "close_url": office_url(request, "close-day"),
    }
    return render(request, "registers/day.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def elsewhere(request: OfficeRequest) -> HttpResponse:
    """Confirm the pupils that were ticked, or say that they were not there."""
    session = parse_session(request.POST.get("on", ""), request.POST.get("half", ""))
    done = confirm_elsewhere(
        request.actor,
        on=session.on,
        half=session.half,
        pupils=request.POST.getlist("pupil"),
        came=request.POST.get("act") != "missed",
        said_by=request.POST.get("said_by", ""),
    )
    stored = done.count(Outcome.STORED)
    refused = sorted({row.decision.says for row in done.rows if row.outcome is Outcome.REFUSED})
    messages.info(request, " ".join([f"{stored} mark{'' if stored == 1 else 's'} saved.", *refused]))
    return _back(request, session.on)


@require_POST
@page(Permission.AMEND_MARKS)
def close(request: OfficeRequest) -> HttpResponse:
    """Close the day as it was seen."""
    on = parse_date(request.POST.get("on", ""))
    close_day(request.actor, on=on, seen=_seen(request))
    messages.info(request, f"{in_words(on)} is closed, with what it leaves written down.")
    return _back(request, on)


def _seen(request: OfficeRequest) -> tuple[int, int, int]:
    try:
        blanks, unconfirmed, no_reason = (int(request.POST[n]) for n in ("blanks", "unconfirmed", "no_reason"))
    except (KeyError, ValueError) as bad:
        raise Refused("What this page sent cannot be read, so nothing was changed. Load the page again.") from bad
    return blanks, unconfirmed, no_reason


def _back(request: OfficeRequest, on: date) -> HttpResponse:
    return HttpResponseRedirect(office_url(request, "day", f"?on={on.isoformat()}"), status=303)


def _late(request: OfficeRequest, on: date) -> list[tuple[str, str, str, str]]:
    found = late_entries(request.actor, on)
    return [(one.group, one.half.label, short_day(one.at.astimezone(LONDON).date()), one.by_name) for one in found]


def _blanks(request: OfficeRequest, check: DayCheck) -> list[Blanks]:
    found: dict[tuple[int, Half], list[Awaited]] = {}
    for one in check.left.blanks:
        found.setdefault((one.group.id, one.facts.session.half), []).append(one)
    return [
        Blanks(
            name=rows[0].group.name,
            half=half.label,
            names=_names(check, (r.pupil_id for r in rows)),
            url=register_url(request, rows[0].group.public_id, rows[0].facts.session),
            open=request.actor.now < rows[0].closes,
        )
        for (_, half), rows in found.items()
    ]


def _names(check: DayCheck, keys: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(check.pupils[key].listed_name for key in keys if key in check.pupils))


def _waiting(check: DayCheck) -> list[WaitingSession]:
    on = check.left.on
    found = []
    for half in Half:
        rows = [a for a in check.left.unconfirmed if a.facts.session.half is half and a.pupil_id in check.pupils]
        if rows:
            found.append(WaitingSession(half, tuple(_one_waiting(a, check.pupils[a.pupil_id], on) for a in rows)))
    return found


def _one_waiting(one: Awaited, pupil: PupilLine, on: date) -> Waiting:
    code = one.plan.code if one.plan else ""
    return Waiting(one.public_id, pupil.listed_name, one.group.name, MarkBox.of(code_on(code, on)))


def _no_reason(request: OfficeRequest, check: DayCheck) -> Sequence[Linked]:
    known = ((m, check.pupils[m.pupil_id]) for m in check.left.no_reason if m.pupil_id in check.pupils)
    return [
        Linked(
            p.listed_name,
            p.registration,
            m.session.half.label,
            mark_url(request, p.public_id, Session(m.session.on, m.session.half)),
            MarkBox.of(code_on(m.code, m.session.on)),
        )
        for m, p in known
    ]


def _ahead(check: DayCheck) -> Sequence[Linked]:
    if check.next_day is None:
        return []
    return [
        Linked(
            a.pupil.listed_name,
            a.pupil.registration,
            _HALVES.get(a.halves, ""),
            "",
            MarkBox.of(code_on(a.code, check.next_day)),
        )
        for a in check.ahead
    ]
