"""Lateness: totals and patterns of a period, and the school's steps (ABS-H)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions.lateness import set_late_policy, take_late_steps
from rollbook.absence.late_forms import LateFilterForm, LatePolicyForm, StepsForm
from rollbook.absence.queries.lateness import (
    LateLine,
    StepDue,
    every_late_rules,
    half_term,
    late_rules,
    late_steps_due,
    lateness,
)
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, short_session, span, together
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import groups_of
from rollbook.rules.access import Permission
from rollbook.rules.calendar import Days
from rollbook.rules.sessions import in_words
from rollbook.web.components.layout import Tab
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

PAGE = 50
SEES = Permission.SEE_WATCH_LISTS


@dataclass(frozen=True, slots=True)
class LateRow:
    """A pupil in the list as the page shows them."""

    line: LateLine
    url: str
    lost: str
    first: str
    last: str


def late_tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The parts of lateness."""
    names = [("lateness", "Totals"), ("late-steps", "Steps due"), ("detentions", "Detentions")]
    if request.actor.may(Permission.SET_UP_SCHOOL):
        names.append(("late-policy", "The school’s steps"))
    return [Tab(label, here(request, name), name == current) for name, label in names]


def here(request: OfficeRequest, name: str, **place: object) -> str:
    return reverse(f"absence:{name}", kwargs={"school": request.school.slug, **place})


@require_safe
@page(SEES)
def late_list(request: OfficeRequest) -> HttpResponseBase:
    """Who was late in a period, how often before and after the close, minutes lost, and when mostly."""
    actor = request.actor
    groups = groups_of(actor, "registration", actor.today)
    years = [(y, f"Year {y}") for y in dict.fromkeys(g.nc_year for g in groups) if y]
    form = LateFilterForm(request.GET, years=years, groups=[g.name for g in groups], auto_id="late-%s")
    usual = half_term(actor, actor.today) or Days(actor.today.replace(day=1), actor.today)
    first, last = form.day("first", usual.first), min(form.day("last", actor.today), actor.today)
    year, group = form.chosen("year"), form.chosen("group")
    found = tuple(one for one in lateness(actor, first, max(first, last)) if _wanted(one, year, group))
    log_list(actor, what="lateness", count=len(found))
    if request.GET.get("as") == "csv":
        return _file(found)
    asked = {"first": first.isoformat(), "last": last.isoformat(), "year": year, "group": group}
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": {"title": "Lateness", "sub": f"{in_words(first)} to {in_words(last)}"},
        "tabs": late_tabs(request, "lateness"),
        "form": form,
        "chips": _chips(asked),
        "listed": listed,
        "rows": [_row(request, one) for one in listed],
        "csv": f"?{urlencode({**asked, 'as': 'csv'})}",
        "sums": _sums(found),
    }
    return render(request, "absence/lateness.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SEES)
def late_steps(request: OfficeRequest) -> HttpResponse:
    """For whom a step is due; ticked and taken together, letters as one run."""
    actor = request.actor
    due = late_steps_due(actor)
    choices = [(_key(one), one.pupil.name) for one in due]
    form = StepsForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and tried(form, lambda: _take(request, form), beside="chosen"):
        return HttpResponseRedirect(here(request, "late-steps"), status=303)
    log_list(actor, what="steps about lateness", count=len(due))
    rules = late_rules(actor, actor.today)
    values = {
        "page": {"title": "Steps due about lateness", "sub": "Counted in this half term; both halves of the day."},
        "tabs": late_tabs(request, "late-steps"),
        "rows": [(one, _key(one), pupil_url(request, one.pupil.public_id, "attendance")) for one in due],
        "rules": rules,
        "form": form,
        "acts": actor.may(Permission.FOLLOW_UP_LATENESS),
    }
    return render(request, "absence/late_steps.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def late_policy(request: OfficeRequest) -> HttpResponse:
    """After how many lates what is done, from a day on."""
    actor = request.actor
    versions = every_late_rules(actor)
    form = LatePolicyForm(
        request.POST or None, around=actor.today, steps=versions[0].steps, initial={"from_day": actor.today}
    )
    if request.method == "POST" and tried(form, lambda: _set(request, form), beside="at_0"):
        messages.info(request, "Set. Steps that were taken before stay as they are.")
        return HttpResponseRedirect(here(request, "late-policy"), status=303)
    values = {
        "page": {"title": "The school’s steps about lateness"},
        "tabs": late_tabs(request, "late-policy"),
        "versions": versions,
        "form": form,
    }
    return render(request, "absence/late_policy.html", values, status=422 if form.errors else 200)


def _take(request: OfficeRequest, form: StepsForm) -> None:
    done = take_late_steps(request.actor, chosen=form.steps())
    letters = (
        f" {count(done.letters.count, 'letter')} written, to be printed under Letters." if done.letters.count else ""
    )
    calls = f" {count(done.calls.count, 'call')} on the calling list." if done.calls.count else ""
    messages.info(request, f"{count(done.taken, 'step')} taken.{letters}{calls}")
    if done.calls.without:
        names = together(sorted(done.calls.without))
        messages.warning(
            request, f"Nobody can be rung about {names}: nobody may be told, or no working number is held."
        )
    if done.letters.without:
        names = together(sorted(done.letters.without))
        messages.warning(request, f"No letter can be written about {names}: nobody may be told, or no address is held.")


def _set(request: OfficeRequest, form: LatePolicyForm) -> None:
    set_late_policy(request.actor, from_day=form.cleaned_data["from_day"], steps=form.steps())


def _key(one: StepDue) -> str:
    return f"{one.pupil.public_id}|{one.step.at}"


def _wanted(one: LateLine, year: str, group: str) -> bool:
    return (not year or one.pupil.nc_year == year) and (not group or one.pupil.registration == group)


def _row(request: OfficeRequest, line: LateLine) -> LateRow:
    today, totals = request.actor.today, line.totals
    return LateRow(
        line=line,
        url=pupil_url(request, line.pupil.public_id, "attendance"),
        lost=span(totals.minutes) if totals.minutes else "",
        first=short_session(totals.first, around=today),
        last=short_session(totals.last, around=today),
    )


def _sums(found: tuple[LateLine, ...]) -> dict[str, object]:
    minutes = sum(one.totals.minutes for one in found)
    return {
        "pupils": len(found),
        "before": sum(one.totals.before_close for one in found),
        "after": sum(one.totals.after_close for one in found),
        "lost": span(minutes),
        "untimed": sum(one.totals.untimed for one in found),
    }


def _chips(asked: dict[str, str]) -> list[Chip]:
    says = {"year": f"Year {asked['year']}", "group": f"Form {asked['group']}"}
    return [Chip(says[name], f"?{urlencode({**asked, name: ''})}") for name in says if asked[name]]


def _file(found: tuple[LateLine, ...]) -> HttpResponse:
    heads = (
        "Surname", "Forename", "Form", "Year", "Before close (L)", "After close (U)", "Minutes lost", "Without minutes",
        "Mon", "Tue", "Wed", "Thu", "Fri", "Mornings", "Afternoons", "First", "Last",
    )  # fmt: skip
    rows = (
        (
            *(one.pupil.surname, one.pupil.forename, one.pupil.registration, one.pupil.nc_year),
            *(one.totals.before_close, one.totals.after_close, one.totals.minutes, one.totals.untimed),
            *one.totals.by_weekday,
            *one.totals.by_half,
            *(one.totals.first.on.isoformat(), one.totals.last.on.isoformat()),
        )
        for one in found
    )
    return csv_file("lateness", heads, rows)
