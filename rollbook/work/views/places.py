"""Addresses around a person's work, and the tabs of its screens."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from rollbook.rules.access import Permission
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest

TABS = (
    ("mine", "To do", Permission.HAVE_TASKS),
    ("notes", "Hand-over notes", Permission.HAVE_TASKS),
    ("since", "Since you were last here", Permission.HAVE_TASKS),
    ("standing-in", "Standing in", Permission.HAVE_TASKS),
    ("questions", "Questions", Permission.LOG_QUESTIONS),
    ("scripts", "Call scripts", Permission.HAVE_TASKS),
)


def tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The sub-navigation of work, without what this person may not open."""
    return [Tab(label, here(request, name), name == current) for name, label, wants in TABS if request.actor.may(wants)]


def here(request: OfficeRequest, name: str, **place: object) -> str:
    """An address of work in this school."""
    return reverse(f"work:{name}", kwargs={"school": request.school.slug, **place})


def elsewhere(request: OfficeRequest, route: str, **place: object) -> str:
    """An address of a part above; empty where that is not installed."""
    try:
        return reverse(route, kwargs={"school": request.school.slug, **place})
    except NoReverseMatch:
        return ""


def back(request: OfficeRequest, name: str) -> HttpResponseRedirect:
    """To a page of work, after a form."""
    return HttpResponseRedirect(here(request, name), status=303)
