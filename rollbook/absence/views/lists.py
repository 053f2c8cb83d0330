"""The ten in ten: who is near or at the threshold, and why (PEN-1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries import InTheWindow, ten_in_ten
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import absence_tabs, pupil_url
from rollbook.absence.words import short_day
from rollbook.audit.actions import log_list
from rollbook.rules.access import Permission
from rollbook.rules.age import is_compulsory
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
AT_LEAST = 6


@dataclass(frozen=True, slots=True)
class TenRow:
    """A pupil in the ten weeks as the page shows them."""

    found: InTheWindow
    url: str
    sessions_url: str
    compulsory: bool
    slot: str

    @property
    def must_be_considered(self) -> bool:
        """Ten are reached, and a notice can be given at all (PEN-3, PEN-5)."""
        return self.found.window.is_met and self.compulsory

    @property
    def slot_target(self) -> str:
        return f"#{self.slot}"

    @property
    def stands(self) -> str:
        return f"{self.found.window.missing} more"


@require_safe
@page(Permission.SEE_WATCH_LISTS)
def ten(request: OfficeRequest) -> HttpResponseBase:
    """Who stands at or near ten unauthorised sessions in ten school weeks (PEN-1)."""
    found = ten_in_ten(request.actor, at_least=AT_LEAST)
    log_list(request.actor, what="watch list", count=len(found))
    if request.GET.get("as") == "csv":
        return _ten_file(request, found)
    listed: Page[InTheWindow] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    weeks = found[0].window.weeks if found else ()
    values = {
        "page": {"title": "Ten in ten school weeks", "sub": _moment(request)},
        "tabs": absence_tabs(request, "ten"),
        "listed": listed,
        "rows": [_ten_row(request, one) for one in listed],
        "weeks": [short_day(week, around=request.actor.today) for week in weeks],
        "at_least": AT_LEAST,
    }
    return render(request, "absence/ten.html", values)


def _ten_row(request: OfficeRequest, found: InTheWindow) -> TenRow:
    return TenRow(
        found=found,
        url=pupil_url(request, found.pupil.public_id, "attendance"),
        sessions_url=_sessions_url(request, found.pupil.public_id, "ten"),
        compulsory=is_compulsory(found.pupil.born, request.actor.today),
        slot=f"slot-{found.pupil.public_id}",
    )


def _sessions_url(request: OfficeRequest, pupil: object, line: str) -> str:
    return reverse("absence:sessions", kwargs={"school": request.school.slug, "pupil": pupil, "line": line})


def _moment(request: OfficeRequest) -> str:
    return f"Worked out now from every mark up to {in_words(request.actor.today)}."


def _ten_file(request: OfficeRequest, found: tuple[InTheWindow, ...]) -> HttpResponse:
    heads = ("Surname", "Forename", "Form", "Unauthorised sessions", "Needed", "Window from", "Compulsory school age")
    rows = (
        (
            *(w.pupil.surname, w.pupil.forename, w.pupil.registration),
            *(len(w.window.sessions), w.window.needed),
            w.window.weeks[0].isoformat() if w.window.weeks else "",
            "yes" if is_compulsory(w.pupil.born, request.actor.today) else "no",
        )
        for w in found
    )
    return csv_file("absence-ten-in-ten", heads, rows)
