"""Texting the families of today's absences: looked at first, with everyone it reaches and everyone it leaves out."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions import text_families
from rollbook.absence.forms import WordsForm
from rollbook.absence.queries.telling import WORDS, families_to_text
from rollbook.comms.queries.composing import Ready
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def first_day(request: OfficeRequest, half: str) -> HttpResponse:
    """Today's families without a reason in one half: each text as it would go, and the button that sends them."""
    session_half = _half(half)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": WORDS[session_half]})
    words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else WORDS[session_half]
    if form.is_bound and "send" in request.POST and tried(form, lambda: _send(request, session_half, words)):
        return HttpResponseRedirect(reverse("comms:outbox", kwargs={"school": request.school.slug}), status=303)
    shown = families_to_text(request.actor, request.actor.today, session_half, words)
    number = len(shown.composed.going)
    kind = "1 text" if number == 1 else f"{number} texts"
    left = (*((one.pupil, one.why) for one in shown.swept), *((one.pupil, one.why) for one in shown.composed.alone))
    stays = tuple((f"{one.contact} about {', '.join(one.pupils)}", _why(one)) for one in shown.composed.staying)
    values = {
        "page": {
            "title": "Tell families",
            "sub": f"{in_words(request.actor.today)}, {session_half.label} · {kind}, {len(left) + len(stays)} left out",
            "back": reverse("home:today", kwargs={"school": request.school.slug}),
            "back_label": "Today",
        },
        "form": form,
        "ready": shown.composed.going,
        "left": (*left, *stays),
        "left_count": len(left) + len(stays),
        "parts": shown.composed.parts,
        "number": number,
        "verb": f"Send {kind}",
    }
    return render(request, "absence/first_day.html", values, status=422 if form.errors else 200)


def _send(request: OfficeRequest, half: Half, words: str) -> None:
    asked = request.POST.get("number", "")
    put = text_families(
        request.actor, on=request.actor.today, half=half, words=words, seen=int(asked) if asked.isdecimal() else -1
    )
    fresh = sum(one.message is not None and not one.was_there for one in put)
    again = len(put) - fresh
    said = f"{fresh} in the outbox. They go in a minute; until then you can take them back."
    notes.info(request, said if not again else f"{said} {again} had been written to already.")


def _half(half: str) -> Half:
    if half.upper() not in Half.__members__:
        raise Refused("A session is am or pm.")
    return Half[half.upper()]


def _why(one: Ready) -> str:
    return one.left_out or f"nothing is known for {', '.join(one.missing)}"
