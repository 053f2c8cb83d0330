"""September, examinations, festivals: said for groups, looked at pupil by pupil, then done (REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.registers.actions.occasions import observe, occasion_of
from rollbook.registers.actions.staggered import stagger
from rollbook.registers.actions.study_leave import check_days, grant_study_leave
from rollbook.registers.ahead_forms import AheadForm, ObserveForm, StartsForm, StudyLeaveForm
from rollbook.registers.queries.affected import Reached, reached
from rollbook.registers.queries.awaited import REGISTRATION
from rollbook.registers.queries.occasions import occasions_from
from rollbook.registers.queries.proposed import Proposed, for_occasion, for_study_leave, starting
from rollbook.registers.views.addresses import short_day
from rollbook.registers.views.office import office_url
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.schools.queries import sites
from rollbook.web.pages import OfficeRequest, page

Given = dict[str, Any]
YEARS_AND_FORMS = ("year", REGISTRATION)
A_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One kind of day: its form, whom it proposes for, what it does, and its words."""

    name: str
    title: str
    why: str
    form: type[AheadForm]
    propose: Callable[[OfficeRequest, Given, Collection[str]], tuple[Proposed, ...]]
    enter: Callable[[OfficeRequest, Given, Collection[str], uuid.UUID], str]
    ticked: bool
    act: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def starts(request: OfficeRequest) -> HttpResponse:
    """The first week of September: who is first expected on which day."""
    return _run(request, STARTS)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def study_leave(request: OfficeRequest) -> HttpResponse:
    """Study leave for public examinations."""
    return _run(request, STUDY)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def observance(request: OfficeRequest) -> HttpResponse:
    """A festival: the day that these families named."""
    return _run(request, OBSERVE)


def _run(request: OfficeRequest, case: Ahead) -> HttpResponse:
    names = {site.id: site.name for site in sites(request.actor)}
    places = reached(request.actor, request.actor.today, names, kinds=YEARS_AND_FORMS, rooms_too=False)
    form = _form(request, case, places)
    if request.method != "POST":
        return _form_page(request, case, form)
    if not form.is_valid():
        return _form_page(request, case, form, status=422)
    given = form.cleaned_data
    pupils = {p for place in places if place.key in given["groups"] for p in place.pupils}
    try:
        rows = case.propose(request, given, pupils)
        if request.POST.get("act") == "enter":
            return _enter(request, case, given, pupils)
    except Refused as refused:
        form.add_error(None, refused.says)
        return _form_page(request, case, form, status=422)
    return _preview_page(request, case, form, rows)


def _form(request: OfficeRequest, case: Ahead, places: tuple[Reached, ...]) -> AheadForm:
    more: dict[str, Any] = {
        "today": request.actor.today,
        "reached": [(place.key, f"{place.name} ({len(place.pupils)})") for place in places],
    }
    if case.form is ObserveForm:
        more["occasions"] = _festivals(request)
    return case.form(request.POST if request.method == "POST" else None, **more)


def _festivals(request: OfficeRequest) -> list[tuple[str, str]]:
    """Those of last month and later, for families ring afterwards too."""
    since = request.actor.today - A_MONTH
    return [
        (str(o.public_id), f"{o.name}, {short_day(o.first)} to {short_day(o.last)}")
        for o in occasions_from(request.actor, since)
        if o.is_festival
    ]


def _enter(request: OfficeRequest, case: Ahead, given: Given, pupils: Collection[str]) -> HttpResponse:
    try:
        save_id = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was entered. Load the page again.") from bad
    asked = [p for p in request.POST.getlist("pupil") if p in pupils]
    if not asked:
        raise Refused("Nobody was ticked, so nothing was entered. Choose the groups again.")
    messages.info(request, case.enter(request, given, asked, save_id))
    return HttpResponseRedirect(office_url(request, "days"), status=303)


def _form_page(request: OfficeRequest, case: Ahead, form: AheadForm, *, status: int = 200) -> HttpResponse:
    values = {
        "page": {"title": case.title, "back": office_url(request, "days"), "back_label": "Days"},
        "case": case,
        "form": form,
        "fields": [field for field in form if field.name != "groups"],
        "action": office_url(request, case.name),
        "festivals_url": office_url(request, "occasions"),
        "no_festival": isinstance(form, ObserveForm) and not form.has_festivals,
    }
    return render(request, "registers/ahead.html", values, status=status)


def _preview_page(request: OfficeRequest, case: Ahead, form: AheadForm, rows: tuple[Proposed, ...]) -> HttpResponse:
    values = {
        "page": {
            "title": "Look before it is entered",
            "sub": case.title,
            "back": office_url(request, case.name),
            "back_label": case.title,
        },
        "case": case,
        "action": office_url(request, case.name),
        "kept": [(name, v) for name, all_ in request.POST.lists() for v in all_ if _is_of(form, name)],
        "may": [row for row in rows if row.may],
        "stay": [row for row in rows if not row.may],
        "save_id": uuid.uuid4(),
    }
    return render(request, "registers/ahead_preview.html", values)


def _is_of(form: AheadForm, name: str) -> bool:
    return name in form.fields or name.rpartition("_")[0] in form.fields


def _stagger(request: OfficeRequest, given: Given, pupils: Collection[str], save_id: uuid.UUID) -> str:
    moved, not_required = stagger(request.actor, pupils=pupils, expected=given["expected"])
    return f"First expected {short_day(given['expected'])}: {moved} starting days moved, {not_required} planned X."


def _study(request: OfficeRequest, given: Given, pupils: Collection[str]) -> tuple[Proposed, ...]:
    check_days(request.actor, given["first"], given["last"])
    return for_study_leave(request.actor, pupils, given["first"], given["last"])


def _grant(request: OfficeRequest, given: Given, pupils: Collection[str], save_id: uuid.UUID) -> str:
    number = grant_study_leave(request.actor, pupils=pupils, first=given["first"], last=given["last"])
    return f"Study leave planned for {number}. It stands under Planned and can be withdrawn there."


def _occasion(request: OfficeRequest, given: Given, pupils: Collection[str]) -> tuple[Proposed, ...]:
    found = occasion_of(request.actor, uuid.UUID(given["occasion"]), given["on"])
    return for_occasion(request.actor, found, pupils, given["on"])


def _observe(request: OfficeRequest, given: Given, pupils: Collection[str], save_id: uuid.UUID) -> str:
    occasion = uuid.UUID(given["occasion"])
    number = observe(request.actor, occasion=occasion, pupils=pupils, on=given["on"], save_id=save_id)
    return f"R for {number} on {short_day(given['on'])}. A planned day stands under Planned; a mark under Grid."


STARTS = Ahead(
    "starts",
    "First days of September",
    "As agreed with families. New pupils start on their day, with no mark before it (COD-17); pupils outside "
    "compulsory age are X until then (COD-11).",
    StartsForm,
    lambda request, given, pupils: starting(request.actor, pupils, given["expected"]),
    _stagger,
    ticked=True,
    act="Set their first day",
)
STUDY = Ahead(
    "study-leave",
    "Study leave",
    "For public examinations only, agreed in advance (COD-15). It is absence with leave; who comes in is marked "
    "present, and in an examination is present. Nobody on study leave gets a call. Year 11 stays on the register "
    "to the last Friday in June (REG-15).",
    StudyLeaveForm,
    _study,
    _grant,
    ticked=True,
    act="Plan study leave",
)
OBSERVE = Ahead(
    "observance",
    "Religious observance",
    "One day for each occasion, the one the family names (COD-13). Families differ: tick those who asked.",
    ObserveForm,
    _occasion,
    _observe,
    ticked=False,
    act="Enter R",
)
