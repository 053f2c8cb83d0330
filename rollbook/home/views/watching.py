"""The watch lists: who is in which band, how that moved, where it can end, and what has been done about it (CASE-A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries import WatchLine, watch_list
from rollbook.absence.queries.days import days_met
from rollbook.absence.queries.lateness import half_term
from rollbook.absence.queries.watch_lists import EVERYBODY, WEEK, with_patterns
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import absence_tabs, pupil_url, shown_flags
from rollbook.absence.words import short_day
from rollbook.audit.actions import log_list
from rollbook.audit.once import read_once
from rollbook.home.watch_forms import FILTERS, USUAL_BAND, WatchForm
from rollbook.pupils.queries import groups_of
from rollbook.reports.queries.done import Done, done, in_short, last_meant
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.attendance import absence_of
from rollbook.rules.bands import PERSISTENT_BAND
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.moved import Moved, moved
from rollbook.rules.sessions import in_words
from rollbook.rules.told import Told
from rollbook.rules.year_row import year_ends, year_of, year_starts
from rollbook.schools.queries import policy_on
from rollbook.web.components.layout import Flag
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
MOST_DONE = 3
REGISTRATION = "registration"
# Lists that hold several bands, so that each row says which.
MIXED = (USUAL_BAND, "at-risk", EVERYBODY)
SORTS: Mapping[str, Callable[[WatchLine], object]] = {
    "absence": lambda w: w.share,
    "change": lambda w: w.change if w.change is not None else Fraction(-1),
    "missed": lambda w: w.totals.absent,
    "until": lambda w: w.forecast.may_miss,
    "name": lambda w: w.pupil.order,
    "form": lambda w: (len(w.pupil.registration), w.pupil.registration, w.pupil.order),
}


@dataclass(frozen=True, slots=True)
class DoneShown:
    """One line of what has been done: the newest of its kind, and how often."""

    says: str
    when: str
    more: str


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A pupil on a watch list as the page shows them."""

    line: WatchLine
    url: str
    sessions_url: str
    flags: tuple[Flag, ...]
    band: str
    tone: str
    change: str
    was: str
    done: tuple[DoneShown, ...]
    moved: Moved | None
    moved_on: str
    slot: str

    @property
    def slot_target(self) -> str:
        return f"#{self.slot}"


@require_safe
@page(Permission.SEE_WATCH_LISTS)
def watch(request: OfficeRequest) -> HttpResponseBase:
    """The pupils in a band, worked out at this moment; each opens to its sessions and to what has been done."""
    actor = request.actor
    with read_once():
        form = watch_form(request)
        since = since_of(actor, form.chosen("since"))
        found = _sorted(watch_list(actor, form.filters(since)), request.GET.get("sort", ""))
        as_file = request.GET.get("as") == "csv"
        listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
        shown = with_patterns(actor, found if as_file else list(listed.object_list))
        told = done(actor, [w.pupil.id for w in shown], year_starts(year_of(actor.today)), actor.today)
        calendar = days_met(actor, first=year_starts(year_of(actor.today) - 1), last=year_ends(year_of(actor.today)))
    log_list(actor, what="watch list", count=len(found))
    if as_file:
        return _file(actor, form, since, shown, told, calendar)
    band = form.chosen("band") or USUAL_BAND
    values = {
        "page": {
            "title": form.label_of("band") or "Persistently absent, 10 % and over",
            "sub": f"Worked out now from every mark up to {in_words(actor.today)}; "
            f"compared with the end of {in_words(since)}.",
            "wide": True,
        },
        "tabs": absence_tabs(request, "watch"),
        "form": form,
        "chips": _chips(form),
        "clear": f"?band={band}",
        "listed": listed,
        "rows": [_row(request, w, band, told.get(w.pupil.id, ()), calendar) for w in shown],
        "since": short_day(since, around=actor.today),
        "csv": f"?{urlencode({**_query(form), 'sort': request.GET.get('sort', ''), 'as': 'csv'})}",
    }
    return render(request, "home/watch.html", values)


def watch_form(request: OfficeRequest) -> WatchForm:
    """The filters as they stand in the address, with the choices that this school has today."""
    actor = request.actor
    return WatchForm(
        request.GET,
        groups=groups_of(actor, REGISTRATION, actor.today),
        bands=policy_on(actor, actor.today).bands,
        sees_flags=actor.may(Permission.SEE_FLAGS),
        auto_id="watch-%s",
    )


def since_of(actor: Actor, chosen: str) -> date:
    """The day whose end is compared with now."""
    if chosen == "half-term" and (days := half_term(actor, actor.today)) is not None:
        return days.first - timedelta(days=1)
    return actor.today - (4 * WEEK if chosen == "month" else WEEK)


def change_says(change: Fraction | None) -> str:
    """By how many points of a hundred the absence rose or fell, to one decimal; empty where nothing is compared."""
    if change is None:
        return ""
    tenths = abs(change) * 1000
    rounded = (2 * tenths.numerator + tenths.denominator) // (2 * tenths.denominator)
    if not rounded:
        return "0.0"
    return f"{'+' if change > 0 else '−'}{rounded // 10}.{rounded % 10}"


def moved_after(line: WatchLine, told: Sequence[Told], calendar: SchoolCalendar, today: date) -> Moved | None:
    """Attendance before and after what was last done to change it; None where nothing was."""
    at = last_meant(told)
    return moved(calendar, line.standing.rows, at.astimezone(LONDON).date(), today) if at else None


def _sorted(found: Sequence[WatchLine], asked: str) -> Sequence[WatchLine]:
    """As asked for; the most absent first without a word."""
    key = asked.lstrip("-")
    if key not in SORTS:
        return found
    return sorted(found, key=SORTS[key], reverse=asked.startswith("-"))  # type: ignore[arg-type]  # each key orders its own kind


def _row(
    request: OfficeRequest, line: WatchLine, band: str, told: Sequence[Told], calendar: SchoolCalendar
) -> WatchRow:
    today = request.actor.today
    about = moved_after(line, told, calendar, today)
    before = absence_of(line.before)
    which = "severe" if band in ("severe", "50") else "persistent"
    where = {"school": request.school.slug, "pupil": line.pupil.public_id, "line": which}
    return WatchRow(
        line=line,
        url=pupil_url(request, line.pupil.public_id, "pupil-watch"),
        sessions_url=reverse("absence:sessions", kwargs=where),
        flags=shown_flags(line.flags),
        tone=_tone(line),
        change=change_says(line.change),
        was=f"was {before} %" if before else "no marks then",
        band=line.band.title if line.band and band in MIXED else "",
        done=done_shown(in_short(told), today),
        moved=about,
        moved_on=short_day(about.on, around=today) if about else "",
        slot=f"slot-{line.pupil.public_id}",
    )


def _tone(line: WatchLine) -> str:
    if line.band is None:
        return ""
    return "stop" if line.standing.is_severe else "warn" if line.band.percent >= PERSISTENT_BAND.percent else ""


def done_shown(kinds: Sequence[Done], today: date) -> tuple[DoneShown, ...]:
    """The newest of each kind, in a few words."""
    return tuple(
        DoneShown(
            says=one.newest.says,
            when=short_day(one.newest.at.astimezone(LONDON).date(), around=today),
            more=f"{one.times} in all" if one.times > 1 else "",
        )
        for one in kinds[:MOST_DONE]
    )


def _query(form: WatchForm) -> dict[str, str]:
    return {name: form.chosen(name) for name in (*FILTERS, "since") if form.chosen(name)}


def _chips(form: WatchForm) -> list[Chip]:
    """Each filter that is on, but for the band, which is what the list is."""
    query = _query(form)
    return [
        Chip(form.label_of(name), f"?{urlencode({k: v for k, v in query.items() if k != name})}")
        for name in FILTERS[1:]
        if form.chosen(name)
    ]


def _file(
    actor: Actor,
    form: WatchForm,
    since: date,
    lines: Sequence[WatchLine],
    told: Mapping[int, tuple[Told, ...]],
    calendar: SchoolCalendar,
) -> HttpResponse:
    heads = (
        *("Surname", "Forename", "Form", "Year", "Band", "Absent %", "Absent", "Authorised", "Unauthorised"),
        *("Possible", f"Change since {since.isoformat()}", "Forecast", "Patterns", "Last done", "On", "Since then"),
    )

    def row(w: WatchLine) -> tuple[object, ...]:
        theirs = told.get(w.pupil.id, ())
        about = moved_after(w, theirs, calendar, actor.today)
        newest = theirs[0] if theirs else None
        return (
            *(w.pupil.surname, w.pupil.forename, w.pupil.registration, w.pupil.nc_year),
            *(w.band.title if w.band else "", w.absence, w.totals.absent, w.totals.authorised, w.totals.unauthorised),
            *(w.totals.possible, change_says(w.change).replace("−", "-"), w.forecast_says),
            "; ".join(one.says for one in w.patterns),
            newest.says if newest else "",
            newest.at.astimezone(LONDON).date().isoformat() if newest else "",
            about.says if about else "",
        )

    return csv_file(f"absence-{form.chosen('band') or USUAL_BAND}", heads, (row(w) for w in lines))
