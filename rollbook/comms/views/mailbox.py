"""Set-up: the mailbox that families write to about absences, tried before it is kept."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.comms.actions.mailbox import complete, set_mailbox
from rollbook.comms.mailbox_forms import EMPTY, MailboxForm
from rollbook.comms.providers.mailbox import MailboxDown, opened_mailbox
from rollbook.comms.queries.mailbox import mailbox_password, mailbox_settings, mailbox_state
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def mailbox(request: OfficeRequest) -> HttpResponse:
    """Where the mailbox is, whether it can be read, and how reading it goes."""
    state = mailbox_state(request.actor)
    given = {**EMPTY, **mailbox_settings(request.actor), **({"is_on": state.is_on} if state else {})}
    posted = request.POST if request.method == "POST" else None
    form = MailboxForm(posted, initial=given, is_kept=state is not None)
    answer = None
    if posted is not None and form.is_valid():
        if posted.get("act") == "try":
            answer = _tried(request, form)
        elif tried(form, lambda: _keep(request, form)):
            notes.info(request, "The absence mailbox is set.")
            return HttpResponseRedirect(request.path, status=303)
    values = {
        "page": {
            "title": "Absence mailbox",
            "sub": "What families write to it, and voicemails sent to it, become reports of absence",
            "back": reverse("comms:accounts", kwargs={"school": request.school.slug}),
            "back_label": "Texts and e-mail",
        },
        "form": form,
        "state": state,
        "answer": answer,
    }
    return render(request, "comms/mailbox.html", values, status=422 if form.errors else 200)


def _keep(request: OfficeRequest, form: MailboxForm) -> None:
    given = form.cleaned_data
    set_mailbox(request.actor, kept={word: str(said) for word, said in given.items()}, is_on=given["is_on"])


def _tried(request: OfficeRequest, form: MailboxForm) -> tuple[str, str]:
    """A real conversation with the server, with what was typed: how it went, and in which tone to say so."""
    before = {"password": mailbox_password(request.actor)}
    try:
        with opened_mailbox(complete({w: str(s) for w, s in form.cleaned_data.items()}, before)) as server:
            return "ok", f"The mailbox answers. The folder holds {server.holds} mails."
    except MailboxDown as down:
        return "stop", str(down)
    except Refused as refused:
        return "stop", refused.says
