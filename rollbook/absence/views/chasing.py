"""Asking families once more for a reason: one page shows everything that is due, and one press sends it (ABS-C)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence.actions.chasing import chase_reasons, note_reason_call, set_reason_steps
from rollbook.absence.chase_forms import ChaseStepsForm, steps_as_typed
from rollbook.absence.queries.chasing import CALL_SAID, reason_ladders, reason_steps_on
from rollbook.absence.queries.chasing_round import BY_MESSAGE, ChaseRound, ToRing, ToWrite, chase_round, days_of
from rollbook.absence.views.places import settle_url
from rollbook.absence.words import count, family_name, forms_of, short_day
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import RingLine
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.reason_chase import ChaseStep
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@dataclass(frozen=True, slots=True)
class CallRow:
    """A family to be rung: whom, about which days, `why` by telephone, and where the answer is entered."""

    name: str
    forms: str
    days: str
    why: str
    ring: RingLine | None
    pupil: str
    settle: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def chase(request: OfficeRequest) -> HttpResponse:
    """Everything that is due by the school's steps, as it would go; posted, it goes."""
    actor = request.actor
    wrong = ""
    if request.method == "POST":
        try:
            done = chase_reasons(actor, seen=_number(request))
        except Refused as refused:
            wrong = refused.says
        else:
            messages.info(request, _done_says(done.texts, done.emails, done.letters))
            return HttpResponseRedirect(request.path, status=303)
    due = chase_round(actor)
    steps = reason_steps_on(actor, actor.today)
    log_list(actor, what="reasons to be asked for", count=due.size + len(due.calls))
    values = {
        "page": {"title": "Ask once more", "sub": _sub(due), "back": _list(request), "back_label": "No reason"},
        "wrong": wrong,
        "groups": [_group("Texts", due.texts), _group("E-mails", due.emails)],
        "letters": [(family_name(f.pupils), forms_of(f.pupils), days_of(f, actor.today)) for f in due.letters],
        "calls": [_call(request, one) for one in due.calls],
        "left_out": [(family_name(one.family.pupils), one.why) for one in due.left_out],
        "size": due.size,
        "verb": f"Send {_what(due)}",
        "said": list(CALL_SAID.items()),
        "steps": _steps_say(steps.steps),
        "source": f"School policy, from {in_words(steps.valid_from)}." if steps.valid_from else "",
        "sets_up": actor.may(Permission.SET_UP_SCHOOL),
    }
    return render(request, "absence/chase.html", values, status=422 if wrong else 200)


@require_POST
@page(Permission.SEND_MESSAGES)
def chase_call(request: OfficeRequest) -> HttpResponse:
    """What a call about an absence came to, when it brought no reason."""
    found = tuple(ids_of(request.actor, [request.POST.get("pupil", "")]).values())
    note_reason_call(request.actor, pupil=found[0] if found else 0, said=request.POST.get("said", "")[:20])
    messages.info(request, "The call is kept with each of the sessions.")
    return HttpResponseRedirect(_here(request), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def chase_steps(request: OfficeRequest) -> HttpResponse:
    """On which school day after an absence which way is tried, from a day on."""
    actor = request.actor
    known = reason_ladders(actor)
    form = ChaseStepsForm(
        request.POST or None, actor=actor, initial=steps_as_typed(reason_steps_on(actor, actor.today), actor)
    )
    if form.is_bound and tried(
        form, lambda: set_reason_steps(actor, from_day=form.cleaned_data["from_day"], steps=form.steps())
    ):
        messages.info(request, f"The steps hold from {in_words(form.cleaned_data['from_day'])}.")
        return HttpResponseRedirect(_here(request), status=303)
    values = {
        "page": {"title": "How reasons are chased", "back": _here(request), "back_label": "Ask once more"},
        "form": form,
        "known": [
            (
                f"Version {one.version}",
                f"from {short_day(one.valid_from, around=actor.today) if one.valid_from else ''}, "
                f"by {one.by_name}: {_steps_say(one.steps)}",
            )
            for one in known
        ],
    }
    return render(request, "absence/chase_steps.html", values, status=422 if form.errors else 200)


def _number(request: OfficeRequest) -> int:
    asked = request.POST.get("number", "")
    return int(asked) if asked.isdecimal() else -1


def _group(title: str, ready: tuple[ToWrite, ...]) -> dict[str, object]:
    rows = [
        {
            "contact": one.contact,
            "relationship": one.relationship,
            "about": family_name(one.family.pupils),
            "words": one.draft.words,
            "subject": one.draft.subject,
            "note": one.note,
        }
        for one in ready
    ]
    return {"title": title, "rows": rows}


def _call(request: OfficeRequest, one: ToRing) -> CallRow:
    family, first = one.family, one.family.due[0]
    return CallRow(
        name=family_name(family.pupils),
        forms=forms_of(family.pupils),
        days=days_of(family, request.actor.today),
        why=one.why,
        ring=family.ring,
        pupil=str(family.pupils[0].public_id),
        settle=settle_url(request, first.pupil.public_id, first.clock.session, "?for=pupil&back=list"),
    )


def _what(due: ChaseRound) -> str:
    parts = [count(number, one) for number, one in ((len(due.texts), "text"), (len(due.emails), "e-mail")) if number]
    if due.letters:
        parts.append(f"letters to {count(len(due.letters), 'family', 'families')}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) if parts else "nothing"


def _done_says(texts: int, emails: int, letters: int) -> str:
    said = f"{count(texts, 'text')} and {count(emails, 'e-mail')} in the outbox, held for a minute."
    return f"{said} {count(letters, 'letter')} written: print them under Messages." if letters else said


def _sub(due: ChaseRound) -> str:
    if not due.size and not due.calls:
        return "Nothing is due by the school’s steps."
    return f"{_what(due)} to send, {count(len(due.calls), 'call')} to make, {len(due.left_out)} left out."


def _steps_say(steps: tuple[ChaseStep, ...]) -> str:
    days = ", ".join(f"day {step.day} {step.way.label.lower()}" for step in steps) or "no step"
    rings = any(step.rings and step.way in BY_MESSAGE for step in steps)
    return f"{days}; a call where a message reaches nobody" if rings else days


def _here(request: OfficeRequest) -> str:
    return reverse("absence:chase", kwargs={"school": request.school.slug})


def _list(request: OfficeRequest) -> str:
    return reverse("absence:list", kwargs={"school": request.school.slug})
