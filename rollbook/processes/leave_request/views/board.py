"""Requests for leave in the order in which they are worked: to decide, to be told, days that are over."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.audit.actions import log_list
from rollbook.cases.queries import case_line
from rollbook.processes.leave_request.actions.coding import code_without_leave
from rollbook.processes.leave_request.actions.deciding import tell
from rollbook.processes.leave_request.facts import decided
from rollbook.processes.leave_request.panels import looked_back
from rollbook.processes.leave_request.queries.requests import RequestLine, Stage, requests
from rollbook.processes.leave_request.views.places import tabs, to
from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.rules.access import Permission
from rollbook.rules.leave_after import Came
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept

FEWEST, MOST = 2, 8
HOW = {"granted": ("Granted", "ok"), "partly": ("Granted in part", "warn"), "refused": ("Refused", "stop")}
CAME = {
    Came.TAKEN_AS_GRANTED: "away as granted",
    Came.NOT_TAKEN: "in school on the days",
    Came.TAKEN_WITHOUT_LEAVE: "away without leave",
    Came.ILL_INSTEAD: "refused, then ill",
    Came.OPEN: "marks are still open",
}


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_CASES)
def board(request: OfficeRequest) -> HttpResponse:
    """Every open request; and, by the first letters of a name, for whom a new one is written down."""
    actor = request.actor
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    lines = requests(actor)
    log_list(actor, what="requests for leave", count=len(lines))
    stages = {stage: [_row(request, one) for one in lines if one.stage is stage] for stage in Stage}
    values = {
        "page": {"title": "Leave", "sub": _sub(stages[Stage.DECIDE], stages[Stage.TELL])},
        "tabs": tabs(request, "requests"),
        "decide": stages[Stage.DECIDE],
        "held": stages[Stage.HELD],
        "tell": stages[Stage.TELL],
        "ahead": stages[Stage.AHEAD],
        "over": stages[Stage.OVER],
        "decides": actor.may(Permission.DECIDE_LEAVE),
        "writes": actor.may(Permission.SEND_MESSAGES),
        "codes": actor.may(Permission.AMEND_MARKS),
        "works": actor.may(Permission.WORK_CASES),
        "sets_up": actor.may(Permission.SET_UP_SCHOOL),
        "typed": typed,
        "found": found,
    }
    return render(request, "leave/requests.html", values)


@require_POST
@page(Permission.SEND_MESSAGES)
def tell_family(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Write the letter that fits the decision, from the list."""
    line = case_line(request.actor, case)
    how = next((decided(one.situation) for one in requests(request.actor) if one.line.public_id == case), "")
    _said(request, lambda: tell(request.actor, case=case, how=how), f"The letter about {line.pupil.name} is written.")
    return to(request, "requests")


@require_POST
@page(Permission.AMEND_MARKS)
def code_days(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Record G or O where N stands in sessions of refused leave."""
    line = case_line(request.actor, case)
    _said(request, lambda: code_without_leave(request.actor, case=case), f"Recorded for {line.pupil.name}.")
    return to(request, "requests")


def _said(request: OfficeRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        messages.warning(request, refused.says)
    else:
        messages.info(request, done)


def _row(request: OfficeRequest, one: RequestLine) -> dict[str, object]:
    words, tone = HOW.get(decided(one.situation), ("", ""))
    back = looked_back(one.facts, one.situation) if one.stage is Stage.OVER else None
    to_code = [after for after in back.to_code if after.session.on <= request.actor.today] if back else []
    return {
        "one": one,
        "url": here_case(request, one),
        "for_what": one.facts.purpose.label if one.facts.purpose else "",
        "days": one.facts.days_short,
        "how": words,
        "tone": tone,
        "came": CAME[one.came] if one.came else "",
        "codes": f"{to_code[0].fits} for {len(to_code)} at N" if to_code else "",
        "answer_by": one.facts.answer_by,
    }


def here_case(request: OfficeRequest, one: RequestLine) -> str:
    """The page of a request's case."""
    return reverse("cases:case", kwargs={"school": request.school.slug, "case": one.line.public_id})


def _sub(decide: list[dict[str, object]], tell_: list[dict[str, object]]) -> str:
    if not decide and not tell_:
        return "Nothing waits for a decision"
    return f"{len(decide)} to decide, {len(tell_)} to be told"
