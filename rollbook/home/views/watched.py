"""One pupil watched: where the year can end, what keeps to a pattern, what was done and whether it moved (CASE-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries.days import days_met
from rollbook.absence.queries.patterns import pattern_story
from rollbook.absence.queries.standings import standings
from rollbook.absence.queries.statements import Counted
from rollbook.absence.views.places import MarkLink, mark_links
from rollbook.absence.words import count, short_day
from rollbook.audit.once import read_once
from rollbook.home.views.people import around, pupil_of
from rollbook.pupils.queries import PupilLine
from rollbook.reports.queries.done import MEANT, done
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.forecasts import ASSUMED, Forecast, day_of, forecast_says
from rollbook.rules.moved import Moved, moved
from rollbook.rules.patterns import Measure
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session
from rollbook.rules.standing import Standing, left_on
from rollbook.rules.told import Kind, Told
from rollbook.rules.year_row import EMPTY, year_ends, year_of, year_starts
from rollbook.web.components.layout import Figure
from rollbook.web.pages import OfficeRequest, page

MOST = 30


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with its sessions as links."""

    measure: Measure
    marks: list[MarkLink]
    left_out: list[MarkLink]


@dataclass(frozen=True, slots=True)
class ActShown:
    """Something that was done, and attendance on either side of it where it was meant to change something."""

    told: Told
    when: str
    kind: str
    moved: Moved | None


@require_safe
@page(Permission.SEE_WATCH_LISTS)
def pupil_watch(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Forecasts, patterns and what has been done about one pupil, each with the sessions or counts behind it."""
    found, actor = pupil_of(request, pupil), request.actor
    line, year = found.line, year_of(request.actor.today)
    with read_once():
        standing = standings(actor, [line.id]).get(line.id)
        if standing is None:
            raise NotFound("This pupil has never been on the roll, so there is nothing to watch.")
        story = pattern_story(actor, line.id)
        calendar = days_met(actor, first=year_starts(year - 1), last=year_ends(year))
        told = done(actor, [line.id], year_starts(year), actor.today).get(line.id, ())
    values = {
        **around(request, found, "watch"),
        "standing": standing,
        "figures": _figures(standing),
        "forecasts": [
            (label, forecast_says(forecast), _days(forecast, standing, calendar))
            for label, forecast in (("10 %", standing.until_persistent), ("50 %", standing.until_severe))
        ],
        "assumed": ASSUMED,
        "sessions_url": reverse(
            "absence:sessions", kwargs={"school": request.school.slug, "pupil": pupil, "line": "persistent"}
        ),
        "story": story,
        "since": short_day(story.since, around=actor.today) if story.since else "",
        "patterns": [_measure(request, line, standing, one) for one in story.patterns],
        "others": [one for one in story.others if one.absent],
        "acts": _acts(told[:MOST], calendar, standing, actor.today),
        "acts_hidden": max(0, len(told) - MOST),
    }
    return render(request, "home/pupil_watch.html", values)


def _figures(standing: Standing) -> list[Figure]:
    totals, share, run = standing.totals, standing.absence, standing.unauthorised_run
    found = [
        Figure("Absence this year", f"{share} %" if share else "no marks", f"{totals.absent} of {totals.possible}"),
        Figure("Band", standing.band.title if standing.band else "None", "of the school's policy"),
        Figure("Ten in ten weeks", f"{len(standing.window.sessions)} of {standing.window.needed}", "unauthorised"),
        Figure("Illness", count(standing.illness_days, "school day"), f"{len(standing.illness_run)} in a row now"),
        Figure("Late", str(standing.times_late), f"{totals.late_after_close} after the close"),
    ]
    if run:
        found.append(Figure("Unauthorised in a row", count(len(run), "school day"), "every session G, N, O or U"))
    return found


def _days(forecast: Forecast, standing: Standing, calendar: SchoolCalendar) -> str:
    """By which day the line would be reached or left if it went on in one way; empty where neither can be."""
    left = left_on(calendar, standing.rows.get(standing.year, EMPTY), standing.on)
    if not forecast.is_there and forecast.missed_in_a_row:
        day = day_of(calendar, standing.on, left, forecast.missed_in_a_row)
        return f"Missing every session from now, that is on {short_day(day)}." if day else ""
    if forecast.is_there and forecast.attended_in_a_row:
        day = day_of(calendar, standing.on, left, forecast.attended_in_a_row)
        n = count(forecast.attended_in_a_row, "session")
        return (
            f"Attending every session from now, the figure is under it after {n}, on {short_day(day)}." if day else ""
        )
    return ""


def _measure(request: OfficeRequest, line: PupilLine, standing: Standing, one: Measure) -> MeasureShown:
    def links(sessions: Sequence[Session]) -> list[MarkLink]:
        marks = [Counted(session, standing.code_at(session) or "") for session in sessions]
        return mark_links(request, line, marks, request.actor.today)

    return MeasureShown(one, links(one.sessions), links(one.left_out))


def _acts(told: Sequence[Told], calendar: SchoolCalendar, standing: Standing, today: date) -> list[ActShown]:
    """What was done, and once for each day on which something was meant to change attendance, what came after it."""
    found: list[ActShown] = []
    days: set[date] = set()
    for one in told:
        on = one.at.astimezone(LONDON).date()
        about = moved(calendar, standing.rows, on, today) if one.kind in MEANT and on not in days else None
        days |= {on} if about else set()
        found.append(ActShown(one, short_day(on, around=today), Kind(one.kind).label, about))
    return found
