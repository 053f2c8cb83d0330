"""Set-up: the words of each occasion in each language, with a preview, their versions and what is missing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.comms import actions
from rollbook.comms.queries.policy import MessagePolicyLine, message_policies, message_policy
from rollbook.comms.queries.previewing import previewed
from rollbook.comms.queries.wordings import WordingLine, occasions, versions_of, wording_for
from rollbook.comms.wording_forms import MessageRulesForm, WordingForm
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.rules.wordings import LANGUAGES, PURPOSES
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

BY = {"text": "text", "email": "e-mail", "voice": "call"}


@require_safe
@page(Permission.SET_UP_SCHOOL, Permission.SEND_MESSAGES)
def wordings_page(request: OfficeRequest) -> HttpResponse:
    """Every occasion by each channel: whose words it has, and the languages that families want and it lacks."""
    rows = [
        {
            "one": one,
            "by": BY[one.channel],
            "languages": [(LANGUAGES[line.language], line.version, _url(request, line)) for line in one.has],
            "add": _address(request, one.purpose.name, one.channel, ""),
        }
        for one in occasions(request.actor)
    ]
    heading = {
        "title": "Wordings",
        "sub": "What Rollbook writes to families, and in which languages",
        "back": _here(request, "accounts") if request.actor.may(Permission.SET_UP_SCHOOL) else _here(request, "outbox"),
        "back_label": "Texts and e-mail" if request.actor.may(Permission.SET_UP_SCHOOL) else "Messages",
    }
    return render(request, "comms/wordings.html", {"page": heading, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def wording_page(request: OfficeRequest) -> HttpResponse:
    """The words of one occasion in one language: looked at with a real case, then kept as a new version."""
    asked = request.POST if request.method == "POST" else request.GET
    purpose, channel = asked.get("purpose") or "first-day", asked.get("channel") or "text"
    language = asked.get("language") or "en"
    known = PURPOSES.get(purpose)
    if known is None or channel not in known.channels or language not in LANGUAGES:
        raise NotFound("There is no such wording.")
    line = wording_for(request.actor, purpose, channel, language)
    first = {"purpose": purpose, "channel": channel, "language": language}
    own = {} if line.is_fallback else {"subject": line.subject, "words": line.words}
    form = WordingForm(
        request.POST if request.method == "POST" else None, fields=known.fields, channel=channel, initial=first | own
    )
    keeps = request.method == "POST" and "look" not in request.POST
    if keeps and tried(form, lambda: actions.set_wording(request.actor, **form.cleaned_data), beside="words"):
        notes.info(request, f"{known.label}, {BY[channel]} in {LANGUAGES[language]}: kept.")
        return HttpResponseRedirect(_here(request, "wordings"), status=303)
    return _shown(request, form, line, status=422 if form.is_bound and form.errors else 200)


def _shown(request: OfficeRequest, form: WordingForm, line: WordingLine, *, status: int) -> HttpResponse:
    """The form beside what it comes to for one family."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    words = said.get("words") or line.words
    subject = said.get("subject") or line.subject
    purpose = PURPOSES[line.purpose]
    heading = {
        "title": purpose.label,
        "sub": f"{BY[line.channel].capitalize()} in {LANGUAGES[line.asked]}. {purpose.says}.",
        "back": _here(request, "wordings"),
        "back_label": "Wordings",
    }
    values = {
        "page": heading,
        "form": form,
        "line": line,
        "others": [
            (name, _address(request, line.purpose, line.channel, code))
            for code, name in sorted(LANGUAGES.items(), key=lambda one: one[1])
            if code != line.asked
        ],
        "shown": previewed(request.actor, channel=line.channel, subject=subject, words=words),
        "versions": versions_of(request.actor, line.purpose, line.channel, line.asked),
    }
    return render(request, "comms/wording.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def rules_page(request: OfficeRequest) -> HttpResponse:
    """The quiet hours and the price of a text in their versions, and a new one from a day on."""
    actor, versions = request.actor, message_policies(request.actor)
    now = message_policy(actor, actor.today)
    form = MessageRulesForm(
        request.POST if request.method == "POST" else None, around=actor.today, initial=_first(request, now)
    )
    if form.is_bound and tried(form, lambda: _set(request, form), beside="from_day"):
        notes.info(request, f"These rules hold from {form.cleaned_data['from_day']:%d/%m/%Y}.")
        return HttpResponseRedirect(_here(request, "rules"), status=303)
    heading = {
        "title": "Quiet hours and prices",
        "sub": "What cannot wait goes at any hour: a missing pupil, a late register, a code just asked for",
        "back": _here(request, "accounts"),
        "back_label": "Texts and e-mail",
    }
    values = {"page": heading, "form": form, "now": now, "versions": versions}
    return render(request, "comms/rules.html", values, status=422 if form.errors else 200)


def _set(request: OfficeRequest, form: MessageRulesForm) -> int:
    given = form.cleaned_data
    return actions.set_message_policy(
        request.actor,
        from_day=given["from_day"],
        quiet_from=given["quiet_from"],
        quiet_until=given["quiet_until"],
        quiet_weekends=given["quiet_weekends"],
        part_price=form.part_price,
    )


def _first(request: OfficeRequest, now: MessagePolicyLine) -> dict[str, object]:
    return {
        "from_day": request.actor.today + timedelta(days=1),
        "quiet_from": now.quiet.starts,
        "quiet_until": now.quiet.ends,
        "quiet_weekends": now.quiet.weekends,
        "price": None if now.part_price is None else now.part_price / 100,
    }


def _url(request: OfficeRequest, line: WordingLine) -> str:
    return _address(request, line.purpose, line.channel, line.language)


def _address(request: OfficeRequest, purpose: str, channel: str, language: str) -> str:
    asked = urlencode({"purpose": purpose, "channel": channel, "language": language})
    return f"{_here(request, 'wording')}?{asked}"


def _here(request: OfficeRequest, name: str) -> str:
    return reverse(f"comms:{name}", kwargs={"school": request.school.slug})
