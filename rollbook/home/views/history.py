"""A pupil's one line of history, filtered by kind and days, on the screen and on paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from rollbook.absence.words import short_day, wall_clock
from rollbook.audit.actions import log_access
from rollbook.evidence.paper import chronology_pdf
from rollbook.evidence.queries.chronology import history
from rollbook.home.views.people import SEES, around, pupil_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import in_words
from rollbook.rules.told import Kind, Told
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import school_line
from rollbook.web.pages import OfficeRequest, page

PAGE = 60


class HistoryForm(forms.Form):
    """Which kind, and which days."""

    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *((k.value, k.label) for k in Kind)]
    )
    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def chosen(self, today: date) -> tuple[str, date, date]:
        """The kind and the days, this year so far where none are said; what cannot be read is left out."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        last = min(given.get("last") or today, today)
        first = given.get("first") or year_starts(year_of(last))
        return given.get("kind") or "", min(first, last), last


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the page shows it."""

    told: Told
    when: str
    kind: str
    url: str


@require_safe
@page(*SEES)
def pupil_history(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Everything that was done about a pupil, the newest first; that somebody opened it is noted."""
    found, today = pupil_of(request, pupil), request.actor.today
    log_access(request.actor, what="pupil history", subject=f"pupil:{pupil}")
    form = HistoryForm(request.GET, auto_id="history-%s")
    kind, first, last = form.chosen(today)
    told = history(request.actor, found.line.id, first, last, kind)
    days = f"{in_words(first)} to {in_words(last)}"
    if request.GET.get("pdf"):
        data = chronology_pdf(school_line(request.actor), found.line.name, days, told, made_at=request.actor.now)
        shown = f'inline; filename="chronology-{last}.pdf"'
        return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": shown})
    if request.GET.get("print"):
        head = {"title": f"History of {found.line.name}", "printed": request.actor.now}
        sheet = {"page": head, "days": days, "lines": _lines(request, told, today)}
        return render(request, "home/history_print.html", sheet)
    listed = Paginator(told, PAGE).get_page(request.GET.get("page"))
    asked = {"kind": kind, "first": first.isoformat(), "last": last.isoformat()}
    values: dict[str, Any] = {
        **around(request, found, "history"),
        "form": form,
        "days": days,
        "listed": listed,
        "lines": _lines(request, listed, today),
        **_asking(request, pupil),
        "print_url": f"?{urlencode({**asked, 'print': 1})}",
        "pdf_url": f"?{urlencode({**asked, 'pdf': 1})}",
    }
    return render(request, "home/history.html", values)


def _asking(request: OfficeRequest, pupil: uuid.UUID) -> dict[str, str]:
    """Where a question, or word to the family, is written down, and where a bundle is made; empty for others."""
    where = {"school": request.school.slug, "pupil": pupil}
    bundle = reverse("evidence:pupil", kwargs=where) if request.actor.may(Permission.MAKE_BUNDLES) else ""
    if not request.actor.may(Permission.LOG_QUESTIONS):
        return {"ask_url": "", "tell_url": "", "bundle_url": bundle}
    asks = {"ask_url": reverse("work:ask-about", kwargs=where), "tell_url": reverse("work:tell", kwargs=where)}
    return {**asks, "bundle_url": bundle}


def _lines(request: OfficeRequest, told: Iterable[Told], today: date) -> list[Line]:
    return [
        Line(
            one,
            f"{short_day(one.at.astimezone(LONDON).date(), around=today)}, {wall_clock(one.at)}",
            Kind(one.kind).label,
            _url(request, one),
        )
        for one in told
    ]


def _url(request: OfficeRequest, one: Told) -> str:
    """Where the whole of it stands; empty where there is no such page."""
    if not one.url_name:
        return ""
    try:
        return reverse(one.url_name, args=[request.school.slug, *([one.url_id] if one.url_id else [])])
    except NoReverseMatch:
        return ""
