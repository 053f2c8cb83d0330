"""The school's awards: the rules, what is begun, what was given."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.rewards.queries import RuleLine, RunLine, award_rules, runs
from rollbook.rewards.views.places import GIVES, SETS, about, url
from rollbook.web.pages import OfficeRequest, page

PAGE = 30


@dataclass(frozen=True, slots=True)
class RuleRow:
    """An award rule as a line shows it."""

    line: RuleLine
    begin_url: str
    change_url: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as a line shows it."""

    line: RunLine
    about: str
    url: str


@require_safe
@page(GIVES)
def awards(request: OfficeRequest) -> HttpResponse:
    """What the school gives, what is begun and waits, and what was given."""
    actor, sets = request.actor, request.actor.may(SETS)
    rules, found = award_rules(actor), runs(actor)
    given = Paginator([row for row in found if row.given_at], PAGE).get_page(request.GET.get("page"))
    values = {
        "page": {"title": "Awards", "sub": "for attendance, by the school's own rules"},
        "rules": [_rule(request, one, sets) for one in rules],
        "begun": [_run(request, one) for one in found if one.is_begun],
        "given": [_run(request, one) for one in given],
        "listed": given,
        "new_url": url(request, "new-rule") if sets else "",
    }
    return render(request, "rewards/list.html", values)


def _rule(request: OfficeRequest, line: RuleLine, sets: bool) -> RuleRow:
    change = url(request, "rule", award_rule=line.public_id) if sets else ""
    return RuleRow(line, f"{url(request, 'new')}?rule={line.public_id}", change)


def _run(request: OfficeRequest, line: RunLine) -> RunRow:
    return RunRow(line, about(line), url(request, "run", award_run=line.public_id))
