"""Two people and their route: planned in the office, put in order by hand, left and back by one tap."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions.visits_out import (
    back_from_visits,
    call_off,
    leave_for_visits,
    move_visit,
    need_longer,
    plan_visits,
)
from rollbook.absence.actions.visits_policy import set_visit_policy
from rollbook.absence.queries.visitors import who_may_visit
from rollbook.absence.queries.visits import VisitLine, out_page, visits_board
from rollbook.absence.queries.visits_policy import visit_policies, visit_policy_on
from rollbook.absence.views.visits import visits_url
from rollbook.absence.views.visits_said import clock_of, out_says, whose
from rollbook.absence.visit_forms import PlanForm, VisitPolicyForm, policy_as_typed
from rollbook.absence.words import short_day, wall_clock
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

GOES = (Permission.MAKE_VISITS, Permission.PLAN_VISITS)
MORE = 20
CARD = "home-visit"
SOON = timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PLAN_VISITS)
def plan(request: OfficeRequest) -> HttpResponse:
    """Who goes to which homes, when, and who waits for them."""
    actor = request.actor
    board, people = visits_board(actor), who_may_visit(actor)
    policy = visit_policy_on(actor, actor.today)
    soon = (actor.now + SOON).astimezone(LONDON)
    form = PlanForm(
        request.POST or None,
        homes=[(str(v.public_id), f"{whose(v)} ({v.urgency.label.lower()})") for v in board.asked],
        visitors=people.visitors,
        everybody=people.everybody,
        today=actor.today,
        initial={
            "visits": request.GET.getlist("visit"),
            "duty": str(actor.user_id or ""),
            "on": actor.today,
            "at": f"{soon.hour}:{soon.minute:02}",
            "minutes": policy.rule.minutes_out,
        },
    )
    if form.is_bound and tried(form, lambda: _plan(request, form)):
        messages.info(request, "Planned. It stands on their phones now, under My visits.")
        return HttpResponseRedirect(visits_url(request), status=303)
    values = {
        "page": {"title": "Plan home visits", "back": visits_url(request), "back_label": "Home visits"},
        "form": form,
        "policy": policy,
        "hours": policy.rule.hours,
        "homes": len(board.asked),
    }
    return render(request, "absence/visit_plan.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PLAN_VISITS)
def visits_out(request: OfficeRequest, visits_out: uuid.UUID) -> HttpResponse:
    """One route in the office: its order, its clock, and calling it off."""
    out = out_page(request.actor, visits_out)
    if request.method == "POST":
        done = _act(request, visits_out)
        if done:
            messages.info(request, done)
        back = visits_url(request) if request.POST.get("act") in ("off", "back") else request.path
        return HttpResponseRedirect(back, status=303)
    day = out.leaves_at.astimezone(LONDON).date()
    values = {
        "page": {
            "title": out.names,
            "sub": f"{in_words(day)}: {out_says(out)}",
            "back": visits_url(request),
            "back_label": "Home visits",
        },
        "out": out,
        "clock": clock_of(out),
        "more": MORE,
        "homes": [(visit, whose(visit)) for visit in out.visits],
        "cards": cards_url(request, out.visits),
    }
    return render(request, "absence/visits_out.html", values)


@require_http_methods(["POST"])
@page(*GOES)
def out_act(request: OfficeRequest, visits_out: uuid.UUID) -> HttpResponse:
    """What the visitors say from their phone: we leave, we are back, we need longer; and the order of their route."""
    out_page(request.actor, visits_out)
    if request.POST.get("act") == "off":
        raise Refused("The office calls visits off. Ring the office.")
    done = _act(request, visits_out)
    if done:
        messages.info(request, done)
    return HttpResponseRedirect(_mine(request), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def visit_policy(request: OfficeRequest) -> HttpResponse:
    """When a home visit is due by the school's own policy, from a day on."""
    actor = request.actor
    known = visit_policies(actor)
    first = policy_as_typed(visit_policy_on(actor, actor.today), actor)
    form = VisitPolicyForm(request.POST or None, today=actor.today, initial=first)
    if form.is_bound and tried(
        form,
        lambda: set_visit_policy(
            actor, from_day=form.cleaned_data["from_day"], rule=form.rule(), words=kept(form.cleaned_data["words"])
        ),
    ):
        messages.info(request, f"The policy holds from {in_words(form.cleaned_data['from_day'])}.")
        return HttpResponseRedirect(visits_url(request), status=303)
    values = {
        "page": {"title": "Policy of home visits", "back": visits_url(request), "back_label": "Home visits"},
        "form": form,
        "known": [
            (
                f"Version {one.version}",
                f"from {short_day(one.valid_from, around=actor.today) if one.valid_from else ''}, by {one.by_name}: "
                f"after {one.rule.after_days} school days, vulnerable children after {one.rule.vulnerable_days}, "
                f"{one.rule.hours}",
            )
            for one in known
        ],
    }
    return render(request, "absence/visit_policy.html", values, status=422 if form.errors else 200)


def cards_url(request: OfficeRequest, found: Iterable[VisitLine]) -> str:
    """Where the cards that visitors leave are written, one for each home; empty for who may not write letters."""
    if not request.actor.may(Permission.SEND_MESSAGES):
        return ""
    pupils = [("pupil", str(pupil.public_id)) for visit in found for pupil in visit.pupils]
    where = reverse("comms:letter-write", kwargs={"school": request.school.slug, "template": CARD})
    return f"{where}?{urlencode(pupils)}" if pupils else ""


def _act(request: OfficeRequest, out: uuid.UUID) -> str:
    """Do what a button says; the sentence for whoever pressed it."""
    actor, act = request.actor, request.POST.get("act", "")
    if act == "left":
        return f"On the way; expected back at {wall_clock(leave_for_visits(actor, out=out))}."
    if act == "back":
        back_from_visits(actor, out=out)
        return "Back. The clock has stopped."
    if act == "longer":
        return f"Expected back at {wall_clock(need_longer(actor, out=out, minutes=MORE))} now."
    if act == "off":
        call_off(actor, out=out)
        return "Called off. The homes are asked for as before."
    if act in ("earlier", "later"):
        move_visit(actor, visit=_uuid(request.POST.get("visit", "")), earlier=act == "earlier")
        return ""
    raise Refused("Press one of the buttons of this page.")


def _plan(request: OfficeRequest, form: PlanForm) -> None:
    given = form.cleaned_data
    plan_visits(
        request.actor,
        visits=[uuid.UUID(visit) for visit in given["visits"]],
        first=int(given["first"]),
        second=int(given["second"]),
        duty=int(given["duty"]),
        leaves_at=form.leaves_at(),
        minutes=given["minutes"],
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refused("This visit cannot be read. Open the page again.") from None


def _mine(request: OfficeRequest) -> str:
    return reverse("absence:my-visits", kwargs={"school": request.school.slug})
