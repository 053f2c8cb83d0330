"""One child's session: what was tried and said, what is done next, who holds contact, and the child's own ladder."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence.actions.contact import pupil_of, record_outcome, take_back_entry
from rollbook.absence.actions.contact_holds import end_hold, hold_contact
from rollbook.absence.actions.contact_ladders import set_own_ladder
from rollbook.absence.actions.unreachable import take_escalation
from rollbook.absence.contact_forms import EscalationForm, HoldForm, OutcomeForm, OwnLadderForm
from rollbook.absence.queries.contact_entries import notes_of, told_on
from rollbook.absence.queries.contact_holds import holds_of
from rollbook.absence.queries.contact_ladders import contact_ladder_on, own_ladders
from rollbook.absence.queries.contact_plan import contact_plan
from rollbook.absence.queries.unreachable import escalations
from rollbook.absence.views.contact import MAY, half_of
from rollbook.absence.views.contact_rows import contact_pupil_url, contact_url
from rollbook.absence.views.places import pupil_url
from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.pupils.queries.seeing import NO_PUPIL
from rollbook.rules.access import Permission
from rollbook.rules.call_guidance import Situation
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half, in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried
from rollbook.work.queries import scripts


@require_http_methods(["GET", "HEAD", "POST"])
@page(*MAY)
def contact_pupil(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """What was done about one child's session, with the forms to say what came of it."""
    actor, half, line = request.actor, half_of(request), the_pupil(request, pupil)
    ways = ways_to_reach(actor, [line.id]).get(line.id, ())
    post = request.POST if request.method == "POST" else None
    about = post.get("form") if post else ""
    outcome = OutcomeForm(post if about == "outcome" else None, ways=ways)
    hold = HoldForm(post if about == "hold" else None, ways=ways, around=actor.today, auto_id="hold_%s")
    step = EscalationForm(post if about == "escalation" else None, auto_id="step_%s")
    done = {
        "outcome": lambda: tried(outcome, lambda: _outcome(request, line, half, outcome), beside="outcome"),
        "hold": lambda: tried(hold, lambda: _hold(request, line, hold), beside="why"),
        "escalation": lambda: tried(step, lambda: _escalate(request, line, half, step), beside="note"),
    }
    if about in done and done[about]():
        return HttpResponseRedirect(contact_pupil_url(request, line.public_id, half), status=303)
    told = told_on(actor, actor.today, half, [line.id]).get(line.id)
    plan = contact_plan(actor, actor.today, half)
    planned = plan.of(line.id)
    names = {way.contact_id: way.name for way in ways}
    values = {
        "page": {
            "title": f"Reaching the family of {line.name}",
            "sub": f"{line.registration} · {in_words(actor.today)}, {half.label}",
            "back": contact_url(request, half),
            "back_label": "Families to reach",
        },
        "line": line,
        "half": half.name.lower(),
        "noted": [(one, names.get(one.entry.contact or 0, "")) for one in notes_of(actor, line.id, actor.today, half)],
        "step": planned.step if planned else None,
        "missing": planned is not None,
        "steps": escalations(contact_ladder_on(actor, actor.today), told) if told else (),
        "ways": ways,
        "holds": [(one, names.get(one.contact or 0, "everybody")) for one in holds_of(actor, line.id)],
        "own": own_ladders(actor, [line.id], actor.today).get(line.id),
        "outcome": outcome,
        "scripts": scripts(actor),
        "situation": Situation.FIRST_DAY,
        "hold": hold,
        "escalation": step,
        "may_hold": actor.may(Permission.HOLD_CONTACT),
        "wrong": [form for form in (outcome, hold, step) if form.is_bound and form.errors],
        "own_url": reverse("absence:own-ladder", kwargs={"school": request.school.slug, "pupil": pupil}),
        "contacts_url": pupil_url(request, pupil, "contacts"),
        "back_url": reverse("absence:contact-back", kwargs={"school": request.school.slug, "pupil": pupil}),
    }
    return render(request, "absence/contact_pupil.html", values, status=422 if values["wrong"] else 200)


@require_POST
@page(*MAY)
def contact_back(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Take back an entry that was a mistake, or end a hold."""
    line, half = the_pupil(request, pupil), half_of(request)
    if "hold" in request.POST:
        end_hold(request.actor, hold=_id(request.POST["hold"]))
        messages.info(request, "Contact may be made again.")
    else:
        take_back_entry(request.actor, entry=_id(request.POST.get("entry", "")))
        messages.info(request, "Taken back. That it was noted stays on record.")
    return HttpResponseRedirect(contact_pupil_url(request, line.public_id, half), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*MAY)
def own_ladder(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """How this one child's family is reached: whom first, by what never."""
    line = the_pupil(request, pupil)
    ways = ways_to_reach(request.actor, [line.id]).get(line.id, ())
    own = own_ladders(request.actor, [line.id], request.actor.today, with_why=True).get(line.id)
    first = own.first if own else ()
    initial = {
        "first": first[0] if first else "",
        "second": first[1] if len(first) > 1 else "",
        "never": sorted(own.never) if own else (),
        "why": own.why if own else "",
    }
    form = OwnLadderForm(request.POST if request.method == "POST" else None, ways=ways, initial=initial)
    if form.is_bound and tried(form, lambda: _own(request, line, form), beside="never"):
        messages.info(request, f"Set. It holds from today for {line.forename}.")
        return HttpResponseRedirect(pupil_url(request, line.public_id, "contacts"), status=303)
    values = {
        "page": {
            "title": f"How to reach the family of {line.name}",
            "sub": line.registration,
            "back": pupil_url(request, line.public_id, "contacts"),
            "back_label": "Contacts",
        },
        "form": form,
        "own": own,
    }
    return render(request, "absence/own_ladder.html", values, status=422 if form.errors else 200)


def the_pupil(request: OfficeRequest, public_id: uuid.UUID) -> PupilLine:
    """The pupil of the address, or NotFound."""
    found = ids_of(request.actor, [str(public_id)])
    if not found:
        raise NotFound(NO_PUPIL)
    return pupil_of(request.actor, found[str(public_id)])


def _outcome(request: OfficeRequest, line: PupilLine, half: Half, form: OutcomeForm) -> None:
    given = form.cleaned_data
    record_outcome(
        request.actor, pupil=line.id, on=request.actor.today, half=half, way="ring",
        outcome=given["outcome"], contact=given["contact"], note=given["note"],
    )  # fmt: skip
    messages.info(request, "Noted, with the time and your name.")


def _hold(request: OfficeRequest, line: PupilLine, form: HoldForm) -> None:
    given = form.cleaned_data
    hold_contact(request.actor, pupil=line.id, why=given["why"], contact=given["contact"], last=given["last"])
    messages.info(request, "Held. Nothing goes while it stands, not even what waits in the outbox.")


def _escalate(request: OfficeRequest, line: PupilLine, half: Half, form: EscalationForm) -> None:
    given = form.cleaned_data
    take_escalation(
        request.actor, pupil=line.id, on=request.actor.today, half=half, what=given["escalate"], note=given["note"]
    )
    messages.info(request, "Noted, with the time and your name.")


def _own(request: OfficeRequest, line: PupilLine, form: OwnLadderForm) -> None:
    given = form.cleaned_data
    set_own_ladder(request.actor, pupil=line.id, first=form.order, never=given["never"], why=given["why"])


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as bad:
        raise NotFound("There is no such entry in this school.") from bad
