"""The very sessions behind a figure: what counted and what was left out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.absence.queries import PupilYearStory, Statement, pupil_year
from rollbook.absence.views.places import MarkLink, mark_links, pupil_url
from rollbook.absence.words import short_day
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, is_partial, page


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement with its sessions as links."""

    statement: Statement
    counted: list[MarkLink]
    left_out: list[MarkLink]
    weeks: str


@require_safe
@page(Permission.SEE_WATCH_LISTS)
def sessions(request: OfficeRequest, pupil: uuid.UUID, line: str) -> HttpResponse:
    """One pupil's sessions behind one line: inside the row that asked, or as a page."""
    story = pupil_year(request.actor, pupil)
    shown = next((s for s in shown_statements(request, story) if s.statement.key == line), None)
    if shown is None:
        raise NotFound("There is no such line. Open the list again.")
    values = {
        "page": {"title": story.pupil.name, "sub": shown.statement.title, "back": pupil_url(request, pupil)},
        "shown": shown,
        "partial": is_partial(request),
    }
    return render(request, f"absence/{'statement' if is_partial(request) else 'sessions'}.html", values)


def shown_statements(request: OfficeRequest, story: PupilYearStory) -> list[Shown]:
    """Every statement of a pupil's year, ready to be opened."""
    today = request.actor.today
    return [
        Shown(
            statement=s,
            counted=mark_links(request, story.pupil, s.counted, today),
            left_out=mark_links(request, story.pupil, s.left_out, today),
            weeks=", ".join(short_day(week, around=today) for week in s.weeks),
        )
        for s in story.statements
    ]
