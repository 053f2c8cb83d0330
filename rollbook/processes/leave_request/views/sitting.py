"""The head's sitting: every request that waits, each with what it is judged by, decided one after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.audit.actions import log_list
from rollbook.processes.leave_request.actions.deciding import decide
from rollbook.processes.leave_request.forms import DecisionForm
from rollbook.processes.leave_request.queries.policy import leave_policy
from rollbook.processes.leave_request.queries.requests import RequestLine, Stage, requests
from rollbook.processes.leave_request.views.board import here_case
from rollbook.processes.leave_request.views.places import here, tabs, to
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.DECIDE_LEAVE)
def sitting(request: OfficeRequest) -> HttpResponse:
    """Decide what is decided on the page; what stays without a decision, or is refused by a rule, stays here."""
    actor, policy = request.actor, leave_policy(request.actor)
    lines = [one for one in requests(actor) if one.stage in (Stage.DECIDE, Stage.HELD)]
    log_list(actor, what="requests for leave", count=len(lines))
    waiting = [one for one in lines if one.stage is Stage.DECIDE]
    data = request.POST if request.method == "POST" else None
    forms = [DecisionForm(_own(data, one), line=one, policy=policy) for one in waiting]
    done = [form for form in forms if _is_decided(actor, form)]
    wrong = [form for form in forms if form.errors]
    if done:
        messages.info(request, f"{len(done)} decided. The office tells the families.")
    if data is not None and not wrong:
        if not done:
            messages.warning(request, "Nothing was decided: choose a decision for at least one request.")
        return to(request, "sitting")
    values = {
        "page": {
            "title": "Decide about leave",
            "sub": f"{len(waiting) - len(done)} waiting",
            "back": here(request, "requests"),
            "back_label": "Leave",
        },
        "tabs": tabs(request, "sitting"),
        "rows": [{"form": f, "one": f.line, "url": here_case(request, f.line)} for f in forms if f not in done],
        "held": [one for one in lines if one.stage is Stage.HELD],
        "wrong": wrong,
    }
    return render(request, "leave/sitting.html", values, status=422 if wrong else 200)


def _own(data: object, one: RequestLine) -> object:
    """What was typed for this request, if any was: a page opened before it came says nothing of it."""
    return data if data is not None and f"r{one.line.public_id}-seen" in data else None  # type: ignore[operator]  # a QueryDict


def _is_decided(actor: Actor, form: DecisionForm) -> bool:
    """Decide this one as it was typed; what a rule refuses stands beside it."""
    return form.is_decided and tried(form, lambda: decide(actor, decision=form.decision()), beside="choice")
