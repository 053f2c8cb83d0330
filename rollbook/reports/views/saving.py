"""Saved reports: keeping one, opening it, having it sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.reports import actions
from rollbook.reports.asked import as_json
from rollbook.reports.kind import Kind
from rollbook.reports.kinds import kind_of
from rollbook.reports.lists.making import KIND as LIST
from rollbook.reports.queries.kept import address_of
from rollbook.reports.queries.saved import SavedLine, ScheduleLine, saved_report, schedules_of
from rollbook.reports.saving_forms import WEEKDAYS, SaveForm, ScheduleForm
from rollbook.reports.views.asking import may_open, question
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import school_line
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page

GONE = "This version of Rollbook has no report of that kind."


@dataclass(frozen=True, slots=True)
class Sent:
    """When a report is sent, in words, and where that is ended."""

    line: ScheduleLine
    when: str
    end: str


@page(Permission.SEE_REPORTS)
def save(request: OfficeRequest, report_kind: str) -> HttpResponse:
    """Give what is asked of a report a name."""
    known = may_open(request.actor, report_kind)
    given = QueryDict(request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode())
    asked = question(request.actor, known, given)
    if asked.asked is None:
        return redirect(_url(request, "report", report_kind=report_kind) + f"?{given.urlencode()}")
    may_share = request.actor.may(Permission.SHARE_REPORTS)
    has_trust = school_line(request.actor).trust_id is not None
    form = SaveForm(request.POST or None, may_share=may_share, has_trust=has_trust)
    if request.method == "POST" and form.is_valid():
        kept = as_json(asked.asked, asked.period)
        saved_as = actions.save_report(
            request.actor,
            kind=report_kind,
            name=form.cleaned_data["name"],
            asked=kept,
            shared=form.cleaned_data["shared"],
        )
        return redirect(_url(request, "saved", saved=saved_as))
    values = {
        "page": {"title": "Save this report", "sub": known.title, "back": _back(request, known, given)},
        "form": form,
        "query": given.urlencode(),
    }
    return render(request, "reports/save.html", values, status=422 if request.method == "POST" else 200)


@require_safe
@page(Permission.SEE_REPORTS)
def saved(request: OfficeRequest, saved: uuid.UUID) -> HttpResponse:
    """A saved report: what it asks, open it, have it sent."""
    kept = saved_report(request.actor, saved)
    form = ScheduleForm(staff=staff_of(request.actor), auto_id="f_%s")
    return render(request, "reports/saved.html", _about(request, kept, form))


@require_POST
@page(Permission.SHARE_REPORTS)
def schedule(request: OfficeRequest, saved: uuid.UUID) -> HttpResponse:
    """Have it sent."""
    kept = saved_report(request.actor, saved)
    form = ScheduleForm(request.POST, staff=staff_of(request.actor), auto_id="f_%s")
    if not form.is_valid():
        return render(request, "reports/saved.html", _about(request, kept, form), status=422)
    actions.schedule_report(request.actor, saved=saved, sending=form.sending())
    return redirect(_url(request, "saved", saved=saved))


@require_POST
@page(Permission.SHARE_REPORTS)
def end_schedule(request: OfficeRequest, schedule: uuid.UUID) -> HttpResponseRedirect:
    """Send it no more."""
    of = actions.end_schedule(request.actor, schedule=schedule)
    return redirect(_url(request, "saved", saved=of))


@require_POST
@page(Permission.SEE_REPORTS)
def retire(request: OfficeRequest, saved: uuid.UUID) -> HttpResponseRedirect:
    """Take it off the page."""
    actions.retire_report(request.actor, saved=saved)
    return redirect(_url(request, "list"))


def _about(request: OfficeRequest, kept: SavedLine, form: ScheduleForm) -> dict[str, object]:
    kind = kind_of(kept.kind)
    if kind is None:
        raise NotFound(GONE)
    may_open(request.actor, kind.key)
    return {
        "page": {
            "title": kept.name,
            "sub": f"{kind.title}. Saved by {kept.by_name}. {kept.shared_says}.",
            "back": _url(request, "list"),
            "back_label": "Reports",
        },
        "kept": kept,
        "open": _open_url(request, kept, kind),
        "sent": [_sent(request, one) for one in schedules_of(request.actor, kept.public_id)],
        "form": form if request.actor.may(Permission.SHARE_REPORTS) else None,
        "schedule": _url(request, "schedule", saved=kept.public_id),
        "retire": _url(request, "retire", saved=kept.public_id) if kept.mine else "",
    }


def _open_url(request: OfficeRequest, kept: SavedLine, kind: Kind) -> str:
    """Where it opens; a list of pupils at a page of its own, for what it asks is not for an address."""
    if kind.key == LIST:
        return reverse("lists:saved", kwargs={"school": request.school.slug, "saved_list": kept.public_id})
    return f"{_url(request, 'report', report_kind=kind.key)}?{address_of(kept.asked)}"


def _sent(request: OfficeRequest, one: ScheduleLine) -> Sent:
    clock = f"{one.at // 60}:{one.at % 60:02}"
    day = f", {dict(WEEKDAYS).get(one.weekday, '')}" if one.every in ("week", "fortnight") else ""
    return Sent(one, f"{one.every_says}{day}, {clock}", _url(request, "end-schedule", schedule=one.public_id))


def _back(request: OfficeRequest, kind: Kind, given: QueryDict) -> str:
    return f"{_url(request, 'report', report_kind=kind.key)}?{given.urlencode()}"


def _url(request: OfficeRequest, name: str, **more: object) -> str:
    return reverse(f"reports:{name}", kwargs={"school": request.school.slug, **more})
