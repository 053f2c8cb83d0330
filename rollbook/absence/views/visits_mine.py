"""My visits on a phone: the route of the day, and what was found at each door, also without a network."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.absence.actions.visits_door import answer_door, note_at_door
from rollbook.absence.issue import VisitIssue, read_visit_issue
from rollbook.absence.queries.visits import pupils_of_visit
from rollbook.absence.queries.visits_mine import MyRoute, Stop, my_visits
from rollbook.absence.queries.visits_policy import visit_policy_on
from rollbook.absence.views.visits_out import GOES, MORE
from rollbook.absence.views.visits_said import LOUD, clock_of, door_says, forms, next_says, out_says, whose
from rollbook.absence.visit_forms import DoorForm, DoorNoteForm, read_door
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept


@require_safe
@page(*GOES)
def my_visits_page(request: OfficeRequest) -> HttpResponse:
    """Where I am sent today, home by home, and for whom I wait."""
    return _page(request)


@require_POST
@page(*GOES)
def door(request: OfficeRequest) -> HttpResponse:
    """What was found at a door: a plain form from the page, or a script's codes, now or when the network is back."""
    if request.content_type == "application/json":
        return _sent(request)
    issue, pupils = _issued(request, request.POST.get("issue", "")[:400])
    form = DoorForm(request.POST, children=[(token, "the child") for token in pupils])
    if not form.is_valid():
        return _page(request, wrong=form, status=422)
    try:
        _answer(request, issue, pupils, form, None)
    except Refused as refused:
        form.add_error("inside", refused.says)
        return _page(request, wrong=form, status=422)
    messages.info(request, "The school has your answer.")
    return HttpResponseRedirect(_here(request), status=303)


@require_POST
@page(*GOES)
def door_note(request: OfficeRequest, home_visit: uuid.UUID) -> HttpResponse:
    """What the codes cannot say."""
    form = DoorNoteForm(request.POST)
    form.is_valid()  # too long is as good as nothing: the verb says what is wanted
    note_at_door(request.actor, visit=home_visit, note=kept(form.cleaned_data.get("note", "")))
    messages.info(request, "The note is kept with the visit.")
    return HttpResponseRedirect(_here(request), status=303)


def _sent(request: OfficeRequest) -> HttpResponse:
    sent = read_door(request.body)
    issue, pupils = _issued(request, sent.issue)
    form = DoorForm(sent.codes, children=[(token, "the child") for token in pupils])
    if not form.is_valid():
        raise Refused("The answer of this visit is not complete. Open your visits and answer again.")
    fresh = _answer(request, issue, pupils, form, sent.taken_at)
    said = {"minutes": None, "version": 1, "says": "", "by": "", "at": ""}
    outcome = "stored" if fresh else "unchanged"
    taps = [token for token in sent.codes if token not in ("issue", "answer")]
    rows = [{"token": token, "outcome": outcome, "code": sent.codes[token], **said} for token in taps]
    return JsonResponse({"repeated": not fresh, "rows": rows})


def _issued(request: OfficeRequest, signed: str) -> tuple[VisitIssue, Mapping[str, int]]:
    issue = read_visit_issue(signed, school_id=request.actor.school, user_id=request.actor.user_id)
    return issue, issue.tokens(pupils_of_visit(request.actor, issue.visit))


def _answer(
    request: OfficeRequest, issue: VisitIssue, pupils: Mapping[str, int], form: DoorForm, taken_at: datetime | None
) -> bool:
    return answer_door(
        request.actor,
        answer_id=form.cleaned_data["answer"],
        visit=issue.visit,
        found=form.found(pupils),
        taken_at=taken_at or request.actor.now,
    )


def _page(request: OfficeRequest, *, wrong: DoorForm | None = None, status: int = 200) -> HttpResponse:
    found = my_visits(request.actor)
    routes = [_route(request, route, wrong) for route in found.routes]
    homes = sum(len(route.stops) for route in found.routes)
    values = {
        "page": {
            "title": "My visits",
            "sub": f"{in_words(request.actor.today)} · {homes} home{'' if homes == 1 else 's'}",
        },
        "routes": routes,
        "waits_for": [{"line": out, "clock": clock_of(out), "says": out_says(out)} for out in found.waits_for],
        "policy": visit_policy_on(request.actor, request.actor.today),
        "form": wrong,
        "more": MORE,
    }
    return render(request, "absence/visits_mine.html", values, status=status)


def _route(request: OfficeRequest, route: MyRoute, wrong: DoorForm | None) -> dict[str, object]:
    return {
        "line": route.out,
        "clock": clock_of(route.out),
        "says": out_says(route.out),
        "stops": [_stop(request, stop, n, wrong) for n, stop in enumerate(route.stops, 1)],
        "last": len(route.stops),
    }


def _stop(request: OfficeRequest, stop: Stop, number: int, wrong: DoorForm | None) -> dict[str, object]:
    visit = stop.visit
    issue = VisitIssue(request.actor.school, request.actor.user_id, visit.public_id)
    children = [(issue.token(pupil.id), pupil.forename) for pupil in visit.pupils]
    door = visit.door
    is_wrong = wrong is not None and set(wrong.tokens) == {token for token, _ in children}
    return {
        "number": number,
        "visit": visit,
        "whose": whose(visit),
        "forms": forms(visit),
        "tone": LOUD[visit.urgency],
        "home": stop.home,
        "numbers": stop.numbers,
        "found": door_says(door, visit.pupils) if door else "",
        "next": next_says(door) if door else "",
        "form": _again(wrong, children) if is_wrong and wrong else _fresh(issue, children, number),
        "open": is_wrong,
        "note": DoorNoteForm(auto_id=f"note{number}-%s"),
    }


def _fresh(issue: VisitIssue, children: list[tuple[str, str]], number: int) -> DoorForm:
    first = {"issue": issue.sign(), "answer": uuid.uuid4()}
    return DoorForm(children=children, initial=first, auto_id=f"door{number}-%s")


def _again(wrong: DoorForm, children: list[tuple[str, str]]) -> DoorForm:
    """The form with its errors, and the children by name."""
    for token, name in children:
        wrong.fields[token].label = name
    return wrong


def _here(request: OfficeRequest) -> str:
    return reverse("absence:my-visits", kwargs={"school": request.school.slug})
