"""A run of an award: begun, looked through, given, taken back; and a child in it with every session (RWD-3)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.audit.actions import log_access, log_list
from rollbook.rewards.actions import (
    begin_run,
    decide_by_hand,
    drop_run,
    give_awards,
    leave_to_the_rule,
    take_back_awards,
)
from rollbook.rewards.forms import BeginForm, ByHandForm, TakeBackForm
from rollbook.rewards.queries import RunLine, award_rules, award_run, judge, may_give
from rollbook.rewards.queries.child import child_in
from rollbook.rewards.queries.days import spans, years_of
from rollbook.rewards.views.places import GIVES, about, left_out_words, to, url
from rollbook.rewards.views.rows import PAGE, given_rows, shown_rows
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(GIVES)
def begin(request: OfficeRequest) -> HttpResponse:
    """Which award, over which days: the last whole week unless a link says otherwise."""
    actor = request.actor
    rules, offered = award_rules(actor), spans(actor)
    span = next((one for one in offered if one.key == request.GET.get("days")), offered[0] if offered else None)
    opened = {"run": uuid.uuid4(), "rule": request.GET.get("rule", ""), "first": span and span.first}
    every = may_give(actor, ())
    form = BeginForm(
        request.POST or None,
        rules=rules,
        years=years_of(actor),
        all_years=every,
        today=actor.today,
        initial={**opened, "last": span and span.last, "nc_years": [] if every else sorted(actor.nc_years)},
    )
    if form.is_bound and tried(form, lambda: _begin(request, form), beside="last"):
        return to(request, "run", award_run=form.cleaned_data["run"])
    values = {
        "page": {"title": "Begin an award", "back": url(request, "list"), "back_label": "Awards"},
        "form": form,
        "rules": rules,
        "spans": [(one.name, f"?rule={opened['rule']}&days={one.key}", one == span) for one in offered],
    }
    return render(request, "rewards/begin.html", values, status=422 if form.errors else 200)


@require_safe
@page(GIVES)
def run_page(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """A run: while it is begun, who would get it and why; once it was given, what was given."""
    run = _run(request, award_run)
    by_code = request.actor.may(Permission.SEE_FLAGS)
    heading = {"title": run.rule.name, "sub": about(run), "back": url(request, "list"), "back_label": "Awards"}
    values = {"page": heading, "run": run, "mine": may_give(request.actor, run.nc_years)}
    if run.is_begun:
        found = judge(request.actor, run)
        log_list(request.actor, what="who would get an award", count=len(found.children))
        values |= shown_rows(request, run, found, by_code=by_code)
        return render(request, "rewards/begun.html", values)
    rows = given_rows(request, run, by_code=by_code)
    log_list(request.actor, what="awards", count=len(rows))
    listed = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "rewards/given.html", values | {"listed": listed})


@require_POST
@page(GIVES)
def give(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """Give what the page showed."""
    number = give_awards(request.actor, run=award_run, mark=request.POST.get("mark", ""))
    messages.info(request, f"{number} {'award was' if number == 1 else 'awards were'} given. Print the certificates.")
    return to(request, "run", award_run=award_run)


@require_POST
@page(GIVES)
def drop(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """Give up a run that was never given."""
    drop_run(request.actor, run=award_run)
    messages.info(request, "Given up. Nothing was given.")
    return to(request, "list")


@require_http_methods(["GET", "HEAD", "POST"])
@page(GIVES)
def take_back(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """Take back what was given, with the reason."""
    run = _run(request, award_run)
    form = TakeBackForm(request.POST or None)
    if form.is_bound and tried(
        form, lambda: take_back_awards(request.actor, run=award_run, why=form.cleaned_data["why"]), beside="why"
    ):
        messages.info(request, "Taken back.")
        return to(request, "run", award_run=award_run)
    back = url(request, "run", award_run=award_run)
    heading = {"title": f"Take back “{run.rule.name}”", "sub": about(run), "back": back, "back_label": run.rule.name}
    values = {"page": heading, "form": form, "run": run}
    return render(request, "rewards/take_back.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(GIVES)
def child(request: OfficeRequest, award_run: uuid.UUID, pupil: uuid.UUID) -> HttpResponse:
    """A child in a run: the sessions counted and left out, the verdict, and a person's own decision."""
    run = _run(request, award_run)
    found = child_in(request.actor, run, pupil)
    form = ByHandForm(request.POST or None)
    gives = request.POST.get("decision") == "give"
    if form.is_bound and tried(form, lambda: _decide(request, form, award_run, pupil, gives), beside="reason"):
        messages.info(request, "Kept. The reason stays inside the school.")
        return to(request, "run", award_run=award_run)
    log_access(request.actor, what="award: every session", subject=f"pupil:{pupil}")
    line, back = found.line, url(request, "run", award_run=award_run)
    by_code = request.actor.may(Permission.SEE_FLAGS)
    values = {
        "page": {"title": line.pupil.name, "sub": f"{run.rule.name}, {about(run)}", "back": back,
                 "back_label": run.rule.name},
        "run": run,
        "found": found,
        "form": form,
        "left_out": left_out_words(line.verdict.counted.left_out, by_code=by_code),
        "rule_url": url(request, "to-the-rule", award_run=award_run, pupil=pupil),
        "mine": may_give(request.actor, run.nc_years) and run.is_begun,
    }  # fmt: skip
    return render(request, "rewards/child.html", values, status=422 if form.errors else 200)


@require_POST
@page(GIVES)
def to_the_rule(request: OfficeRequest, award_run: uuid.UUID, pupil: uuid.UUID) -> HttpResponse:
    """Go back to what the rule says of a child."""
    leave_to_the_rule(request.actor, run=award_run, pupil=pupil)
    messages.info(request, "The rule decides again.")
    return to(request, "run", award_run=award_run)


def _run(request: OfficeRequest, run: uuid.UUID) -> RunLine:
    return award_run(request.actor, run)


def _begin(request: OfficeRequest, form: BeginForm) -> None:
    given = form.cleaned_data
    begin_run(
        request.actor,
        run=given["run"],
        rule=uuid.UUID(given["rule"]),
        first=given["first"],
        last=given["last"],
        nc_years=given["nc_years"],
    )


def _decide(request: OfficeRequest, form: ByHandForm, run: uuid.UUID, pupil: uuid.UUID, gives: bool) -> None:
    decide_by_hand(request.actor, run=run, pupil=pupil, gives=gives, reason=form.cleaned_data["reason"])
