"""Home visits in the office: asked for, due, out with their clocks, made; and one visit whole."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions.visits import drop_visit, note_risks, request_visit
from rollbook.absence.queries.visits import VisitLine, VisitsBoard, risks_of, visit_page, visits_board
from rollbook.absence.queries.visits_policy import PolicyOfVisits, homes_due, visit_policy_on
from rollbook.absence.views.places import absence_tabs, pupil_url, shown_flags
from rollbook.absence.views.visits_said import LOUD, clock_of, door_says, forms, next_says, out_says, whose
from rollbook.absence.visit_forms import AskForm, DropForm, RisksForm
from rollbook.absence.words import count, short_day, wall_clock
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import PupilFilters, PupilLine, pupil_lines, pupils_list, siblings_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

FEWEST, MOST = 2, 8
ASKS, PLANS = Permission.REQUEST_VISITS, Permission.PLAN_VISITS


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASKS, PLANS)
def visits(request: OfficeRequest) -> HttpResponse:
    """Every home visit that is open, who is out now, and what was found today."""
    actor = request.actor
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    board = visits_board(actor)
    policy = visit_policy_on(actor, actor.today)
    due = homes_due(actor, policy) if actor.may(PLANS) else ()
    log_list(actor, what="home visits", count=len(board.asked) + len(board.done) + len(due))
    values = {
        "page": {"title": "Home visits", "sub": _sub(board)},
        "tabs": absence_tabs(request, "visits"),
        "out": [{"line": out, "clock": clock_of(out), "says": out_says(out)} for out in board.out],
        "overdue": any(out.is_overdue for out in board.out),
        "asked": [_row(request, visit) for visit in board.asked],
        "due": [
            {
                "pupil": home.pupil,
                "flags": shown_flags(home.flags[:2]),
                "says": f"{count(home.days, 'school day')} without a word, since {short_day(home.since)}",
            }
            for home in due
        ],
        "planned": [{"line": out, "clock": clock_of(out), "homes": _homes(out.visits)} for out in board.planned],
        "done": [_row(request, visit) for visit in board.done],
        "policy": _policy_says(policy),
        "plans": actor.may(PLANS),
        "sets_up": actor.may(Permission.SET_UP_SCHOOL),
        "typed": typed,
        "found": found,
    }
    return render(request, "absence/visits.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASKS)
def ask_visit(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Ask for a visit to a pupil's home."""
    line = _pupil(request, pupil)
    siblings = siblings_of(request.actor, [line.id]).get(line.id, ())
    form = AskForm(request.POST or None, siblings=siblings, initial={"urgency": "today"})
    if form.is_bound and tried(form, lambda: _ask(request, form, line), beside="reason"):
        messages.info(request, f"A visit to the home of {line.name} is asked for.")
        return HttpResponseRedirect(visits_url(request), status=303)
    values = {
        "page": {
            "title": f"Ask for a home visit: {line.name}",
            "sub": line.registration,
            "back": visits_url(request),
            "back_label": "Home visits",
        },
        "form": form,
        "policy": _policy_says(visit_policy_on(request.actor, request.actor.today)),
    }
    return render(request, "absence/visit_ask.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASKS, PLANS)
def home_visit(request: OfficeRequest, home_visit: uuid.UUID) -> HttpResponse:
    """One visit: why, who was sent, every answer at its door; and letting it go."""
    form = DropForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: drop_visit(request.actor, visit=home_visit, why=kept(form.cleaned_data["why"])), beside="why"
    ):
        messages.info(request, "The visit is let go, and kept.")
        return HttpResponseRedirect(visits_url(request), status=303)
    visit = visit_page(request.actor, home_visit)
    is_open = visit.done_at is None and visit.dropped_at is None
    values = {
        "page": {
            "title": whose(visit),
            "sub": _asked_says(visit),
            "back": visits_url(request),
            "back_label": "Home visits",
        },
        "visit": visit,
        "pupils": [(pupil, pupil_url(request, pupil.public_id)) for pupil in visit.pupils],
        "doors": [
            {
                "says": door_says(door, visit.pupils),
                "next": next_says(door),
                "by": f"{door.by_name}, {_moment(door.taken_at)}",
                "note": door.note,
            }
            for door in reversed(visit.doors)
        ],
        "form": form if is_open and request.actor.may(PLANS) else None,
        "tone": LOUD[visit.urgency],
        "risks": request.actor.may(Permission.SEE_VISIT_RISKS),
    }
    return render(request, "absence/home_visit.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_VISIT_RISKS, Permission.MAKE_VISITS)
def visit_risks(request: OfficeRequest, home_visit: uuid.UUID) -> HttpResponse:
    """What visitors must know of a home; each reading is noted."""
    form = RisksForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: note_risks(request.actor, visit=home_visit, risks=kept(form.cleaned_data["risks"])),
        beside="risks",
    ):
        messages.info(request, "Written down for the visitors.")
        return HttpResponseRedirect(visits_url(request), status=303)
    told = risks_of(request.actor, home_visit)
    may_write = request.actor.may(Permission.SEE_VISIT_RISKS)
    values = {
        "page": {"title": "What visitors must know of this home", "back": _back(request), "back_label": "Home visits"},
        "told": told,
        "form": (form if form.is_bound else RisksForm(initial={"risks": told})) if may_write else None,
    }
    return render(request, "absence/visit_risks.html", values, status=422 if form.errors else 200)


def visits_url(request: OfficeRequest) -> str:
    return reverse("absence:visits", kwargs={"school": request.school.slug})


def _back(request: OfficeRequest) -> str:
    name = "absence:visits" if request.actor.may(PLANS) else "absence:my-visits"
    return reverse(name, kwargs={"school": request.school.slug})


def _ask(request: OfficeRequest, form: AskForm, line: PupilLine) -> None:
    given = form.cleaned_data
    request_visit(
        request.actor,
        pupils=form.pupils(line.id),
        reason=kept(given["reason"]),
        urgency=given["urgency"],
        risks=kept(given["risks"]),
    )


def _pupil(request: OfficeRequest, public_id: uuid.UUID) -> PupilLine:
    ids = tuple(ids_of(request.actor, [str(public_id)]).values())
    found = pupil_lines(request.actor, ids, request.actor.today)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return found[0]


def _row(request: OfficeRequest, visit: VisitLine) -> dict[str, object]:
    door = visit.door
    return {
        "line": visit,
        "whose": whose(visit),
        "forms": forms(visit),
        "url": reverse("absence:home-visit", kwargs={"school": request.school.slug, "home_visit": visit.public_id}),
        "asked": _asked_says(visit),
        "tone": LOUD[visit.urgency],
        "found": door_says(door, visit.pupils) if door else "",
        "next": next_says(door) if door else "",
        "by": f"{door.by_name}, {_moment(door.taken_at)}" if door else "",
    }


def _homes(found: tuple[VisitLine, ...]) -> str:
    return "; ".join(whose(visit) for visit in found) or "no home yet"


def _asked_says(visit: VisitLine) -> str:
    return f"asked for by {visit.asked_by}, {_moment(visit.asked_at)}"


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{short_day(local.date())} {wall_clock(local)}"


def _sub(board: VisitsBoard) -> str:
    out = len(board.out)
    parts = [
        f"{count(out, 'pair')} out now" if out else "nobody is out",
        f"{count(len(board.asked), 'home')} to be visited",
        f"{len(board.done)} visited today",
    ]
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _policy_says(policy: PolicyOfVisits) -> dict[str, object]:
    rule = policy.rule
    return {
        "says": (
            f"A visit is due after {count(rule.after_days, 'school day')} without a word; for a looked-after child, "
            f"or one with a social worker or a plan, after {count(rule.vulnerable_days, 'school day')}. "
            f"Visitors leave from {rule.hours}."
        ),
        "source": f"School policy, from {in_words(policy.valid_from)}."
        if policy.valid_from
        else "Until the school sets its own policy.",
        "words": policy.words,
    }
