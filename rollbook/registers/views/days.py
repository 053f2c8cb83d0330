"""The days that are not ordinary, in one place, and the sudden closure of the whole school (REG-M)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.registers.actions.sudden import close_suddenly, preview_sudden, reopen
from rollbook.registers.day_forms import LONGEST_REASON, BackForm, SuddenForm
from rollbook.registers.queries.contact import stop_on, stops_since
from rollbook.registers.views.addresses import clock
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page

SHOWN = timedelta(days=14)
MIDDAY = 11


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of day, as the list of them shows it."""

    title: str
    why: str
    act: str
    url: str


@require_safe
@page(Permission.AMEND_MARKS)
def days(request: OfficeRequest) -> HttpResponse:
    """Every kind of day that is not ordinary, with the way into each."""
    today = request.actor.today
    values = {
        "page": {"title": "Days that are not ordinary"},
        "tabs": office_tabs(request, "days"),
        "cases": _cases(request),
        "stop": stop_on(request.actor, today),
        "stops": [s for s in stops_since(request.actor, today - SHOWN) if not s.lifted],
        "back": BackForm(auto_id="back_%s"),
        "collecting_url": _collecting_url(request),
        "today": today,
    }
    return render(request, "registers/days.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.AMEND_MARKS)
def sudden(request: OfficeRequest) -> HttpResponse:
    """The whole school closes: said, looked at, done."""
    today, at = request.actor.today, request.actor.now
    if request.method != "POST":
        later = int(clock(at).split(":")[0]) >= MIDDAY
        return _form_page(request, SuddenForm(today=today, halves="1" if later else "01"))
    form = SuddenForm(request.POST, today=today)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        seen = preview_sudden(request.actor, form.sudden)
    except Refused as refused:
        form.add_error(None, refused.says)
        return _form_page(request, form, status=422)
    if request.POST.get("act") == "enter":
        return _enter(request, form)
    values = {
        "page": {
            "title": "Look before it is done",
            "sub": f"{in_words(form.sudden.on)}: {form.sudden.reason}",
            "back": office_url(request, "sudden"),
            "back_label": "Sudden closure",
        },
        "action": office_url(request, "sudden"),
        "kept": [(name, value) for name, all_ in request.POST.lists() for value in all_ if name in _KEPT],
        "save_id": uuid.uuid4(),
        "seen": seen,
        "part": form.sudden.written == "1",
    }
    return render(request, "registers/sudden_preview.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def take_back(request: OfficeRequest, stop: uuid.UUID) -> HttpResponse:
    """Take a sudden closure back in one step, with its reason."""
    reopen(request.actor, stop=stop, reason=request.POST.get("reason", "")[:LONGEST_REASON])
    messages.info(request, "Taken back: the day is as any other, and families may be asked again.")
    return HttpResponseRedirect(office_url(request, "days"), status=303)


_KEPT = {"halves", "on_0", "on_1", "on_2", "reason"}


def _enter(request: OfficeRequest, form: SuddenForm) -> HttpResponse:
    try:
        save_id = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError as bad:
        raise Refused("What this page sent cannot be read, so nothing was entered. Load the page again.") from bad
    number = close_suddenly(request.actor, save_id=save_id, sudden=form.sudden)
    if number:
        messages.info(request, f"Closed for {number} pupils. No family is asked about the sessions lost.")
    return HttpResponseRedirect(office_url(request, "days"), status=303)


def _form_page(request: OfficeRequest, form: SuddenForm, *, status: int = 200) -> HttpResponse:
    values = {
        "page": {
            "title": "The school closes suddenly",
            "back": office_url(request, "days"),
            "back_label": "Days",
        },
        "form": form,
        "action": office_url(request, "sudden"),
    }
    return render(request, "registers/sudden.html", values, status=status)


def _collecting_url(request: OfficeRequest) -> str:
    return reverse("site:collecting", kwargs={"school": request.school.slug})


def _cases(request: OfficeRequest) -> list[Case]:
    set_up = reverse("schools:times", kwargs={"school": request.school.slug})
    return [
        Case(
            "The school closes suddenly",
            "Snow, no heating, no water: everybody, the whole day or the afternoon. Calls home stop at once.",
            "Close the school",
            office_url(request, "sudden"),
        ),
        Case(
            "Part of the site, or a day that has passed",
            "Y3, Q or Y4 for the pupils it reached, looked at before it is entered, taken back in one step.",
            "Enter a closure",
            office_url(request, "closures"),
        ),
        Case(
            "A bus or taxi is late, or did not come",
            "L or Y1 for just those whom the route carries (COD-19), looked at first, taken back in one step.",
            "Routes",
            office_url(request, "routes"),
        ),
        Case(
            "First days of September",
            "Staggered starts by year group, looked at pupil by pupil: starting days, X outside compulsory age.",
            "Set first days",
            office_url(request, "starts"),
        ),
        Case(
            "On the roll, not come",
            "Who was expected and has not come, since when, what was heard, what comes next (ADM-3).",
            "See who",
            office_url(request, "no-shows"),
        ),
        Case(
            "Examinations and study leave",
            "S for those it may be granted to; present when in the examination; no calls; Year 11 to the end of June.",
            "Plan study leave",
            office_url(request, "study-leave"),
        ),
        Case(
            "Eid and other festivals, Ramadan",
            "The school’s list of days; R on the one day that each family names (COD-13).",
            "Festivals",
            office_url(request, "occasions"),
        ),
        Case(
            "Nursery and Reception part-time, settling in, sixth-form free periods, days at another school",
            "X or D on some mornings and afternoons of the week, from a day to a day.",
            "Plan it",
            office_url(request, "plan"),
        ),
        Case(
            "The school finishes early on one day",
            "The end of term at half past one: that day’s own times. Two sessions stay two, with a break (REG-5).",
            "Set the day",
            reverse("schools:finish-early", kwargs={"school": request.school.slug}),
        ),
        Case(
            "Friday prayers, an earlier finish in Ramadan, a site with its own times",
            "Times for a weekday, a year group or a site, from a day on.",
            "Set times",
            set_up,
        ),
    ]
