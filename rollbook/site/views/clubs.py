"""Clubs: which are held today, who is still here after them, and a new one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.around_forms import WEEKDAYS, ClubForm, ClubTickForm
from rollbook.site.queries import ClubLine, ClubRow
from rollbook.site.views.desk import FEWEST, MOST, tabs
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

TAKES, RUNS = Permission.TAKE_CLUB_ROLLS, Permission.RUN_FRONT_DESK


@require_http_methods(["GET", "HEAD", "POST"])
@page(TAKES)
def clubs(request: OfficeRequest) -> HttpResponse:
    """The clubs of today and the others; who waits to be collected; and, at the desk, a new club."""
    runs = request.actor.may(RUNS)
    form = _club_form(request) if runs else None
    if (
        form is not None
        and form.is_bound
        and tried(
            form,
            lambda: actions.make_club(
                request.actor, club_id=form.cleaned_data["club"], facts=form.facts(request.actor.today)
            ),
            beside="name",
        )
    ):
        where = {"school": request.school.slug, "club": form.cleaned_data["club"]}
        return HttpResponseRedirect(reverse("site:club-places", kwargs=where), status=303)
    lines = queries.clubs(request.actor)
    values = {
        "page": {"title": "Front desk" if runs else "Clubs", "sub": in_words(request.actor.today)},
        "tabs": tabs(request, "site:clubs"),
        "today": [_shown(line) for line in lines if line.meets],
        "others": [_shown(line) for line in lines if not line.meets],
        "still": queries.still_here(request.actor),
        "form": form,
        "runs": runs,
    }
    return render(request, "site/clubs.html", values, status=422 if form is not None and form.errors else 200)


@require_safe
@page(TAKES)
def club(request: OfficeRequest, club: uuid.UUID) -> HttpResponse:
    """Today's roll of a club, by keyboard or telephone."""
    line = queries.club(request.actor, club)
    rows = queries.club_roll(request.actor, line) if line.meets else ()
    return render(request, "site/club.html", _roll(request, line, rows))


@require_POST
@page(TAKES)
def tick_club(request: OfficeRequest, club: uuid.UUID) -> HttpResponse:
    """One tap: the row anew for a script, else back to the roll."""
    line = queries.club(request.actor, club)
    form = ClubTickForm(request.POST)
    if not form.is_valid():
        raise Refused("This tick cannot be read. Open the club's roll again.")
    given = form.cleaned_data
    actions.tick_club(
        request.actor,
        club=club,
        pupil=str(given["pupil"]),
        tick_id=given["tick"],
        kind=given["kind"],
        collected_by=kept(given["collected_by"]).strip(),
    )
    if is_partial(request):
        rows = queries.club_roll(request.actor, line)
        row = next(r for r in rows if r.pupil.public_id == given["pupil"])
        return render(
            request, "site/club_row.html", {**_roll(request, line, rows), "row": (row, uuid.uuid4()), "alone": True}
        )
    return HttpResponseRedirect(_url(request, "club", club) + f"#p-{given['pupil']}", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(RUNS)
def club_places(request: OfficeRequest, club: uuid.UUID) -> HttpResponse:
    """Who goes to a club: found by the first letters of a name, put on the roll or taken off."""
    line = queries.club(request.actor, club)
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    values = {
        "page": {"title": line.name, "sub": _hours(line), "back": _url(request, "clubs"), "back_label": "Clubs"},
        "line": line,
        "rows": queries.club_roll(request.actor, line),
        "typed": typed,
        "found": found,
    }
    return render(request, "site/club_places.html", values)


@require_POST
@page(RUNS)
def give_place(request: OfficeRequest, club: uuid.UUID, pupil: uuid.UUID) -> HttpResponse:
    """A place from today, or another way home for one who has it; `off` takes it away."""
    line = queries.club(request.actor, club)
    if request.POST.get("act") == "off":
        actions.end_club_place(request.actor, club=club, pupil=str(pupil))
        messages.info(request, "Taken off the roll.")
    else:
        walks = request.POST.get("walks") == "1"
        first = max(request.actor.today, line.first)
        actions.give_club_place(request.actor, club=club, pupil=str(pupil), first=first, walks_home=walks)
        messages.info(request, "On the roll, and may walk home." if walks else "On the roll; has to be collected.")
    return HttpResponseRedirect(_url(request, "club-places", club), status=303)


@require_POST
@page(RUNS)
def end_club(request: OfficeRequest, club: uuid.UUID) -> HttpResponse:
    """Today is the last time."""
    line = queries.club(request.actor, club)
    actions.end_club(request.actor, club=club, last=max(request.actor.today, line.first))
    messages.info(request, f"{line.name} ends today.")
    return HttpResponseRedirect(_url(request, "clubs"), status=303)


def _club_form(request: OfficeRequest) -> ClubForm:
    staff = [(line.id, line.name) for line in staff_of(request.actor) if line.is_active]
    today, begun = request.actor.today, {"club": uuid.uuid4(), "weekdays": ["0", "1", "2", "3", "4"]}
    if request.method == "POST":
        return ClubForm(request.POST, around=today, staff=staff)
    return ClubForm(initial=begun, around=today, staff=staff)


def _shown(line: ClubLine) -> tuple[ClubLine, str]:
    return line, _hours(line)


def _hours(line: ClubLine) -> str:
    days = " ".join(dict(WEEKDAYS)[str(day)] for day in line.weekdays)
    parts = (days, f"{line.starts:%-H:%M}–{line.ends:%-H:%M}", line.place, line.leader)
    return " · ".join(part for part in parts if part)


def _roll(request: OfficeRequest, line: ClubLine, rows: tuple[ClubRow, ...]) -> dict[str, object]:
    here, gone = sum(r.is_here for r in rows), sum(r.is_gone for r in rows)
    breakfast = line.kind == "breakfast"
    return {
        "page": {
            "title": line.name,
            "sub": f"{in_words(request.actor.today)}, {clock(request.actor.now)} · {_hours(line)}",
            "back": _url(request, "clubs"),
            "back_label": "Clubs",
        },
        "line": line,
        "rows": [(row, uuid.uuid4()) for row in rows],
        "counted": f"{here} here, {gone} gone home, {sum(not (r.at) for r in rows)} not said yet",
        "goes_home": not breakfast,
        "runs": request.actor.may(RUNS),
        "reports": request.actor.may(Permission.REPORT_MISSING) and request.actor.may(Permission.SEE_ALL_PUPILS),
        "tick_url": _url(request, "tick-club", line.public_id),
        "places_url": _url(request, "club-places", line.public_id),
    }


def _url(request: OfficeRequest, name: str, club: uuid.UUID | None = None) -> str:
    more = {"club": club} if club else {}
    return reverse(f"site:{name}", kwargs={"school": request.school.slug, **more})
