"""Beside the list of the morning: the sweep, who else is told, dead numbers, and the school's ladder."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions.contact import record_outcome
from rollbook.absence.actions.contact_ladders import set_contact_ladder
from rollbook.absence.actions.contact_round import tick_place
from rollbook.absence.actions.professionals import end_professional, set_professional, tell_professional
from rollbook.absence.contact_forms import CHANNEL, ContactLadderForm, ProfessionalForm
from rollbook.absence.queries.contact_ladders import SchoolLadder, contact_ladder_on, contact_ladders
from rollbook.absence.queries.contact_plan import contact_plan
from rollbook.absence.queries.dead_numbers import dead_numbers
from rollbook.absence.queries.professionals import professionals_of, to_tell
from rollbook.absence.views.contact import MAY, half_of, pupils_asked
from rollbook.absence.views.contact_pupil import the_pupil
from rollbook.absence.views.contact_rows import contact_url
from rollbook.absence.views.places import pupil_url, shown_flags
from rollbook.absence.words import wall_clock
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def contact_sweep(request: OfficeRequest) -> HttpResponse:
    """Where a missing child may be after all: places to tick, and who is asked after."""
    actor, half = request.actor, half_of(request)
    if request.method == "POST":
        if "place" in request.POST:
            tick_place(actor, on=actor.today, half=half, place=request.POST["place"])
        else:
            for pupil in pupils_asked(request):
                note = request.POST.get("where", "")[:200]
                record_outcome(actor, pupil=pupil, on=actor.today, half=half, outcome="found", note=note)
            messages.info(request, "Noted. Nobody is written to; put the mark right.")
        return HttpResponseRedirect(contact_url(request, half, "contact-sweep"), status=303)
    plan = contact_plan(actor, actor.today, half)
    values = {
        "page": {
            "title": "Look here first",
            "sub": f"{in_words(actor.today)}, {half.label} · before families are told",
            "back": contact_url(request, half),
            "back_label": "Families to reach",
        },
        "half": half.name.lower(),
        "ticks": [(tick, f"{tick.by_name} {wall_clock(tick.at)}" if tick.at else "") for tick in plan.ticks],
        "open": sum(tick.at is None for tick in plan.ticks),
        "seen": [p for p in plan.pupils if p.swept and p.state.outcome != "found"],
        "asked": [p for p in plan.pupils if not p.swept and p.state.outcome not in ("found", "aware", "answered")],
        "found": [p for p in plan.pupils if p.state.outcome == "found"],
        "starts": plan.school.starts_says,
    }
    return render(request, "absence/contact_sweep.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*MAY)
def contact_professionals(request: OfficeRequest) -> HttpResponse:
    """Social workers, youth-justice workers, carers and the virtual school: told the same day (DAY-2)."""
    actor, half = request.actor, half_of(request)
    if request.method == "POST":
        (pupil,) = pupils_asked(request)[:1]
        who = _id(request.POST.get("who", ""))
        tell_professional(
            actor, pupil=pupil, professional=who, on=actor.today, half=half, way=request.POST.get("way", "")
        )
        messages.info(request, "Noted, with the time and your name.")
        return HttpResponseRedirect(contact_url(request, half, "contact-professionals"), status=303)
    children = to_tell(actor, actor.today, half)
    values = {
        "page": {
            "title": "Who else is told today",
            "sub": f"{in_words(actor.today)}, {half.label} · at once, not after the family (DAY-2)",
            "back": contact_url(request, half),
            "back_label": "Families to reach",
        },
        "half": half.name.lower(),
        "children": [
            (
                child,
                shown_flags(f for f in child.missing.flags if f.is_about_care),
                _around_url(request, child.missing.pupil.public_id),
            )
            for child in children
        ],
        "open": sum(one.at is None for child in children for one in child.tell),
    }
    return render(request, "absence/contact_professionals.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*MAY)
def around(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Who is told of one child's absence outside the school; added here, or ended."""
    line = the_pupil(request, pupil)
    here = _around_url(request, pupil)
    if request.method == "POST" and "end" in request.POST:
        end_professional(request.actor, professional=_id(request.POST["end"]))
        return HttpResponseRedirect(here, status=303)
    form = ProfessionalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and tried(form, lambda: set_professional(request.actor, pupil=line.id, **form.cleaned_data)):
        messages.info(request, "Noted. They are on the list whenever the child is missing without a reason.")
        return HttpResponseRedirect(here, status=303)
    values = {
        "page": {
            "title": f"Around {line.name}",
            "sub": "Who is told outside the school when the child is missing",
            "back": contact_url(request, half_of(request), "contact-professionals"),
            "back_label": "Who else is told",
        },
        "people": professionals_of(request.actor, [line.id], request.actor.today).get(line.id, ()),
        "form": form,
    }
    return render(request, "absence/around.html", values, status=422 if form.errors else 200)


@require_safe
@page(*MAY)
def contact_dead(request: OfficeRequest) -> HttpResponse:
    """Numbers and addresses at which nothing arrives, each with the contact to mend."""
    found = dead_numbers(request.actor)
    values = {
        "page": {
            "title": "Dead numbers",
            "sub": "What the providers gave back in the last four weeks, and nothing has reached since",
            "back": contact_url(request),
            "back_label": "Families to reach",
        },
        "found": [(one, pupil_url(request, one.pupil.public_id, "contacts")) for one in found],
    }
    return render(request, "absence/dead_numbers.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def contact_ladder(request: OfficeRequest) -> HttpResponse:
    """Every ladder of first-day contact that the school set, and the form for another from a day on."""
    actor = request.actor
    stands = contact_ladder_on(actor, actor.today)
    form = ContactLadderForm(request.POST if request.method == "POST" else None, around=actor.today, stands=stands)
    if form.is_bound and tried(form, lambda: _set(request, form), beside="channel_0"):
        messages.info(request, "The ladder is set. What was done before stays as it was.")
        return HttpResponseRedirect(
            reverse("absence:contact-ladder", kwargs={"school": request.school.slug}), status=303
        )
    values = {
        "page": {
            "title": "First-day contact: the ladder",
            "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
            "back_label": "Set-up",
        },
        "form": form,
        "ladders": [(one, _steps(one)) for one in contact_ladders(actor)],
    }
    return render(request, "absence/contact_ladder.html", values, status=422 if form.errors else 200)


def _around_url(request: OfficeRequest, pupil: uuid.UUID) -> str:
    return reverse("absence:around", kwargs={"school": request.school.slug, "pupil": pupil})


def _set(request: OfficeRequest, form: forms.Form) -> None:
    assert isinstance(form, ContactLadderForm)
    given = form.cleaned_data
    set_contact_ladder(
        request.actor,
        from_day=given["from_day"],
        starts=given["starts"],
        ladder=form.ladder,
        unreachable=form.unreachable,
        places=given["places"].splitlines(),
        corrects_itself=given["corrects_itself"],
    )


def _steps(ladder: SchoolLadder) -> str:
    return ", ".join(
        f"{CHANNEL[step.channel]} (contact {step.whom}) after {step.wait} min" for step in ladder.ladder.steps
    )


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as bad:
        raise NotFound("There is no such person around this pupil.") from bad
