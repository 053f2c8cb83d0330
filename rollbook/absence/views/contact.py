"""The list of the morning: families by risk, what was tried, what comes next, and the acts of whoever rings (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rollbook.absence.actions.contact import record_outcome, search_for_gone
from rollbook.absence.actions.contact_round import begin_round, send_now
from rollbook.absence.actions.corrections import correct_wrong
from rollbook.absence.actions.unreachable import take_escalation
from rollbook.absence.queries.contact_entries import OUTCOMES
from rollbook.absence.queries.contact_list import Lane, MorningList, morning_list
from rollbook.absence.queries.contact_plan import Plan, first_close
from rollbook.absence.views.contact_rows import contact_pupil_url, contact_url, row_of
from rollbook.absence.views.places import absence_tabs
from rollbook.absence.words import count, wall_clock
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.seeing import NO_PUPIL
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.schools.queries import times_of
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page

MAY = (Permission.SEND_MESSAGES, Permission.HOLD_CONTACT)
LANES: Mapping[Lane, tuple[str, str]] = {
    Lane.MISSING: ("Missing child", "No child is missing whom a family believes to be here."),
    Lane.UNREACHABLE: ("Nobody can be reached", "Every family could be reached, or is being tried."),
    Lane.RING: ("To be rung", "Nobody is to be rung now."),
    Lane.REACHING: ("Being reached", "No family is being tried."),
    Lane.LOOK: ("Look here first", "Nobody was seen who is marked missing."),
    Lane.HELD: ("Contact held", "No contact is held."),
    Lane.REACHED: ("Reached: a reason is still needed", "No family has answered yet."),
}
LOUD = (Lane.MISSING, Lane.UNREACHABLE)


@require_safe
@page(*MAY)
def contact(request: OfficeRequest) -> HttpResponse:
    """Every family of a session whose child is missing without a reason."""
    half = half_of(request)
    found = morning_list(request.actor, request.actor.today, half)
    lanes = [
        {
            "key": lane.value,
            "id": f"lane-{lane.value}",
            "title": title,
            "done": done,
            "hot": lane in LOUD,
            "rows": [row_of(request, line, half) for line in found.lane(lane)],
        }
        for lane, (title, done) in LANES.items()
    ]
    values = {
        "page": {"title": "Families to reach", "sub": _sub(request, found, half)},
        "tabs": absence_tabs(request, "contact"),
        "halves": _halves(request, half),
        "half": half.name.lower(),
        "lanes": [lane for lane in lanes if lane["rows"]],
        "round": _round_says(found.plan),
        "may_start": request.actor.may(Permission.SEND_MESSAGES) and found.plan.began_at is None and found.families,
        "sends": request.actor.may(Permission.SEND_MESSAGES),
        "settled": [(one, contact_pupil_url(request, one.pupil.public_id, half)) for one in found.settled],
        "wrong": found.wrong,
        "wrong_says": _wrong_says(found),
        "ticked": sum(tick.at is not None for tick in found.plan.ticks),
        "places": len(found.plan.ticks),
        "urls": {
            name: contact_url(request, half, f"contact-{name}") for name in ("act", "sweep", "professionals", "dead")
        },
        "sees_flags": request.actor.may(Permission.SEE_FLAGS),
    }
    return render(request, "absence/contact.html", values)


@require_POST
@page(*MAY)
def contact_act(request: OfficeRequest) -> HttpResponse:
    """One act about one family, or the start of the round; back to the list with a sentence."""
    half = half_of(request)
    messages.info(request, _do(request, half))
    key = request.POST.get("key", "")
    anchor = f"#{key}" if key.startswith("family-") and key.removeprefix("family-").isalnum() else ""
    back = request.POST.get("back", "")
    if back == "pupil" and (ids := _public_ids(request)):
        return HttpResponseRedirect(contact_pupil_url(request, ids[0], half), status=303)
    return HttpResponseRedirect(contact_url(request, half) + anchor, status=303)


def half_of(request: OfficeRequest) -> Half:
    """The half that the address names; without one the half that the school is in."""
    named = (request.POST.get("half") or request.GET.get("half", "")).upper()
    if named in Half.__members__:
        return Half[named]
    if named:
        raise Refused("A session is am or pm.")
    noon = first_close(times_of(request.actor, request.actor.today), Half.PM)
    return Half.PM if noon is not None and request.actor.now >= noon else Half.AM


def pupils_asked(request: OfficeRequest) -> list[int]:
    """The pupils that a form names by public id; NotFound where one is not this school's."""
    public = [str(one) for one in _public_ids(request)]
    found = ids_of(request.actor, public)
    if not public or len(found) != len(set(public)):
        raise NotFound(NO_PUPIL)
    return [found[one] for one in public]


def _public_ids(request: OfficeRequest) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in request.POST.get("pupils", "").split(",") if one][:12]
    except ValueError as bad:
        raise NotFound(NO_PUPIL) from bad


def _do(request: OfficeRequest, half: Half) -> str:
    acts: Mapping[str, Callable[[], str]] = {
        "start": lambda: _start(request, half),
        "correct": lambda: _correct(request, half),
        "send": lambda: _send(request, half),
        "search": lambda: _search(request, half),
        "outcome": lambda: _outcome(request, half),
        "escalate": lambda: _escalate(request, half),
    }
    named = next((name for name in acts if name in request.POST), None)
    if named is None:
        raise Refused("This page sent nothing that can be done. Load it again.")
    return acts[named]()


def _start(request: OfficeRequest, half: Half) -> str:
    begun = begin_round(request.actor, on=request.actor.today, half=half)
    return "Begun. The first messages go in a minute or two." if begun else "It had begun already."


def _correct(request: OfficeRequest, half: Half) -> str:
    sent = correct_wrong(request.actor, on=request.actor.today, half=half)
    return f"{count(sent, 'correction')} in the outbox; taken back there until a minute is over."


def _send(request: OfficeRequest, half: Half) -> str:
    taken = send_now(request.actor, on=request.actor.today, half=half, pupil=pupils_asked(request)[0])
    if taken.left_out:
        return f"Nothing went: {taken.left_out[0]}. The next step comes."
    return "In the outbox; it goes in a minute." if taken.messages else "On the list to be rung."


def _search(request: OfficeRequest, half: Half) -> str:
    for line in pupil_lines(request.actor, pupils_asked(request), request.actor.today):
        search_for_gone(request.actor, line=line, on=request.actor.today, half=half)
    return "The search has begun; those who watch for missing pupils are told."


def _outcome(request: OfficeRequest, half: Half) -> str:
    outcome = request.POST["outcome"]
    for pupil in pupils_asked(request):
        record_outcome(request.actor, pupil=pupil, on=request.actor.today, half=half, outcome=outcome, way="ring")
    if outcome == "unaware":
        return "Noted. The missing-child steps have begun, and the safeguarding lead and the head are told."
    return f"Noted: {OUTCOMES[outcome]}."


def _escalate(request: OfficeRequest, half: Half) -> str:
    what, note = request.POST["escalate"], request.POST.get("note", "")
    for pupil in pupils_asked(request):
        take_escalation(request.actor, pupil=pupil, on=request.actor.today, half=half, what=what, note=note)
    return "Noted, with the time and your name."


def _sub(request: OfficeRequest, found: MorningList, half: Half) -> str:
    families = len(found.families)
    reached = len(found.lane(Lane.REACHED))
    missing = f"{count(families, 'family', 'families')}, {reached} reached" if families else "nobody is missing"
    return f"{in_words(request.actor.today)}, {half.label} · {missing}"


def _round_says(plan: Plan) -> str:
    if plan.began_at is not None:
        return f"Begun {wall_clock(plan.began_at)} by {plan.began_by}."
    closes = f" Registers close {wall_clock(plan.closes)}." if plan.closes else ""
    return f"Not begun: begins {plan.school.starts_says}.{closes}"


def _wrong_says(found: MorningList) -> str:
    children = {line.id: line.name for one in found.wrong for line in one.pupils}
    are = "is" if len(children) == 1 else "are"
    return f"{', '.join(children.values())} {are} in school, and the family was told otherwise."


def _halves(request: OfficeRequest, half: Half) -> list[Tab]:
    return [Tab(one.label.capitalize(), contact_url(request, one), one is half) for one in Half]
