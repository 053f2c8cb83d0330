"""A pupil at a glance, and what is known ahead of their absence."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.absence.queries import PupilYearStory, pupil_year
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import short_day, wall_clock
from rollbook.home.forms import PlanForm
from rollbook.home.views.own_fields import shown_own_fields
from rollbook.home.views.people import SEES, around, pupil_of
from rollbook.pupils.queries import EnrolmentLine, PupilOverview, siblings_of
from rollbook.registers.actions import end_plan, plan_absence
from rollbook.registers.queries import PlannedLine, plans_of_pupil
from rollbook.registers.queries.changes import Change, changes_of
from rollbook.rules.access import Permission
from rollbook.rules.attendance import absence_of, attendance_of
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound
from rollbook.web.components.layout import Figure, Happening
from rollbook.web.pages import OfficeRequest, page

SHOWN_CHANGES = 12
# A line that is reached: its name, its number and its rule.
LINES = {
    "persistent": ("Persistent absence", "10 % reached", "PA-3"),
    "severe": ("Severe absence", "50 % reached", "PA-3"),
    "ten": ("Penalty notice", "ten in ten weeks", "must be considered, PEN-1"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A planned absence, and where it is withdrawn."""

    plan: PlannedLine
    says: str
    when: str
    end_url: str


@require_safe
@page(*SEES)
def overview(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Who the pupil is, where they stand, what is planned and how the year goes."""
    found = pupil_of(request, pupil)
    form = PlanForm(around=request.actor.today, auto_id="plan-%s")
    return _page(request, found, form)


@require_POST
@page(Permission.AMEND_MARKS)
def plan(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Note an absence that is known ahead; the register shows it, nothing is marked (REG-16)."""
    found = pupil_of(request, pupil)
    form = PlanForm(request.POST, around=request.actor.today, auto_id="plan-%s")
    if not form.is_valid():
        return _page(request, found, form, status=422)
    given = form.cleaned_data
    if code_on(given["code"], given["first"]).detail_required and not given["note"].strip():
        form.add_error("note", f"Code {given['code']} needs a note (COD-6)")
        return _page(request, found, form, status=422)
    plan_absence(
        request.actor,
        pupil=str(pupil),
        first=given["first"],
        last=given["last"],
        code=given["code"],
        note=given["note"],
        halves=given["halves"],
    )
    messages.info(request, f"Planned: {given['code']} from {short_day(given['first'])} to {short_day(given['last'])}.")
    return HttpResponseRedirect(pupil_url(request, pupil), status=303)


@require_POST
@page(Permission.AMEND_MARKS)
def end_plan_of(request: OfficeRequest, pupil: uuid.UUID, plan: int) -> HttpResponse:
    """Withdraw a planned absence of this pupil."""
    found = pupil_of(request, pupil)
    if plan not in {p.id for p in plans_of_pupil(request.actor, found.line.id, request.actor.today)}:
        raise NotFound("This planned absence is not there any more. Open the pupil again.")
    end_plan(request.actor, plan_id=plan)
    messages.info(request, "The planned absence is withdrawn.")
    return HttpResponseRedirect(pupil_url(request, pupil), status=303)


def _page(request: OfficeRequest, found: PupilOverview, form: PlanForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    story = pupil_year(actor, found.line.public_id)
    values: dict[str, Any] = {
        **around(request, found, "overview"),
        "form": form,
        "may_plan": actor.may(Permission.AMEND_MARKS),
        "plan_url": pupil_url(request, found.line.public_id, "plan"),
        "plans": _plans(request, found),
        "figures": _figures(request, found, story),
        "happenings": [_happening(c) for c in changes_of(actor, found.line.id, most=SHOWN_CHANGES)],
        "enrolments": [_enrolment(e) for e in found.enrolments],
        "siblings": _siblings(request, found),
        "own_fields": shown_own_fields(request, found.line.public_id),
        "legal_name": " ".join(n for n in (found.legal_forename, found.middle_names, found.legal_surname) if n),
        "born": f"{found.line.born.day} {found.line.born:%B %Y} (age {found.age})",
        "compulsory": "Yes" if found.compulsory_age else "No",
        "address": ", ".join(part for part in (*found.address_lines, found.postcode) if part),
        "sees_contacts": actor.may(Permission.SEE_CONTACTS),
        "sees_particulars": actor.may(Permission.SEE_FLAGS) or actor.may(Permission.EDIT_PUPILS),
    }
    return render(request, "home/pupil.html", values, status=status)


def _figures(request: OfficeRequest, found: PupilOverview, story: PupilYearStory) -> list[Figure]:
    totals, url = story.totals, pupil_url(request, found.line.public_id, "attendance")
    attended, absent = attendance_of(totals), absence_of(totals)
    if attended is None or absent is None:
        return [Figure("Attendance", "no marks", f"{story.title}", url)]
    met = [s for s in story.statements if s.is_met]
    figures = [
        Figure("Attendance", f"{attended} %", f"{totals.attended} of {totals.possible} sessions, {story.title}", url),
        Figure("Absence", f"{absent} %", f"{totals.authorised} authorised, {totals.unauthorised} unauthorised", url),
        Figure(
            "Late", str(totals.late_before_close + totals.late_after_close), f"{totals.late_after_close} after close"
        ),
    ]
    return figures + [Figure(*LINES[s.key], f"{url}?open={s.key}#{s.key}") for s in met]


def _plans(request: OfficeRequest, found: PupilOverview) -> list[PlanRow]:
    rows = plans_of_pupil(request.actor, found.line.id, request.actor.today)
    where = {"school": request.school.slug, "pupil": found.line.public_id}
    return [
        PlanRow(
            plan=p,
            says=code_on(p.code, p.first).name,
            when=short_day(p.first) if p.first == p.last else f"{short_day(p.first)} to {short_day(p.last)}",
            end_url=reverse("home:end-plan", kwargs={**where, "plan": p.id}),
        )
        for p in rows
    ]


def _siblings(request: OfficeRequest, found: PupilOverview) -> list[tuple[str, str, str]]:
    """Brothers and sisters whom this person may know of."""
    if not request.actor.may(Permission.SEE_CONTACTS):
        return []
    siblings = siblings_of(request.actor, [found.line.id]).get(found.line.id, ())
    return [(s.name, s.registration, pupil_url(request, s.public_id)) for s in siblings]


def _enrolment(line: EnrolmentLine) -> str:
    first = short_day(line.first_day) + f" {line.first_day.year}"
    if line.last_day is None:
        return f"{line.status}, since {first}{', boards' if line.boarder else ''}"
    why = f": {line.leaving_reason or line.removal_ground}" if line.leaving_reason or line.removal_ground else ""
    to = f" to {line.destination}" if line.destination else ""
    return f"{line.status}, {first} to {short_day(line.last_day)} {line.last_day.year}{why}{to}"


def _happening(change: Change) -> Happening:
    when = f"{short_day(change.at.date())} {wall_clock(change.at)}"
    return Happening(change.title, when, by=f"{change.by_name}, {change.by_role}", says=change.reason)
