"""An award rule: made, changed from now on, retired."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rewards.actions import retire_award_rule, set_award_rule
from rollbook.rewards.forms import RuleForm
from rollbook.rewards.queries import RuleLine, award_rule
from rollbook.rewards.views.places import SETS, to, url
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(SETS)
def new_rule(request: OfficeRequest) -> HttpResponse:
    """An award that the school did not give yet."""
    return _filled_in(request, RuleForm(request.POST or None, initial=RuleForm.fresh()), None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SETS)
def change_rule(request: OfficeRequest, award_rule: uuid.UUID) -> HttpResponse:
    """An award as it stands, to be changed from now on."""
    line = _rule(request, award_rule)
    return _filled_in(request, RuleForm(request.POST or None, initial=RuleForm.opened(line)), line)


@require_POST
@page(SETS)
def retire(request: OfficeRequest, award_rule: uuid.UUID) -> HttpResponse:
    """Stop giving an award; what was given stays."""
    retire_award_rule(request.actor, rule=award_rule)
    messages.info(request, "Retired. What was given stays as it is.")
    return to(request, "list")


def _rule(request: OfficeRequest, rule: uuid.UUID) -> RuleLine:
    return award_rule(request.actor, rule)


def _filled_in(request: OfficeRequest, form: RuleForm, line: RuleLine | None) -> HttpResponse:
    if form.is_bound and tried(form, lambda: _set(request, form, line), beside="name"):
        messages.info(request, "Kept. It holds for awards that are begun from now on.")
        return to(request, "list")
    title = f"Change “{line.name}”" if line else "New award"
    values = {
        "page": {"title": title, "back": url(request, "list"), "back_label": "Awards"},
        "form": form,
        "line": line,
        "retire_url": url(request, "retire", award_rule=line.public_id) if line and not line.retired else "",
    }
    return render(request, "rewards/rule.html", values, status=422 if form.errors else 200)


def _set(request: OfficeRequest, form: RuleForm, line: RuleLine | None) -> None:
    given = form.cleaned_data
    set_award_rule(
        request.actor,
        rule=line.public_id if line else given["rule"],
        name=given["name"],
        terms=form.terms,
        title=given["title"],
        words=given["words"],
    )
