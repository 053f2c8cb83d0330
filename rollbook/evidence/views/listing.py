"""The school's bundles, those about one pupil, and beginning another."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.audit.actions import log_list
from rollbook.evidence.actions import begin_bundle
from rollbook.evidence.forms import BeginForm
from rollbook.evidence.queries.bundles import bundles, bundles_about
from rollbook.pupils.queries import contacts_of
from rollbook.pupils.queries import pupil as pupil_overview
from rollbook.rules.access import Permission
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import calendar_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

PAGE = 50


@require_safe
@page(Permission.MAKE_BUNDLES)
def bundles_page(request: OfficeRequest) -> HttpResponse:
    """The school's bundles, those changed last first; that the list was opened is noted."""
    found = bundles(request.actor)
    log_list(request.actor, what="evidence bundles", count=len(found))
    values = {
        "page": {"title": "Evidence", "sub": "bundles for courts and authorities, one for each parent concerned"},
        "listed": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evidence/list.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MAKE_BUNDLES)
def about_pupil(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """A pupil's bundles, and for which parent another is begun."""
    actor = request.actor
    found = pupil_overview(actor, pupil)
    everybody = contacts_of(actor, pupil)
    people = [one for one in everybody if one.parental_responsibility or one.lives_with] or list(everybody)
    opened = {"bundle": uuid.uuid4(), "first": _year_began(request), "last": actor.today}
    form = BeginForm(request.POST or None, people=people, today=actor.today, initial=opened)
    if form.is_bound and tried(form, lambda: _begin(request, form, pupil)):
        return HttpResponseRedirect(_url(request, "bundle", bundle=form.cleaned_data["bundle"]), status=303)
    values = {
        "page": {
            "title": f"Evidence: {found.line.name}",
            "sub": found.line.registration,
            "back": _url(request, "list"),
            "back_label": "Evidence",
        },
        "form": form,
        "people": people,
        "rows": bundles_about(actor, found.line.id),
    }
    return render(request, "evidence/pupil.html", values, status=422 if form.errors else 200)


def _begin(request: OfficeRequest, form: BeginForm, pupil: uuid.UUID) -> None:
    given = form.cleaned_data
    begin_bundle(
        request.actor,
        bundle=given["bundle"],
        pupil=pupil,
        contact=form.chosen,
        first=given["first"],
        last=given["last"],
    )


def _year_began(request: OfficeRequest) -> date:
    """The first day of this school year; in August, of the one before."""
    today = request.actor.today
    for year in (year_of(today), year_of(today) - 1):
        days = calendar_of(request.actor, year).days
        if days and days[0] <= today:
            return days[0]
    return year_starts(year_of(today))


def _url(request: OfficeRequest, name: str, **place: object) -> str:
    return reverse(f"evidence:{name}", kwargs={"school": request.school.slug, **place})
