"""The page of reports: what there is, by who reads it; what one has saved, and what is sent when."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.reports.kind import Kind, Shelf
from rollbook.reports.kinds import KINDS
from rollbook.reports.queries.saved import SavedLine, saved_reports
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.web.pages import OfficeRequest, page


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A kind of report as a line of the page."""

    kind: Kind
    url: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A saved report as a line of the page."""

    saved: SavedLine
    url: str


@require_safe
@page(Permission.SEE_REPORTS)
def reports(request: OfficeRequest) -> HttpResponse:
    """Every kind of report that this person may open, and those that are saved."""
    slug = request.school.slug
    values = {
        "page": {"title": "Reports", "sub": "Every percentage opens to the sessions that it was counted from."},
        "kept": [
            KeptLine(one, reverse("reports:saved", kwargs={"school": slug, "saved": one.public_id}))
            for one in saved_reports(request.actor)
        ],
        "shelves": [(shelf.value, lines) for shelf in Shelf if (lines := _lines(request.actor, slug, shelf))],
    }
    return render(request, "reports/reports.html", values)


def _lines(actor: Actor, slug: str, shelf: Shelf) -> list[OnShelf]:
    mine = (kind for kind in KINDS if kind.shelf is shelf and actor.may(kind.permission))
    return [OnShelf(kind, reverse("reports:report", kwargs={"school": slug, "report_kind": kind.key})) for kind in mine]
