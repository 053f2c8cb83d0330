"""The boarding houses: what is due and who is out, a roll-call, and a leave from the house (REG-M)."""

from __future__ import annotations

import uuid
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.audit.actions import log_access
from rollbook.pupils.queries import contacts_to_ring
from rollbook.pupils.queries.kept_away import ask_before_collecting
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.boarding import spoken
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words, parse_date
from rollbook.site.actions import boarding as actions
from rollbook.site.around_forms import LeaveForm, RollCallTickForm
from rollbook.site.queries import boarding as queries
from rollbook.site.queries.boarding import Boarding, CallRow, DueCall, LeaveLine
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.trying import tried

TAKES = Permission.TAKE_BOARDING_ROLLS
_ACTS = {
    "gone": (actions.go_on_leave, "signed out."),
    "back": (actions.back_from_leave, "back in the house."),
    "withdraw": (actions.withdraw_leave, "the leave is withdrawn."),
}


@require_safe
@page(TAKES)
def boarding_page(request: OfficeRequest) -> HttpResponse:
    """Roll-calls in the order of their time, who is not back, who is out, and every boarder by house."""
    found = queries.boarding(request.actor)
    values = {
        "page": {"title": "Boarding", "sub": f"{in_words(request.actor.today)}, {clock(request.actor.now)}"},
        "found": found,
        "calls": [(call, _minutes(request, call), spoken(call.due, request.actor.now)) for call in found.calls],
        "out": _out(request, found),
        "agreed": [(leave, _when(request, leave)) for leave in found.agreed],
        "houses": [
            (name or "No house", list(rows)) for name, rows in groupby(sorted(found.boarders, key=_house), key=_house)
        ],
        "sets_up": request.actor.may(Permission.SET_UP_SCHOOL),
    }
    return render(request, "site/boarding.html", values)


@require_safe
@page(TAKES)
def roll_call_page(request: OfficeRequest, roll_call: uuid.UUID, called_on: str) -> HttpResponse:
    """One roll-call, by keyboard or telephone."""
    return render(request, "site/boarding_call.html", _call(request, _found(request, roll_call, called_on)))


@require_POST
@page(TAKES)
def tick_call(request: OfficeRequest, roll_call: uuid.UUID, called_on: str) -> HttpResponse:
    """One tap: the row anew for a script, else back to the roll-call."""
    before = _found(request, roll_call, called_on)
    form = RollCallTickForm(request.POST)
    if not form.is_valid():
        raise Refused("This tick cannot be read. Open the roll-call again.")
    given = form.cleaned_data
    pupil = given["pupil"]
    actions.tick_boarder(
        request.actor, call=roll_call, on=before.on, pupil=str(pupil), tick_id=given["tick"], kind=given["kind"]
    )
    if is_partial(request):
        due = _found(request, roll_call, called_on)
        row = next(r for r in due.rows if r.pupil.public_id == pupil)
        values = {**_call(request, due), "row": (row, uuid.uuid4()), "alone": True}
        return render(request, "site/boarding_row.html", values)
    return HttpResponseRedirect(_call_url(request, before, "roll-call") + f"#p-{pupil}", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(TAKES)
def leave(request: OfficeRequest, boarder: uuid.UUID) -> HttpResponse:
    """A leave from the house: agreed now and taken now or later."""
    line = queries.boarder(request.actor, boarder)
    goes = request.POST.get("act") == "now"
    if request.method == "POST":
        form = LeaveForm(request.POST, now=request.actor.now)
    else:
        form = LeaveForm(now=request.actor.now, initial={"leave": uuid.uuid4(), "kind": "exeat"})
    if form.is_bound and tried(
        form,
        lambda: actions.agree_leave(
            request.actor,
            leave_id=form.cleaned_data["leave"],
            pupil=str(boarder),
            facts=form.facts(),
            goes_now=goes,
        ),
        beside="until_time",
    ):
        messages.info(request, f"{line.name} is signed out." if goes else f"Agreed. {line.name} is still in the house.")
        return HttpResponseRedirect(_url(request, "boarding"), status=303)
    values = {
        "page": {
            "title": f"{line.name} leaves the house",
            "sub": f"{line.house}, {line.registration}".strip(", "),
            "back": _url(request, "boarding"),
            "back_label": "Boarding",
        },
        "form": form,
        "ask_first": line.id in ask_before_collecting(request.actor, [line.id]),
    }
    return render(request, "site/boarding_leave.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(TAKES)
def leave_act(request: OfficeRequest, leave: uuid.UUID) -> HttpResponse:
    """A boarder goes as agreed, is back, or does not go after all."""
    line = queries.leave(request.actor, leave)  # a leave that is not there is 404, whatever the form holds
    chosen = _ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise Refused("What this page sent cannot be read, so nothing was written down. Load it again.")
    act, says = chosen
    act(request.actor, leave=leave)
    messages.info(request, f"{line.pupil.name}: {says}")
    return HttpResponseRedirect(_url(request, "boarding"), status=303)


def _out(request: OfficeRequest, found: Boarding) -> list[tuple[object, ...]]:
    """Who is out, with whom to ring about those who are not back, for who may see contacts."""
    late = [leave.pupil.id for leave in found.not_back]
    ring = contacts_to_ring(request.actor, late) if late and request.actor.may(Permission.SEE_CONTACTS) else {}
    if ring:
        log_access(request.actor, what="contacts of boarders not back", subject=f"school:{request.actor.school}")
    return [(leave, _when(request, leave), ring.get(leave.pupil.id)) for leave in found.out]


def _call(request: OfficeRequest, due: DueCall) -> dict[str, object]:
    return {
        "page": {
            "title": due.call.name,
            "sub": f"{due.call.house}, {in_words(due.on)}, {clock(due.due)}",
            "back": _url(request, "boarding"),
            "back_label": "Boarding",
        },
        "due": due,
        "rows": [(row, uuid.uuid4()) for row in due.rows],
        "counted": f"{due.here} in house, {due.out} signed out, {due.not_found} not found, {due.unsaid} not said yet",
        "late": _minutes(request, due),
        "reports": request.actor.may(Permission.REPORT_MISSING),
        "tick_url": _call_url(request, due, "tick-call"),
    }


def _found(request: OfficeRequest, roll_call: uuid.UUID, called_on: str) -> DueCall:
    return queries.roll_call(request.actor, roll_call, parse_date(called_on))


def _minutes(request: OfficeRequest, due: DueCall) -> str:
    """How long a roll-call is overdue, as people say it; empty where it is not."""
    minutes = int((request.actor.now - due.due).total_seconds()) // 60
    if not due.overdue:
        return ""
    return f"{minutes} min overdue" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min overdue"


def _when(request: OfficeRequest, leave: LeaveLine) -> str:
    now = request.actor.now
    begins = spoken(leave.out_at or leave.starts_at, now)
    return f"{leave.says}, from {begins} until {spoken(leave.due_at, now)}"


def _house(row: CallRow) -> str:
    return row.pupil.house


def _call_url(request: OfficeRequest, due: DueCall, name: str) -> str:
    place = {"school": request.school.slug, "roll_call": due.call.public_id, "called_on": due.on.isoformat()}
    return reverse(f"site:{name}", kwargs=place)


def _url(request: OfficeRequest, name: str) -> str:
    return reverse(f"site:{name}", kwargs={"school": request.school.slug})
