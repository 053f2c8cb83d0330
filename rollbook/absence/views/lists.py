"""The watch lists and the ten in ten: who is near or over a line, and why."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.forms import WatchForm
from rollbook.absence.queries import InTheWindow, WatchFilters, WatchLine, ten_in_ten, watch_list
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import absence_tabs, pupil_url, shown_flags
from rollbook.absence.words import short_day
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import groups_of
from rollbook.rules.access import Permission
from rollbook.rules.age import is_compulsory
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import policies
from rollbook.web.components.layout import Flag
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
REGISTRATION = "registration"
AT_LEAST = 6
BANDS = {
    "persistent": (
        "Persistently absent",
        "Absent for at least 10 % of their own possible sessions this year (PA-3). "
        "Severely absent pupils are in it too.",
    ),
    "severe": ("Severely absent", "Absent for at least 50 % of their own possible sessions this year (PA-3)."),
    "at-risk": ("At risk", "Not yet persistently absent, but at or over the school's own warning line of {percent} %."),
}


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A pupil on a watch list as the page shows them."""

    line: WatchLine
    url: str
    sessions_url: str
    flags: tuple[Flag, ...]
    until: str
    slot: str

    @property
    def slot_target(self) -> str:
        return f"#{self.slot}"


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
def watch(request: OfficeRequest) -> HttpResponseBase:
    """Persistent, severe or at risk: worked out at this moment, each opening to its sessions."""
    band = request.GET.get("band", "persistent")
    band = band if band in BANDS else "persistent"
    groups = groups_of(request.actor, REGISTRATION, request.actor.today)
    years = [(y, f"Year {y}") for y in dict.fromkeys(g.nc_year for g in groups) if y]
    form = WatchForm(request.GET, years=years, groups=[g.name for g in groups], auto_id="watch-%s")
    year, group = form.chosen("year"), form.chosen("group")
    found = watch_list(request.actor, WatchFilters(band, year, group))
    log_list(request.actor, what="watch list", count=len(found))
    if request.GET.get("as") == "csv":
        return _watch_file(band, found)
    title, what = BANDS[band]
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": {"title": title, "sub": _moment(request)},
        "tabs": absence_tabs(request, band),
        "what": what.format(percent=_at_risk_percent(request)),
        "band": band,
        "form": form,
        "chips": _chips(band, year, group),
        "clear": f"?band={band}",
        "listed": listed,
        "rows": [_row(request, line, band) for line in listed],
        "csv": f"?{urlencode({'band': band, 'year': year, 'group': group, 'as': 'csv'})}",
    }
    return render(request, "absence/watch.html", values)


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


def _row(request: OfficeRequest, line: WatchLine, band: str) -> WatchRow:
    key = "severe" if band == "severe" else "persistent"
    return WatchRow(
        line=line,
        url=pupil_url(request, line.pupil.public_id, "attendance"),
        sessions_url=_sessions_url(request, line.pupil.public_id, key),
        flags=shown_flags(line.flags),
        until=str(line.until_persistent) if not line.persistent else "",
        slot=f"slot-{line.pupil.public_id}",
    )


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


def _chips(band: str, year: str, group: str) -> list[Chip]:
    chips = []
    if year:
        chips.append(Chip(f"Year {year}", f"?{urlencode({'band': band, 'group': group})}"))
    if group:
        chips.append(Chip(f"Form {group}", f"?{urlencode({'band': band, 'year': year})}"))
    return chips


def _moment(request: OfficeRequest) -> str:
    return f"Worked out now from every mark up to {in_words(request.actor.today)}."


def _at_risk_percent(request: OfficeRequest) -> int:
    return next((p.bands[0].percent for p in policies(request.actor) if p.valid_from <= request.actor.today), 10)


def _watch_file(band: str, found: tuple[WatchLine, ...]) -> HttpResponse:
    heads = ("Surname", "Forename", "Form", "Year", "Absent %", "Absent", "Authorised", "Unauthorised", "Possible")
    rows = (
        (
            *(w.pupil.surname, w.pupil.forename, w.pupil.registration, w.pupil.nc_year, w.absence),
            *(w.totals.absent, w.totals.authorised, w.totals.unauthorised, w.totals.possible),
        )
        for w in found
    )
    return csv_file(f"absence-{band}", heads, rows)


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
