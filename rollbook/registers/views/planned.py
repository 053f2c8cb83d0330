"""What is planned: the list by month, planning for a pupil or a group, withdrawing (REG-F)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.audit.actions import log_list
from rollbook.pupils.queries.groups import group
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines, roster
from rollbook.registers.actions.planning_many import end_plans, plan_absences
from rollbook.registers.plan_forms import PlanForm, plannable
from rollbook.registers.queries.plans import Plan, plans_between
from rollbook.registers.views.addresses import short_day
from rollbook.registers.views.office import every_group, office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused
from rollbook.web.marks import MarkBox
from rollbook.web.pages import OfficeRequest, page

_A_MONTH_ON = timedelta(days=32)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as its list shows it."""

    plan: Plan
    box: MarkBox
    who: str
    days: str
    begun: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a plan is to be for, and how the page calls them."""

    name: str
    query: str
    pupils: tuple[PupilLine, ...]


@require_safe
@page(Permission.AMEND_MARKS)
def planned(request: OfficeRequest) -> HttpResponse:
    """Everything planned in a month, the earliest first."""
    first = _month(request.GET.get("month", ""), request.actor.today)
    after = (first + _A_MONTH_ON).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    rows = [_row(plan, request.actor.today) for plan in plans_between(request.actor, first, after - timedelta(days=1))]
    log_list(request.actor, what="planned absences", count=len(rows))
    values = {
        "page": {"title": "Planned absences", "sub": f"{first:%B %Y}"},
        "tabs": office_tabs(request, "planned"),
        "rows": rows,
        "months": [(rel, f"{m:%B %Y}", f"?month={m:%Y-%m}") for rel, m in (("prev", before), ("next", after))],
        "add_url": office_url(request, "plan"),
        "withdraw_url": office_url(request, "withdraw"),
        "month": f"{first:%Y-%m}",
    }
    return render(request, "registers/planned.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def plan(request: OfficeRequest) -> HttpResponse:
    """Plan ahead for a group's pupils, or for one pupil."""
    chosen = _chosen(request)
    if chosen is None:
        return _choose(request)
    today = request.actor.today
    if request.method != "POST":
        return _plan_page(request, chosen, PlanForm(pupils=chosen.pupils, today=today))
    form = PlanForm(request.POST, pupils=chosen.pupils, today=today)
    if form.is_valid():
        given = form.cleaned_data
        problem = _plan(request, form)
        if not problem:
            return HttpResponseRedirect(office_url(request, "planned", f"?month={given['first']:%Y-%m}"), status=303)
        form.add_error(problem[0], problem[1])
    return _plan_page(request, chosen, form, status=422)


@require_POST
@page(Permission.AMEND_MARKS)
def withdraw(request: OfficeRequest) -> HttpResponse:
    """Withdraw a plan, for one of its pupils or all."""
    numbers = request.POST.get("plans", "").split(",")
    if not all(n.isascii() and n.isdecimal() and len(n) < 19 for n in numbers):
        raise NotFound("There is no such planned absence, or it was withdrawn already.")
    end_plans(request.actor, plan_ids=[int(n) for n in numbers])
    messages.info(request, "Withdrawn. What was planned stays in the record; marks already made stand.")
    month = _month(request.POST.get("month", ""), request.actor.today)
    return HttpResponseRedirect(office_url(request, "planned", f"?month={month:%Y-%m}"), status=303)


def _plan(request: OfficeRequest, form: PlanForm) -> tuple[str, str] | None:
    """Make the plan; what the rules refuse is told at the field that it is about."""
    given = form.cleaned_data
    first = given["first"]
    try:
        plan_absences(
            request.actor,
            pupils=given["pupils"],
            first=first,
            last=given["last"] or first,
            code=given["code"],
            note=given["note"],
            patterns=form.patterns,
        )
    except Refused as refused:
        return "note" if refused.rule == "COD-6" else "code", refused.says
    number = len(given["pupils"])
    messages.info(request, f"Planned for {number} pupil{'' if number == 1 else 's'}: {given['code']}.")
    return None


def _month(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _row(plan: Plan, today: date) -> PlanRow:
    names = [f"{p.pupil.listed_name} {p.pupil.registration}".strip() for p in plan.pupils]
    last = "" if plan.first == plan.last else f" to {short_day(plan.last)}"
    return PlanRow(
        plan=plan,
        box=MarkBox.of(code_on(plan.code, plan.first)),
        who=names[0] if len(names) == 1 else f"{len(names)} pupils",
        days=f"{short_day(plan.first)}{last}",
        begun=plan.first <= today,
    )


def _chosen(request: OfficeRequest) -> Chosen | None:
    actor = request.actor
    if asked := request.GET.get("group"):
        found = group(actor, _id(asked))
        return Chosen(found.name, f"?group={found.public_id}", roster(actor, found.id, actor.today))
    if asked := request.GET.get("pupil"):
        lines = pupil_lines(actor, tuple(ids_of(actor, [str(_id(asked))]).values()), actor.today)
        if not lines:
            raise NotFound("There is no such pupil in this school.")
        return Chosen(lines[0].name, f"?pupil={lines[0].public_id}", lines)
    return None


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as bad:
        raise NotFound("There is no such group or pupil in this school.") from bad


def _choose(request: OfficeRequest) -> HttpResponse:
    groups = every_group(request.actor, request.actor.today)
    values = {
        "page": {
            "title": "Plan an absence",
            "back": office_url(request, "planned"),
            "back_label": "Planned absences",
        },
        "groups": [(g.name, g.size, office_url(request, "plan", f"?group={g.public_id}")) for g in groups],
    }
    return render(request, "registers/plan_for.html", values)


def _plan_page(request: OfficeRequest, chosen: Chosen, form: PlanForm, *, status: int = 200) -> HttpResponse:
    noted = [c.symbol for c in plannable(request.actor.today) if c.detail_required]
    values = {
        "page": {
            "title": f"Plan an absence: {chosen.name}",
            "back": office_url(request, "planned"),
            "back_label": "Planned absences",
        },
        "form": form,
        "action": office_url(request, "plan", chosen.query),
        "noted": f"Needed for {', '.join(noted)}. It goes with the mark and is kept encrypted.",
        "one": len(chosen.pupils) == 1,
    }
    return render(request, "registers/plan.html", values, status=status)
