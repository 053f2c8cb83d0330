"""Missing from a lesson: the one button, the page that is watched, the steps, and the term's report."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries import PupilFilters, PupilLine, contacts_to_ring, pupils_list
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.actions.moving import NO_PUPIL
from rollbook.site.forms import ReportForm, StepForm
from rollbook.site.queries import SearchLine
from rollbook.site.queries.finding import in_my_care
from rollbook.site.views.desk import FEWEST, MOST
from rollbook.web.components.layout import Figure, Happening, Identity
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.plain_text import kept

WATCHES, REPORTS = Permission.WATCH_MISSING, Permission.REPORT_MISSING
# What is asked for each step: its kind, the words of its button, and the label of its words (none: a button alone).
STEPS = (
    ("taken", "I take it", ""),
    ("sent", "Send", "Who is sent"),
    ("searched", "Searched", "Which place"),
    ("seen", "Seen", "Where and by whom"),
    ("parent", "Parent called", "Who, and what they said"),
)


@require_safe
@page(WATCHES, REPORTS)
def missing(request: OfficeRequest) -> HttpResponse:
    """Who is missing now, live for those who watch; and the way to report somebody."""
    return _missing(request)


@require_POST
@page(REPORTS)
def find_missing(request: OfficeRequest) -> HttpResponse:
    """The pupils whom this person may report, by the first letters of a name."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    if is_partial(request):
        return render(request, "site/found_missing.html", {"found": found, "typed": typed})
    return _missing(request, typed, found)


@require_safe
@page(WATCHES)
def missing_state(request: OfficeRequest) -> HttpResponse:
    """What grows with every step, for open pages to ask."""
    return JsonResponse({"version": queries.searches_version(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@page(REPORTS)
def report(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The one button: this pupil is not in the lesson."""
    line = _pupil(request, pupil)
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial={"search": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = actions.report_missing(
            request.actor,
            search_id=given["search"],
            pupil=str(pupil),
            lesson=given["lesson"],
            last_seen=given["last_seen"],
            is_drill=given["is_drill"],
        )
        messages.info(request, "Reported before: your words were added." if made.joined else "Reported. They know now.")
        return HttpResponseRedirect(_url(request, "search", search=made.search), status=303)
    values = {
        "page": {"title": f"{line.name} is not in the lesson", "back": _url(request, "missing")},
        "who": _identity(line),
        "known": queries.whereabouts_of(request.actor, line),
        "form": form,
    }
    return render(request, "site/report.html", values, status=422 if form.is_bound else 200)


@require_safe
@page(WATCHES, REPORTS)
def search(request: OfficeRequest, search: uuid.UUID) -> HttpResponse:
    """One search: what is known, what was done, and what to do next."""
    line = queries.search(request.actor, search)
    watches = request.actor.may(WATCHES)
    values = {
        "page": {"title": line.pupil.name, "back": _url(request, "missing"), "back_label": "Missing from lessons"},
        "who": _identity(line.pupil),
        "line": line,
        "reported": clock(line.reported_at),
        "happenings": [Happening(s.says, clock(s.at), s.by_name, s.note) for s in line.steps],
        "watches": watches,
        "steps": [(k, says, label, uuid.uuid4()) for k, says, label in STEPS] if watches and not line.ended_at else (),
        "ids": [uuid.uuid4() for _ in range(4)],
        "ring": contacts_to_ring(request.actor, [line.pupil.id]).get(line.pupil.id) if watches else None,
        "step_url": _url(request, "step", search=search),
        "version": queries.searches_version(request.actor),
    }
    return render(request, "site/search.html", values)


@require_POST
@page(WATCHES, REPORTS)
def step(request: OfficeRequest, search: uuid.UUID) -> HttpResponse:
    """Write one step down."""
    queries.search(request.actor, search)  # a search that is not there is 404, whatever the form holds
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Refused("This step cannot be read. Open the search again.")
    given = form.cleaned_data
    actions.take_step(
        request.actor, search_id=search, step_id=given["step"], kind=given["kind"], note=given["note"].strip()
    )
    return HttpResponseRedirect(_url(request, "search", search=search), status=303)


@require_safe
@page(WATCHES)
def response_times(request: OfficeRequest) -> HttpResponse:
    """The term's report: how many, how fast, how many left the site."""
    found = queries.responses(request.actor)
    values = {
        "page": {
            "title": "Missing from lessons: response times",
            "sub": f"{found.name}, {in_words(found.first)} to {in_words(found.last)}",
            "back": _url(request, "missing"),
        },
        "found": found,
        "figures": [
            Figure("Reported", str(len(found.real)), "without drills"),
            Figure("To somebody taking it", _span(found.taken), "half were faster"),
            Figure("To the end", _span(found.ended), "half were faster"),
            Figure("Left the site", str(found.left_site)),
            Figure("Drills", str(len(found.drills))),
        ],
    }
    return render(request, "site/responses.html", values)


def _missing(request: OfficeRequest, typed: str = "", found: tuple[PupilLine, ...] = ()) -> HttpResponse:
    watches = request.actor.may(WATCHES)
    lines: tuple[SearchLine, ...] = queries.searches_of_today(request.actor) if watches else ()
    values = {
        "page": {"title": "Missing from lessons", "sub": in_words(request.actor.today)},
        "typed": typed,
        "found": found,
        "watches": watches,
        "version": queries.searches_version(request.actor) if watches else "",
        "not_back": queries.not_back(request.actor) if watches else (),
        "going": [line for line in lines if line.ended_at is None],
        "ended": [line for line in lines if line.ended_at is not None],
    }
    return render(request, "site/missing.html", values)


def _pupil(request: OfficeRequest, pupil: uuid.UUID) -> PupilLine:
    found = in_my_care(request.actor, str(pupil))
    if found is None:
        raise NotFound(NO_PUPIL)
    return found


def _identity(line: PupilLine) -> Identity:
    return Identity(name=line.name, group=line.registration, year=f"Year {line.nc_year}" if line.nc_year else "")


def _span(minutes: int | None) -> str:
    return "none yet" if minutes is None else f"{minutes} min"


def _url(request: OfficeRequest, name: str, **place: uuid.UUID) -> str:
    return reverse(f"site:{name}", kwargs={"school": request.school.slug, **place})
