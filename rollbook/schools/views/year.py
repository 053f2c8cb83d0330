"""The year: its terms and closures, and a planner that counts its sessions."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools import actions, queries
from rollbook.schools.forms import ClosureForm, TermForm
from rollbook.web.components.layout import Figure, Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@page(Permission.SET_UP_SCHOOL)
def year(request: OfficeRequest, year: int | None = None) -> HttpResponse:
    shown = _checked(year) if year is not None else year_of(request.actor.today)
    outline = queries.year_outline(request.actor, shown)
    heading = {
        "title": f"The year {outline.title}",
        "sub": f"{outline.school_days} school days · {outline.sessions} sessions",
        "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
        "back_label": "Set-up",
        "wide": True,
    }
    context = {"page": heading, "outline": outline, "figures": _figures(outline), "tabs": _tabs(request, shown)}
    return render(request, "schools/year.html", context)


@page(Permission.SET_UP_SCHOOL)
def add_term(request: OfficeRequest, year: int) -> HttpResponseBase:
    form = TermForm(request.POST or None, around=_middle(_checked(year)))
    if request.method == "POST" and tried(form, lambda: _add_term(request, form, year), beside="first"):
        messages.info(request, f"{form.cleaned_data['name']} added")
        return redirect(_url(request, year_of(form.cleaned_data["first"])))
    return _form(request, form, year, title="Add a term", verb="Add the term")


@page(Permission.SET_UP_SCHOOL)
def change_term(request: OfficeRequest, year: int, term_id: int) -> HttpResponseBase:
    found = queries.terms_and_closures(request.actor, _checked(year))
    term = next((t for t in found.terms if t.id == term_id), None)
    if term is None:
        raise NotFound("There is no such term in this school.")
    first = {"name": term.name, "first": term.first, "last": term.last}
    form = TermForm(request.POST or None, around=_middle(year), initial=first)
    if request.method == "POST" and tried(
        form, lambda: actions.change_term(request.actor, term_id=term_id, **form.cleaned_data), beside="first"
    ):
        messages.info(request, f"{form.cleaned_data['name']} changed")
        return redirect(_url(request, year_of(form.cleaned_data["first"])))
    return _form(request, form, year, title=f"Change {term.name}", verb="Save the term")


@page(Permission.SET_UP_SCHOOL)
@require_POST
def remove_term(request: OfficeRequest, year: int, term_id: int) -> HttpResponseBase:
    actions.remove_term(request.actor, term_id=term_id)
    messages.info(request, "Term removed")
    return redirect(_url(request, year))


@page(Permission.SET_UP_SCHOOL)
def add_closure(request: OfficeRequest, year: int) -> HttpResponseBase:
    form = ClosureForm(request.POST or None, around=_middle(_checked(year)))
    if request.method == "POST" and tried(
        form, lambda: actions.add_closure(request.actor, **form.cleaned_data), beside="first"
    ):
        messages.info(request, "Closure added")
        return redirect(_url(request, year_of(form.cleaned_data["first"])))
    return _form(request, form, year, title="Add a closure", verb="Add the closure")


@page(Permission.SET_UP_SCHOOL)
@require_POST
def remove_closure(request: OfficeRequest, year: int, closure_id: int) -> HttpResponseBase:
    actions.remove_closure(request.actor, closure_id=closure_id)
    messages.info(request, "Closure removed. The school is due to meet on its days in term.")
    return redirect(_url(request, year))


@page(Permission.SET_UP_SCHOOL)
@require_POST
def add_bank_holidays(request: OfficeRequest, year: int) -> HttpResponseBase:
    added = actions.seed_bank_holidays(request.actor, year=_checked(year))
    messages.info(request, f"{added} bank holidays added" if added else "Every bank holiday in term is closed already")
    return redirect(_url(request, year))


def _add_term(request: OfficeRequest, form: TermForm, year: int) -> int:
    """A slip in the year would otherwise found another school year, out of sight."""
    first: date = form.cleaned_data["first"]
    if year_of(first) != year:
        raise Refused(f"{in_words(first)} is not in the year {_title(year)}. Check the dates, or open their own year.")
    return actions.add_term(request.actor, **form.cleaned_data)


def _title(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def _form(request: OfficeRequest, form: TermForm | ClosureForm, year: int, *, title: str, verb: str) -> HttpResponse:
    back = _url(request, year)
    heading = {"title": title, "back": back, "back_label": f"The year {_title(year)}"}
    context = {"page": heading, "form": form, "verb": verb, "leave": back}
    return render(request, "schools/form.html", context, status=422 if form.errors else 200)


def _figures(outline: queries.YearOutline) -> tuple[Figure, ...]:
    expected = queries.SESSIONS_EXPECTED
    lost = f"{outline.sessions_lost} lost to unexpected closures" if outline.sessions_lost else "none lost unexpectedly"
    return (
        Figure("Sessions", f"{outline.sessions} of {expected}", lost),
        Figure("School days", str(outline.school_days), "Monday to Friday in term, less planned closures"),
        Figure("INSET days", f"{outline.inset_days} of {queries.INSET_DAYS_ALLOWED}", "coded #, no sessions"),
    )


def _tabs(request: OfficeRequest, shown: int) -> list[Tab]:
    current = year_of(request.actor.today)
    years = sorted({*queries.years_known(request.actor), current, current + 1, shown})
    return [Tab(_title(y), _url(request, y), current=y == shown) for y in years]


def _checked(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotFound("There is no such year.")
    return year


def _middle(year: int) -> date:
    """A date typed without its year belongs to the school year on the screen."""
    return year_starts(year).replace(year=year + 1, month=1, day=30)


def _url(request: OfficeRequest, year: int) -> str:
    return reverse("schools:year-of", kwargs={"school": request.school.slug, "year": year})
