"""The attendance policy in its versions, and a new one from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.rules.bands import OWN, Band
from rollbook.schools import actions, queries
from rollbook.schools.forms import PolicyForm
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@page(Permission.SET_UP_SCHOOL)
def policy(request: OfficeRequest) -> HttpResponse:
    versions, today = queries.policies(request.actor), request.actor.today
    current = next((p for p in versions if p.valid_from <= today), None)
    coming = [p for p in versions if p.valid_from > today]
    past = [p for p in versions if p.valid_from <= today and p is not current]
    heading = {
        "title": "Attendance policy",
        "sub": "The school’s own choices. What the law fixes is not here.",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
    }
    return render(request, "schools/policy.html", {"page": heading, "current": current, "coming": coming, "past": past})


@page(Permission.SET_UP_SCHOOL)
def set_policy(request: OfficeRequest) -> HttpResponseBase:
    actor, back = request.actor, reverse("schools:policy", kwargs={"school": request.school.slug})
    form = PolicyForm(request.POST or None, around=actor.today, initial=_first(request))
    if request.method == "POST" and tried(
        form, lambda: actions.set_policy(actor, **form.cleaned_data), beside="from_day"
    ):
        messages.info(request, f"Policy set from {form.cleaned_data['from_day']:%d/%m/%Y}")
        return redirect(back)
    heading = {"title": "Set a new policy", "back": back, "back_label": "Attendance policy"}
    context = {"page": heading, "form": form, "verb": "Set the policy", "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _first(request: OfficeRequest) -> dict[str, object]:
    """The newest version's choices, to be changed from tomorrow."""
    newest = next(iter(queries.policies(request.actor)), None)
    tomorrow = request.actor.today + timedelta(days=1)
    if newest is None:
        return {"from_day": request.actor.today, "contact_by": time(10), "bands": _lines(OWN)} | {
            "post_service_days": 2,
            "improvement_weeks": 6,
            "count_no_reason_for_penalty": True,
        }
    return {
        "from_day": max(tomorrow, newest.valid_from + timedelta(days=1)),
        "contact_by": time(newest.contact_by // 60, newest.contact_by % 60),
        "bands": _lines(band for band in newest.bands if not band.is_law),
        "count_no_reason_for_penalty": newest.count_no_reason_for_penalty,
        "post_service_days": newest.post_service_days,
        "improvement_weeks": newest.improvement_weeks,
    }


def _lines(bands: Iterable[Band]) -> str:
    """Bands as they are typed: one on each line."""
    return "\n".join(f"{band.percent} {band.title}" for band in bands)
