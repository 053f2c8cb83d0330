"""The very sessions behind a figure: what counted and what was left out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.absence.queries import Counted, PupilYearStory, Statement, pupil_year
from rollbook.absence.views.places import MarkLink, mark_links, pupil_url
from rollbook.absence.words import short_day
from rollbook.rules.access import Permission
from rollbook.rules.explained import Part
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, is_partial, page


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Sessions that were treated alike, as links; what is only measured against is folded away."""

    part: Part
    marks: list[MarkLink]

    @property
    def is_folded(self) -> bool:
        return self.part.in_whole and not self.part.counts

    @property
    def counted(self) -> str:
        """Where its sessions went."""
        if self.part.counts:
            return "counted"
        return "in the total only" if self.part.in_whole else "left out"


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement with its sessions as links, part by part."""

    statement: Statement
    parts: list[ShownPart]
    weeks: str

    @property
    def sums(self) -> str:
        """How the parts come to the figure, e.g. “9 counted = 5 + 4; with 98 in the total only, 107.”"""
        counts = [len(p.part) for p in self.parts if p.part.counts]
        total = sum(counts)
        added = f"{' + '.join(str(n) for n in counts)} = {total} counted" if len(counts) > 1 else f"{total} counted"
        rest = sum(len(p.part) for p in self.parts if p.is_folded)
        return f"{added}; with {rest} in the total only, {total + rest} possible." if rest else f"{added}."


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
            parts=[ShownPart(part, _links(request, story, part)) for part in s.parts],
            weeks=", ".join(short_day(week, around=today) for week in s.weeks),
        )
        for s in story.statements
    ]


def _links(request: OfficeRequest, story: PupilYearStory, part: Part) -> list[MarkLink]:
    marks = [Counted(session, code) for session, code in part.marks]
    return mark_links(request, story.pupil, marks, request.actor.today)
