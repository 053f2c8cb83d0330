"""A pupil's year of attendance: the grid, the totals, the lines of the law, and the certificate on paper."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.absence.queries import PupilYearStory, pupil_year
from rollbook.absence.views.places import mark_url, pupil_url
from rollbook.absence.views.sessions import shown_statements
from rollbook.absence.words import short_day, wall_clock
from rollbook.home.views.people import READS, SEES, around, pupil_of
from rollbook.rules.actor import LONDON
from rollbook.rules.attendance import absence_of, attendance_of
from rollbook.rules.calendar import monday_of
from rollbook.rules.codes import code_on, in_force
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.year_row import year_ends, year_starts
from rollbook.web.components.layout import Figure, Tab
from rollbook.web.marks import EMPTY_BOX, MarkBox, YearCell, YearGrid, YearWeek
from rollbook.web.pages import OfficeRequest, page

DAYS = 5


@require_safe
@page(*READS)
def attendance(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The year as a grid, and what the law's lines say of it, each opening to its sessions."""
    found = pupil_of(request, pupil)
    story = pupil_year(request.actor, pupil, _year(request))
    values = {
        **around(request, found, "attendance"),
        "story": story,
        "grid": year_grid(request, story),
        "figures": _figures(story),
        "statements": shown_statements(request, story),
        "open": request.GET.get("open", ""),
        "years": _years(request, story),
    }
    if values["certificate_url"]:
        values["certificate_url"] += f"?year={story.year}"
    return render(request, "home/attendance.html", values)


@require_safe
@page(*SEES)
def certificate(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The year on paper: totals and every mark, those that were amended shown as such."""
    found = pupil_of(request, pupil)
    story = pupil_year(request.actor, pupil, _year(request))
    now = request.actor.now.astimezone(LONDON)
    used = dict.fromkeys(mark.code for mark in story.marks.values())
    last = min(request.actor.today, year_ends(story.year))
    values = {
        "page": {
            "title": f"Attendance of {found.legal_forename} {found.legal_surname}",
            "printed": f"{in_words(now.date())}, {wall_clock(now)}",
        },
        "pupil": found,
        "story": story,
        "grid": year_grid(request, story, linked=False),
        "figures": _figures(story),
        "between": f"{in_words(year_starts(story.year))} to {in_words(last)}",
        "born": in_words(found.line.born),
        "amended": sum(mark.version > 1 for mark in story.marks.values()),
        "key": [(symbol, in_force(last)[symbol].name) for symbol in used if symbol in in_force(last)],
    }
    return render(request, "home/certificate.html", values)


def year_grid(request: OfficeRequest, story: PupilYearStory, *, linked: bool = True) -> YearGrid:
    """Weeks by sessions, from the first school week to the last one that has begun or carries a mark."""
    marked = {session.on for session in story.marks}
    until = min(request.actor.today, year_ends(story.year))
    days = sorted(marked | {day for day in story.days if day <= until})
    mondays = dict.fromkeys(monday_of(day) for day in days)
    weeks: list[YearWeek] = []
    before: date | None = None
    for monday in mondays:
        if before is not None and monday - before > timedelta(weeks=1):
            gone = (monday - before).days // 7 - 1
            weeks.append(YearWeek("…", note=f"{gone} week{'s' if gone > 1 else ''} without school"))
        weeks.append(_week(request, story, monday, linked=linked))
        before = monday
    return YearGrid(f"Year {story.title}, weeks by sessions", tuple(weeks))


def _week(request: OfficeRequest, story: PupilYearStory, monday: date, *, linked: bool) -> YearWeek:
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    cells = [_cell(request, story, Session(day, half), linked=linked) for day in days for half in Half]
    return YearWeek(f"{monday.day} {monday:%b}", tuple(cells))


def _cell(request: OfficeRequest, story: PupilYearStory, session: Session, *, linked: bool) -> YearCell:
    when = f"{short_day(session.on)}, {session.half.label}"
    mark = story.marks.get(session)
    url = mark_url(request, story.pupil.public_id, session) if linked else ""
    if mark is not None:
        box = MarkBox.of(code_on(mark.code, session.on), minutes=mark.minutes, changed=mark.version > 1)
        return YearCell(when, box, url)
    if session.on in story.days and session.on <= request.actor.today and _on_roll(story, session.on):
        return YearCell(when, EMPTY_BOX, url)
    return YearCell(when)


def _on_roll(story: PupilYearStory, on: date) -> bool:
    first, last = story.pupil.first_day, story.pupil.last_day
    return first is not None and first <= on and (last is None or on <= last)


def _figures(story: PupilYearStory) -> list[Figure]:
    totals = story.totals
    attended, absent = attendance_of(totals), absence_of(totals)
    return [
        Figure("Attendance", f"{attended} %" if attended else "no marks", f"{totals.attended} attended"),
        Figure("Absence", f"{absent} %" if absent else "no marks", f"{totals.absent} of {totals.possible} possible"),
        Figure("Authorised", str(totals.authorised), "sessions"),
        Figure("Unauthorised", str(totals.unauthorised), "sessions"),
        Figure("Late before close", str(totals.late_before_close), "counted as present"),
        Figure("Late after close", str(totals.late_after_close), "counted as unauthorised"),
    ]


def _years(request: OfficeRequest, story: PupilYearStory) -> list[Tab]:
    url = pupil_url(request, story.pupil.public_id, "attendance")
    return [Tab(f"{y}/{(y + 1) % 100:02}", f"{url}?year={y}", y == story.year) for y in story.years]


def _year(request: OfficeRequest) -> int | None:
    """The year asked for; one that no school can have kept is none."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else None
