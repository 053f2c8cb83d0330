"""Lunch: the gate by one scan or two letters, who is out, who is not back, and who may go."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.pupils.queries import PupilFilters, PupilLine, pupils_list
from rollbook.pupils.queries.at_the_door import by_admission_number
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.actions import AtGate
from rollbook.site.around_forms import WEEKDAYS, GateForm, PassForm
from rollbook.site.views.desk import FEWEST, MOST, tabs
from rollbook.site.views.moving import _identity, _pupil
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

RUNS = Permission.RUN_FRONT_DESK


@require_http_methods(["GET", "HEAD", "POST"])
@page(RUNS)
def lunch(request: OfficeRequest) -> HttpResponse:
    """The gate: a number that is scanned signs out or in at once, letters find pupils."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    scanned = by_admission_number(request.actor, typed)
    if len(scanned) == 1:
        return _page(request, answer=_at_gate(request, scanned[0].public_id))
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    return _page(request, typed=typed, found=found)


@require_POST
@page(RUNS)
def gate(request: OfficeRequest) -> HttpResponse:
    """One pupil found by name goes out or comes in; or went out though no pass allows it."""
    form = GateForm(request.POST)
    if not form.is_valid():
        raise Refused("This cannot be read. Open the lunch page again.")
    given = form.cleaned_data
    answer = actions.pass_gate(
        request.actor, movement_id=given["movement"], pupil=str(given["pupil"]), anyway=given["anyway"]
    )
    return _page(request, answer=answer)


@require_http_methods(["GET", "HEAD", "POST"])
@page(RUNS)
def give_pass(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """A new pass for a pupil."""
    line, today = _pupil(request, pupil), request.actor.today
    begun = {"lunch_pass": uuid.uuid4(), "weekdays": ["0", "1", "2", "3", "4"]}
    form = PassForm(request.POST, around=today) if request.method == "POST" else PassForm(initial=begun, around=today)
    if form.is_bound and tried(form, lambda: _give(request, str(pupil), form), beside="agreed_by"):
        messages.info(request, f"{line.name} has a lunch pass.")
        return HttpResponseRedirect(_lunch(request), status=303)
    values = {
        "page": {"title": f"Lunch pass for {line.name}", "back": _lunch(request), "back_label": "Lunch"},
        "who": _identity(line),
        "form": form,
    }
    return render(request, "site/lunch_pass.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(RUNS)
def end_pass(request: OfficeRequest, lunch_pass: uuid.UUID) -> HttpResponse:
    """No pass any more, from this moment."""
    actions.end_lunch_pass(request.actor, pass_id=lunch_pass)
    messages.info(request, "The lunch pass has ended.")
    return HttpResponseRedirect(_lunch(request), status=303)


def _give(request: OfficeRequest, pupil: str, form: PassForm) -> None:
    given = form.cleaned_data
    actions.give_lunch_pass(
        request.actor,
        pass_id=given["lunch_pass"],
        pupil=pupil,
        weekdays=tuple(int(day) for day in given["weekdays"]),
        first=given["first"] or request.actor.today,
        last=given["last"],
        agreed_by=kept(given["agreed_by"]).strip(),
    )


def _at_gate(request: OfficeRequest, pupil: str) -> AtGate:
    form = GateForm({**request.POST.dict(), "pupil": pupil})
    if not form.is_valid():
        raise Refused("This scan cannot be read. Open the lunch page again.")
    return actions.pass_gate(request.actor, movement_id=form.cleaned_data["movement"], pupil=pupil)


def _page(
    request: OfficeRequest, typed: str = "", found: tuple[PupilLine, ...] = (), answer: AtGate | None = None
) -> HttpResponse:
    out = queries.out_at_lunch(request.actor)
    away = {one.pupil.id for one in out}
    days = dict(WEEKDAYS)
    values = {
        "page": {"title": "Front desk", "sub": in_words(request.actor.today)},
        "tabs": tabs(request, "site:lunch"),
        "typed": typed,
        "found": [(line, line.id in away) for line in found],
        "answer": answer,
        "movement": uuid.uuid4(),
        "late": [one for one in out if one.late],
        "out": [one for one in out if not one.late],
        "passes": [(p, " ".join(days[str(day)] for day in p.weekdays)) for p in queries.passes(request.actor)],
    }
    return render(request, "site/lunch.html", values)


def _lunch(request: OfficeRequest) -> str:
    return reverse("site:lunch", kwargs={"school": request.school.slug})
