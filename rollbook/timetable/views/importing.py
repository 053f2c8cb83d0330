"""Taking over a timetable: upload, say who the teachers are, review, take over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.rules.sessions import parse_date
from rollbook.staff.queries import staff_of
from rollbook.timetable import actions
from rollbook.timetable.forms import FromDayForm, UploadForm
from rollbook.timetable.queries.importing import TimetableReview, Verdict, review_timetable, timetable_files
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

ROWS_A_PAGE = 100
_TABS = {
    Verdict.UNKNOWN_GROUP: "Unknown group",
    Verdict.TWICE: "Twice in the file",
    Verdict.NEW: "New",
    Verdict.CHANGED: "Changed",
    Verdict.ENDS: "Not in the file",
    Verdict.SAME: "Same",
}


@page(Permission.SET_UP_SCHOOL)
def upload(request: OfficeRequest) -> HttpResponseBase:
    form = UploadForm(request.POST or None, request.FILES or None)
    taken: list[UUID] = []
    if request.method == "POST" and tried(form, lambda: taken.append(_take(request, form)), beside="file"):
        return redirect(_url(request, "review", taken[0]))
    back = reverse("timetable:week", kwargs={"school": request.school.slug})
    heading = {"title": "Import a timetable", "back": back, "back_label": "Timetable"}
    context = {"page": heading, "form": form, "files": timetable_files(request.actor)}
    return render(request, "timetable/import.html", context, status=422 if form.errors else 200)


@page(Permission.SET_UP_SCHOOL)
def review(request: OfficeRequest, timetable_file: UUID) -> HttpResponse:
    tomorrow = request.actor.today + timedelta(days=1)
    return _review_page(request, timetable_file, FromDayForm(around=tomorrow, initial={"from_day": tomorrow}))


@page(Permission.SET_UP_SCHOOL)
def teacher(request: OfficeRequest, timetable_file: UUID) -> HttpResponseBase:
    """Whom the file's codes mean: every code that a person was chosen for."""
    review_timetable(request.actor, timetable_file, request.actor.today)
    for name, chosen in request.POST.items():
        if name.startswith("code:") and isinstance(chosen, str) and chosen.isdecimal():
            actions.say_teacher(request.actor, code=name.removeprefix("code:"), user_id=int(chosen))
    return redirect(_url(request, "review", timetable_file))


@page(Permission.SET_UP_SCHOOL)
def commit(request: OfficeRequest, timetable_file: UUID) -> HttpResponseBase:
    review_timetable(request.actor, timetable_file, request.actor.today)
    if request.method != "POST":
        return redirect(_url(request, "review", timetable_file))
    form = FromDayForm(request.POST, around=request.actor.today)
    done: list[TimetableReview] = []
    if not tried(
        form,
        lambda: done.append(actions.commit_timetable(request.actor, file=timetable_file, **form.cleaned_data)),
        beside="from_day",
    ):
        return _review_page(request, timetable_file, form, status=422)
    new, changed = done[0].count(Verdict.NEW), done[0].count(Verdict.CHANGED)
    messages.info(request, f"{new} lessons are new, {changed} changed, {done[0].count(Verdict.SAME)} the same.")
    return redirect(reverse("timetable:import", kwargs={"school": request.school.slug}))


def _review_page(request: OfficeRequest, file: UUID, form: FromDayForm, *, status: int = 200) -> HttpResponse:
    asked = request.GET.get("from")
    from_day = parse_date(asked) if asked else request.actor.today + timedelta(days=1)
    found = review_timetable(request.actor, file, from_day)
    shown = _shown(found, request.GET.get("show", ""))
    rows = [lesson for lesson in found.lessons if lesson.verdict is shown]
    heading = {
        "title": found.file.name,
        "sub": "Nothing has been changed yet." if found.file.waiting else "Taken over already.",
        "back": reverse("timetable:import", kwargs={"school": request.school.slug}),
        "back_label": "Import a timetable",
        "wide": True,
    }
    tabs = [Tab(label, f"?show={v.value}", v is shown, found.count(v)) for v, label in _TABS.items() if found.count(v)]
    context = {
        "page": heading,
        "review": found,
        "form": form,
        "tabs": tabs,
        "listed": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "people": staff_of(request.actor),
        "teacher_url": _url(request, "teacher", file),
        "commit_url": _url(request, "commit", file),
    }
    return render(request, "timetable/review.html", context, status=status)


def _take(request: OfficeRequest, form: UploadForm) -> UUID:
    file = form.cleaned_data["file"]
    return actions.import_timetable(request.actor, name=file.name, data=file.read())


def _shown(found: TimetableReview, asked: str) -> Verdict:
    """The lessons asked for; else those that need a person first."""
    if asked in {verdict.value for verdict in _TABS}:
        return Verdict(asked)
    return next((verdict for verdict in _TABS if found.count(verdict)), Verdict.SAME)


def _url(request: OfficeRequest, name: str, file: UUID) -> str:
    return reverse(f"timetable:{name}", kwargs={"school": request.school.slug, "timetable_file": file})
