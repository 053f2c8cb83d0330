"""Messages from the police: written down at the desk, read by the safeguarding lead alone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.registers.views.addresses import clock
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.site import actions, queries
from rollbook.site.around_forms import PoliceDoneForm, PoliceForm
from rollbook.site.views.desk import FEWEST, MOST, tabs
from rollbook.site.views.moving import _identity, _pupil
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

PASSES, SEES = Permission.WRITE_POLICE_MESSAGES, Permission.SEE_POLICE_MESSAGES


@require_http_methods(["GET", "HEAD", "POST"])
@page(PASSES, SEES)
def police(request: OfficeRequest) -> HttpResponse:
    """About whom the police ring; and, for the safeguarding lead, what has come."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    sees = request.actor.may(SEES)
    lines = queries.police_messages(request.actor) if sees else ()
    values = {
        "page": {"title": "Messages from the police", "sub": in_words(request.actor.today)},
        "tabs": tabs(request, "site:police"),
        "typed": typed,
        "found": found,
        "sees": sees,
        "passes": request.actor.may(PASSES),
        "open": [line for line in lines if line.closed_at is None],
        "closed": [line for line in lines if line.closed_at is not None],
    }
    return render(request, "site/police.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PASSES)
def pass_on(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """What was said, once; whoever writes it down does not see it again."""
    line = _pupil(request, pupil)
    form = PoliceForm(request.POST) if request.method == "POST" else PoliceForm(initial={"message": uuid.uuid4()})
    if form.is_bound and tried(form, lambda: _pass_on(request, str(pupil), form), beside="said"):
        messages.info(request, "Passed to the safeguarding lead. Say nothing of it to anybody else.")
        return HttpResponseRedirect(_here(request), status=303)
    values = {"page": {"title": "From the police", "back": _here(request)}, "who": _identity(line), "form": form}
    return render(request, "site/police_new.html", values, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SEES)
def police_message(request: OfficeRequest, call: uuid.UUID) -> HttpResponse:
    """One message; opening it is noted each time."""
    actions.open_police_message(request.actor, message_id=call)
    form = PoliceDoneForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.close_police_message(
            request.actor, message_id=call, done=kept(form.cleaned_data["done"]).strip()
        ),
        beside="done",
    ):
        messages.info(request, "Closed, and kept.")
        return HttpResponseRedirect(_here(request), status=303)
    line, said, done = queries.said_in(request.actor, call)
    values = {
        "page": {"title": line.pupil.name, "back": _here(request), "back_label": "Messages from the police"},
        "who": _identity(line.pupil),
        "line": line,
        "said": said,
        "done": done,
        "received": f"{in_words(line.received_at.date())}, {clock(line.received_at)}",
        "form": form,
    }
    return render(request, "site/police_message.html", values, status=422 if form.errors else 200)


def _pass_on(request: OfficeRequest, pupil: str, form: PoliceForm) -> None:
    given = form.cleaned_data
    actions.pass_on_police_message(
        request.actor, message_id=given["message"], pupil=pupil, said=kept(given["said"]).strip()
    )


def _here(request: OfficeRequest) -> str:
    return reverse("site:police", kwargs={"school": request.school.slug})
