"""Visitors, contractors and staff at the desk, with their badges."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.forms import VisitForm
from rollbook.site.views.desk import tabs
from rollbook.web.pages import OfficeRequest, page

RUNS = Permission.RUN_FRONT_DESK


@require_http_methods(["GET", "HEAD", "POST"])
@page(RUNS)
def visits(request: OfficeRequest) -> HttpResponse:
    """Who is here, who is expected, who has left; and somebody new."""
    form = VisitForm(request.POST) if request.method == "POST" else VisitForm(initial={"visit": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        return _new(request, form)
    today = request.actor.today
    lines = queries.visits_from(request.actor, today)
    values = {
        "page": {"title": "Front desk", "sub": in_words(today)},
        "tabs": tabs(request, "site:visits"),
        "form": form,
        "here": [v for v in lines if v.is_here],
        "expected": [v for v in lines if v.is_expected],
        "left": [v for v in lines if v.left_at],
        "today": today,
    }
    return render(request, "site/visits.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(RUNS)
def visit_in(request: OfficeRequest, visit: uuid.UUID) -> HttpResponse:
    """Somebody who was expected is here."""
    badge = actions.sign_visitor_in(request.actor, visit_id=visit)
    messages.info(request, f"Signed in with badge {badge}.")
    return HttpResponseRedirect(_here(request), status=303)


@require_POST
@page(RUNS)
def visit_out(request: OfficeRequest, visit: uuid.UUID) -> HttpResponse:
    """Somebody leaves."""
    actions.sign_visitor_out(request.actor, visit_id=visit)
    messages.info(request, "Signed out. Take the badge back.")
    return HttpResponseRedirect(_here(request), status=303)


@require_safe
@page(RUNS)
def badge(request: OfficeRequest, visit: uuid.UUID) -> HttpResponse:
    """The badge on paper."""
    line = queries.visit(request.actor, visit)
    return render(request, "site/badge.html", {"page": {"title": line.name}, "line": line})


def _new(request: OfficeRequest, form: VisitForm) -> HttpResponse:
    given = form.cleaned_data
    about = {name: given[name] for name in ("name", "kind", "organisation", "here_for")}
    if request.POST.get("act") == "expect":
        on = given["on"] or request.actor.today
        actions.expect_visit(request.actor, visit_id=given["visit"], on=on, **about)
        messages.info(request, f"Expected on {in_words(on)}.")
    else:
        number = actions.sign_visitor_in(request.actor, visit_id=given["visit"], **about)
        messages.info(request, f"Signed in with badge {number}.")
    return HttpResponseRedirect(_here(request), status=303)


def _here(request: OfficeRequest) -> str:
    return reverse("site:visits", kwargs={"school": request.school.slug})
