"""A message to many: written, looked at with everyone it reaches and everyone it leaves out, then sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.comms.actions import drop_draft, keep_draft, put_in_outbox
from rollbook.comms.forms import ComposeForm
from rollbook.comms.queries.composing import Composed, compose
from rollbook.comms.queries.drafts import draft_typed, drafts_of
from rollbook.comms.queries.policy import message_policy
from rollbook.pupils.queries import GroupLine, groups_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page

SHOWN = 60
TYPED = ("slot", "groups", "whom", "channel", "subject", "words")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def compose_page(request: OfficeRequest) -> HttpResponse:
    """Write a message; posted, it is shown as each family would get it, and nothing has been sent."""
    if request.method != "POST":
        return _writing(request, _form(request, None, _kept(request)), 200)
    form = _form(request, request.POST)
    if request.POST.get("keep"):
        return _keep(request)
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
    if draft := _draft_named(request):
        drop_draft(request.actor, draft=draft)
    notes.info(request, f"{fresh} in the outbox. They go in a minute; until then you can take them back.")
    return HttpResponseRedirect(reverse("comms:outbox", kwargs={"school": request.school.slug}), status=303)


@require_POST
@page(Permission.SEND_MESSAGES)
def throw_away(request: OfficeRequest) -> HttpResponse:
    """A draft is thrown away."""
    if draft := _draft_named(request):
        drop_draft(request.actor, draft=draft)
    notes.info(request, "The draft is gone.")
    return HttpResponseRedirect(reverse("comms:compose", kwargs={"school": request.school.slug}), status=303)


def _keep(request: OfficeRequest) -> HttpResponse:
    """What has been typed is kept as it is, ready or not."""
    typed = {name: request.POST.getlist(name) for name in TYPED if name in request.POST}
    keep_draft(request.actor, typed=typed, draft=_draft_named(request))
    notes.info(request, "Kept as a draft; nothing has been sent.")
    return HttpResponseRedirect(reverse("comms:compose", kwargs={"school": request.school.slug}), status=303)


def _kept(request: OfficeRequest) -> dict[str, object]:
    """What an opened draft holds, as the form begins with it: shown as it was left, not judged."""
    draft = _draft_named(request)
    typed = draft_typed(request.actor, draft) if draft else {}
    kept = {name: values for name, values in typed.items() if name in TYPED and values}
    return {name: list(values) if name == "groups" else values[0] for name, values in kept.items()}


def _draft_named(request: OfficeRequest) -> uuid.UUID | None:
    named = (request.POST if request.method == "POST" else request.GET).get("draft", "")
    try:
        return uuid.UUID(named) if named else None
    except ValueError:
        raise NotFound("There is no such draft, or it is somebody else's.") from None


def _groups(request: OfficeRequest) -> list[GroupLine]:
    actor = request.actor
    return [group for kind in ("year", "registration") for group in groups_of(actor, kind, actor.today)]


def _form(
    request: OfficeRequest, given: QueryDict | None, kept: Mapping[str, object] = MappingProxyType({})
) -> ComposeForm:
    first = {"slot": uuid.uuid4(), "whom": "first", "channel": "text", **kept}
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
    opened = _draft_named(request)
    values = {
        "page": heading,
        "form": form,
        "draft": opened or "",
        "drafts": [one for one in drafts_of(request.actor) if one.public_id != opened],
    }
    return render(request, "comms/compose.html", values, status=status)


def _preview(request: OfficeRequest, form: ComposeForm, composed: Composed) -> HttpResponse:
    number, out = len(composed.going), len(composed.staying) + len(composed.alone)
    is_text = form.cleaned_data["channel"] == "text"
    kind = "text" if is_text else "e-mail"
    what = f"{number} {kind}{'' if number == 1 else 's'}"
    values = {
        "page": {
            "title": "Look before it is sent",
            "sub": f"{what}, {out} left out",
            "back": _outbox(request),
            "back_label": "Messages",
        },
        "composed": composed,
        "cost": message_policy(request.actor, request.actor.today).cost_of(composed.parts) if is_text else "",
        "draft": _draft_named(request) or "",
        "shown": composed.going[:SHOWN],
        "more": max(0, number - SHOWN),
        "number": number,
        "out": out,
        "verb": f"Send {what}",
        "is_text": is_text,
        "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
    }
    return render(request, "comms/compose_preview.html", values)


def _outbox(request: OfficeRequest) -> str:
    return reverse("comms:outbox", kwargs={"school": request.school.slug})
