"""The office's own screens of the registers: their tabs, and groups to choose from."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from rollbook.pupils.queries.groups import GroupLine, groups_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest

KINDS = ("registration", "year", "house", "teaching")
_TABS = (
    ("Board", "board"),
    ("Day grid", "day-grid"),
    ("Close the day", "day"),
    ("Planned", "planned"),
    ("Days", "days"),
    ("Conflicts", "conflicts"),
    ("Grid", "bulk"),
    ("Documents", "documents"),
)


def office_url(request: OfficeRequest, name: str, query: str = "") -> str:
    """An address of the registers part that needs nothing but the school."""
    return reverse(f"registers:{name}", kwargs={"school": request.school.slug}) + query


def office_tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The tabs of the office's register screens: all for who amends marks, else those that only show."""
    may = request.actor.may
    shown = _TABS if may(Permission.AMEND_MARKS) else _TABS[:2] if may(Permission.SEE_ALL_PUPILS) else ()
    return [Tab(label, office_url(request, name), name == current) for label, name in shown]


def every_group(actor: Actor, on: date) -> list[GroupLine]:
    """Every group with pupils in it that day, forms first."""
    return [group for kind in KINDS for group in groups_of(actor, kind, on) if group.size]
