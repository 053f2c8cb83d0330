"""A message to many: written, looked at with everyone it reaches and everyone it leaves out, then sent."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.comms.actions import put_in_outbox
from rollbook.comms.forms import ComposeForm
from rollbook.comms.queries.composing import Composed, compose
from rollbook.pupils.queries import GroupLine, groups_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page

SHOWN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def compose_page(request: OfficeRequest) -> HttpResponse:
    """Write a message; posted, it is shown as each family would get it, and nothing has been sent."""
    if request.method != "POST":
        return _writing(request, _form(request, None), 200)
    form = _form(request, request.POST)
    if not form.is_valid() or request.POST.get("change"):
        return _writing(request, form, 422 if form.errors else 200)
    return _preview(request, form, _composed(request, form))


@require_POST
@page(Permission.SEND_MESSAGES)
def send(request: OfficeRequest) -> HttpResponse:
    """Put into the outbox what the preview showed, if it is still what would go."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _writing(request, form, 422)
    composed = _composed(request, form)
    if str(len(composed.going)) != request.POST.get("number"):
        notes.warning(request, "Since you looked, the families or their contacts have changed. Look once more.")
        return _preview(request, form, composed)
    put = put_in_outbox(request.actor, drafts=[one.draft for one in composed.going], purpose="to-families")
    fresh = sum(one.message is not None and not one.was_there for one in put)
    notes.info(request, f"{fresh} in the outbox. They go in a minute; until then you can take them back.")
    return HttpResponseRedirect(reverse("comms:outbox", kwargs={"school": request.school.slug}), status=303)


def _groups(request: OfficeRequest) -> list[GroupLine]:
    actor = request.actor
    return [group for kind in ("year", "registration") for group in groups_of(actor, kind, actor.today)]


def _form(request: OfficeRequest, given: QueryDict | None) -> ComposeForm:
    first = {"slot": uuid.uuid4(), "whom": "first", "channel": "text"}
    return ComposeForm(given, groups=_groups(request), initial=first)


def _composed(request: OfficeRequest, form: ComposeForm) -> Composed:
    given = form.cleaned_data
    ids = [group.id for group in form.groups_given if str(group.public_id) in given["groups"]]
    return compose(
        request.actor,
        pupils=everybody_in(request.actor, ids, request.actor.today),
        channel=given["channel"],
        slot=f"compose:{given['slot']}",
        words=given["words"],
        subject=given["subject"] if given["channel"] == "email" else "",
        all_told=given["whom"] == "all",
    )


def _writing(request: OfficeRequest, form: ComposeForm, status: int) -> HttpResponse:
    heading = {"title": "Write to families", "back": _outbox(request), "back_label": "Messages"}
    return render(request, "comms/compose.html", {"page": heading, "form": form}, status=status)


def _preview(request: OfficeRequest, form: ComposeForm, composed: Composed) -> HttpResponse:
    number, out = len(composed.going), len(composed.staying) + len(composed.alone)
    kind = "text" if form.cleaned_data["channel"] == "text" else "e-mail"
    what = f"{number} {kind}{'' if number == 1 else 's'}"
    values = {
        "page": {
            "title": "Look before it is sent",
            "sub": f"{what}, {out} left out",
            "back": _outbox(request),
            "back_label": "Messages",
        },
        "composed": composed,
        "shown": composed.going[:SHOWN],
        "more": max(0, number - SHOWN),
        "number": number,
        "out": out,
        "verb": f"Send {what}",
        "is_text": form.cleaned_data["channel"] == "text",
        "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
    }
    return render(request, "comms/compose_preview.html", values)


def _outbox(request: OfficeRequest) -> str:
    return reverse("comms:outbox", kwargs={"school": request.school.slug})
