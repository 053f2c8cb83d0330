"""A week as a grid for a teacher, a group or a room, and the letters of the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.pupils.queries import groups_of
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words, parse_date
from rollbook.rules.year_row import year_ends, year_of, year_starts
from rollbook.staff.queries import staff_of
from rollbook.timetable import actions
from rollbook.timetable.forms import LettersForm
from rollbook.timetable.queries import week_grid, week_letters
from rollbook.timetable.queries.weeks import rooms_of
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

SEES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD, Permission.SET_UP_SCHOOL)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose week is shown: exactly one of the three, with what the heading calls it."""

    title: str
    value: str
    teacher: int | None = None
    group: UUID | None = None
    room: str = ""


@require_safe
@page(*SEES)
def week(request: OfficeRequest) -> HttpResponse:
    """The week of a teacher, a group or a room; a person's own unless another is asked for."""
    on = parse_date(request.GET["on"]) if request.GET.get("on") else request.actor.today
    choices = _choices(request, on)
    whose = _whose(request, choices)
    grid = week_grid(request.actor, on, teacher=whose.teacher, group=whose.group, room=whose.room)
    letter = f", week {grid.letter}" if grid.letter else ""
    context = {
        "page": {"title": whose.title, "sub": f"Week of {in_words(grid.monday)}{letter}", "wide": True},
        "grid": grid,
        "whose": whose,
        "choices": choices,
        "on": grid.monday.isoformat(),
        "tabs": _weeks_about(whose, grid.monday),
        "may_set_up": request.actor.may(Permission.SET_UP_SCHOOL),
        "may_cover": request.actor.may(Permission.SET_COVER),
    }
    return render(request, "timetable/week.html", context)


@page(Permission.SET_UP_SCHOOL)
def letters(request: OfficeRequest) -> HttpResponseBase:
    """The letter of each week of the school year; dealt out in turn, or set one by one."""
    actor, here = request.actor, reverse("timetable:letters", kwargs={"school": request.school.slug})
    year = year_of(actor.today)
    if request.method == "POST" and request.POST.get("monday"):
        monday = parse_date(request.POST["monday"])
        actions.set_week_letter(actor, monday=monday, letter=request.POST.get("letter", ""))
        return redirect(here)
    first = {"first": actor.today, "last": year_ends(year), "letters": "AB"}
    form = LettersForm(request.POST or None, around=actor.today, initial=first)
    if request.method == "POST" and tried(
        form, lambda: actions.set_week_letters(actor, **form.cleaned_data), beside="letters"
    ):
        messages.info(request, "The weeks have their letters.")
        return redirect(here)
    weeks = [line for line in week_letters(actor, year_starts(year), year_ends(year)) if line.days or line.letter]
    back = reverse("timetable:week", kwargs={"school": request.school.slug})
    heading = {"title": "Weeks of the timetable", "back": back, "back_label": "Timetable"}
    context = {"page": heading, "form": form, "weeks": weeks, "letters": ("A", "B", "C", "D")}
    return render(request, "timetable/letters.html", context, status=422 if form.errors else 200)


def _choices(request: OfficeRequest, on: date) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """Whose week can be chosen: staff, groups and rooms, each by its name."""
    actor = request.actor
    groups = [*groups_of(actor, "teaching", on), *groups_of(actor, "registration", on)]
    return (
        ("Staff", [(f"teacher:{p.id}", p.name) for p in staff_of(actor)]),
        ("Groups", [(f"group:{g.public_id}", g.name) for g in groups]),
        ("Rooms", [(f"room:{name}", name) for name in rooms_of(actor, on)]),
    )


def _whose(request: OfficeRequest, choices: tuple[tuple[str, list[tuple[str, str]]], ...]) -> Whose:
    asked = request.GET.get("of") or f"teacher:{request.actor.user_id}"
    names = {value: name for _, found in choices for value, name in found}
    if asked not in names:
        if request.GET.get("of"):
            raise NotFound("There is nobody, no group and no room of that name in this school.")
        return Whose("Timetable", asked, teacher=request.actor.user_id or 0)
    kind, _, key = asked.partition(":")
    return Whose(
        names[asked],
        asked,
        teacher=int(key) if kind == "teacher" else None,
        group=UUID(key) if kind == "group" else None,
        room=key if kind == "room" else "",
    )


def _weeks_about(whose: Whose, monday: date) -> list[Tab]:
    weeks = ((n == 0, monday + n * _WEEK) for n in (-1, 0, 1))
    return [
        Tab(f"Week of {first.day} {first:%b}", f"?of={quote(whose.value)}&on={first}", current=shown)
        for shown, first in weeks
    ]
