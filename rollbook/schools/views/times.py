"""Session and lesson times: what is in force, what comes, and from which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half
from rollbook.schools import actions, queries
from rollbook.schools.forms import DAYS, EndTimesForm, LessonTimesForm, SessionTimesForm
from rollbook.schools.queries import LessonLine, SessionTimeLine
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@dataclass(frozen=True, slots=True)
class TimesRow:
    """A dated row as the screen shows it; `state` is In force, Coming or Past."""

    id: int
    name: str
    whom: str
    hours: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    state: str
    tone: str
    may_end: bool


@page(Permission.SET_UP_SCHOOL)
def times(request: OfficeRequest) -> HttpResponse:
    actor, places = request.actor, {s.id: s.name for s in queries.sites(request.actor)}
    sessions = [_session(row, places, actor.today) for row in sorted(queries.session_time_rows(actor), key=_general)]
    lessons = [_lesson(row, places, actor.today) for row in queries.lesson_time_rows(actor)]
    context = {
        "page": {
            "title": "Session and lesson times",
            "sub": "A change takes effect from a day; the days before keep their times.",
            "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
            "back_label": "Set-up",
        },
        "sessions": [row for row in sessions if row.state != "Past"],
        "lessons": [row for row in lessons if row.state != "Past"],
        "past": [row for row in (*sessions, *lessons) if row.state == "Past"],
    }
    return render(request, "schools/times.html", context)


@page(Permission.SET_UP_SCHOOL)
def set_session_times(request: OfficeRequest) -> HttpResponseBase:
    actor = request.actor
    form = SessionTimesForm(
        request.POST or None, around=actor.today, sites=queries.sites(actor), initial={"from_day": actor.today}
    )
    if request.method == "POST" and tried(
        form, lambda: actions.set_session_times(actor, **form.cleaned_data), beside="closes"
    ):
        messages.info(request, f"Times set from {form.cleaned_data['from_day']:%d/%m/%Y}")
        return redirect(_url(request))
    heading = {"title": "Set session times", "back": _url(request), "back_label": "Session and lesson times"}
    context = {"page": heading, "form": form, "leave": _url(request), "now": windows_today(actor)}
    return render(request, "schools/set_session_times.html", context, status=422 if form.errors else 200)


@page(Permission.SET_UP_SCHOOL)
def end_session_times(request: OfficeRequest, row_id: int) -> HttpResponseBase:
    actor = request.actor
    if not any(row.id == row_id for row in queries.session_time_rows(actor)):
        raise NotFound("There are no such session times in this school.")
    form = EndTimesForm(request.POST or None, around=actor.today, initial={"last": actor.today})
    if request.method == "POST" and tried(
        form, lambda: actions.end_session_times(actor, session_time_id=row_id, **form.cleaned_data), beside="last"
    ):
        messages.info(request, f"These times end on {form.cleaned_data['last']:%d/%m/%Y}")
        return redirect(_url(request))
    return _form(request, form, title="End these times", verb="End them")


@page(Permission.SET_UP_SCHOOL)
def set_lesson_times(request: OfficeRequest) -> HttpResponseBase:
    actor = request.actor
    form = LessonTimesForm(
        request.POST or None, around=actor.today, sites=queries.sites(actor), initial=_lessons_now(request)
    )
    if request.method == "POST" and tried(
        form, lambda: actions.set_lesson_times(actor, **form.cleaned_data), beside="lessons"
    ):
        messages.info(request, f"Lessons set from {form.cleaned_data['from_day']:%d/%m/%Y}")
        return redirect(_url(request))
    return _form(request, form, title="Set lesson times", verb="Set the lessons")


def windows_today(actor: Actor) -> tuple[str, ...]:
    """The school's own session times of today, in words, as far as they are set."""
    times = queries.times_of(actor, actor.today)
    windows = ((half, queries.window_of(times.rows, times.on, half)) for half in Half)
    return tuple(f"{half.label} register {w.opens:%H:%M} to {w.closes:%H:%M}" for half, w in windows if w is not None)


def _general(row: SessionTimeLine) -> tuple[bool, bool, bool, int]:
    """The whole school's times first, the morning before the afternoon."""
    return row.site_id is not None, row.nc_year != "", row.weekday is not None, row.half


def _form(request: OfficeRequest, form: forms.Form, *, title: str, verb: str) -> HttpResponse:
    heading = {"title": title, "back": _url(request), "back_label": "Session and lesson times"}
    context = {"page": heading, "form": form, "verb": verb, "leave": _url(request)}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _lessons_now(request: OfficeRequest) -> dict[str, object]:
    rows = queries.lesson_times(request.actor, request.actor.today)
    general = [r for r in rows if r.weekday is None and not r.nc_year and r.site_id is None]
    lines = "\n".join(f"{r.name} {_clock(r.starts)}-{_clock(r.ends)}" for r in general)
    return {"from_day": request.actor.today, "lessons": lines}


def _session(row: SessionTimeLine, places: dict[int, str], today: date) -> TimesRow:
    whom = _whom(row, places)
    state, tone = _state(row.valid_from, row.valid_to, today)
    hours = (_clock(row.opens), _clock(row.closes), _clock(row.ends))
    name = "Morning" if row.half == 0 else "Afternoon"
    may_end = bool(whom) and row.valid_to is None
    return TimesRow(row.id, name, whom or "Everybody", hours, row.valid_from, row.valid_to, state, tone, may_end)


def _lesson(row: LessonLine, places: dict[int, str], today: date) -> TimesRow:
    state, tone = _state(row.valid_from, row.valid_to, today)
    hours = (_clock(row.starts), _clock(row.ends))
    whom = _whom(row, places) or "Everybody"
    return TimesRow(row.id, f"Lesson {row.name}", whom, hours, row.valid_from, row.valid_to, state, tone, False)


def _whom(row: SessionTimeLine | LessonLine, places: dict[int, str]) -> str:
    """For whom a narrower row is; empty for the whole school."""
    said = [f"Year {row.nc_year}"] if row.nc_year else []
    if row.weekday is not None:
        said.append(f"{dict(DAYS)[row.weekday]}s")
    if row.site_id is not None:
        said.append(places.get(row.site_id, "a site"))
    return ", ".join(said)


def _state(valid_from: date, valid_to: date | None, today: date) -> tuple[str, str]:
    if valid_from > today:
        return "Coming", "info"
    return ("In force", "ok") if valid_to is None or valid_to >= today else ("Past", "")


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _url(request: OfficeRequest) -> str:
    return reverse("schools:times", kwargs={"school": request.school.slug})
