"""What is printed of a run: certificates in one PDF, and the list that is read out."""

from __future__ import annotations

import uuid
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_list
from rollbook.rewards.paper import certificates_pdf
from rollbook.rewards.queries import RunLine, award_run, given
from rollbook.rewards.queries.runs import GivenAward
from rollbook.rewards.views.places import GIVES, about
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(GIVES)
def certificates(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """Every certificate of a run that stands, in one PDF; `?size=a5` for half the paper."""
    run, awards = _standing(request, award_run)
    log_list(request.actor, what="award certificates", count=len(awards))
    made = certificates_pdf(
        request.actor, run, awards, size=request.GET.get("size", "a4"), made_at=run.given_at or request.actor.now
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="certificates-{run.last.isoformat()}.pdf"'
    return response


@require_safe
@page(GIVES)
def read_out(request: OfficeRequest, award_run: uuid.UUID) -> HttpResponse:
    """The names to be read out, form by form; no figure and no reason."""
    run, awards = _standing(request, award_run)
    log_list(request.actor, what="award names to read out", count=len(awards))
    values = {
        "page": {"title": run.rule.name, "printed": in_words(request.actor.today)},
        "about": about(run),
        "forms": [(form, [one.name for one in each]) for form, each in groupby(awards, key=lambda one: one.form)],
        "of_groups": run.is_of_groups,
    }
    return render(request, "rewards/read_out.html", values)


def _standing(request: OfficeRequest, run: uuid.UUID) -> tuple[RunLine, tuple[GivenAward, ...]]:
    line = award_run(request.actor, run)
    if not line.stands:
        raise Refused("These awards were not given, or were taken back: there is nothing to print.")
    awards = given(request.actor, line)
    if not awards:
        raise Refused("None of these awards is of a pupil whom you look after.")
    return line, awards
