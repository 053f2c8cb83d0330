"""Writing letters: to whom, looked at with a real case and everybody who is left out, then written."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.comms import actions
from rollbook.comms.actions.letters import frame_of, sheet_of
from rollbook.comms.letter_forms import WriteForm
from rollbook.comms.paper import previewed
from rollbook.comms.queries.letter_cases import Cases, letter_cases
from rollbook.comms.queries.letter_templates import Template
from rollbook.comms.queries.letter_templates import template as letter_template
from rollbook.pupils.queries import GroupLine, groups_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.rules.wording import fields_of
from rollbook.web.pages import OfficeRequest, page

SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def write_page(request: OfficeRequest, template: str) -> HttpResponse:
    """Say to whom; posted, it is shown as it would be printed, and nothing has been written.

    Another page hands a list of pupils over by their public ids: `?pupil=…`, as often as it takes.
    """
    chosen = letter_template(request.actor, template)
    if request.method != "POST" or request.POST.get("start"):
        handed = (request.POST if request.method == "POST" else request.GET).getlist("pupil")
        return _asking(request, chosen, _form(request, chosen, None, handed), handed, 200)
    handed = request.POST.getlist("pupil")
    form = _form(request, chosen, request.POST, handed)
    if not form.is_valid() or request.POST.get("change"):
        return _asking(request, chosen, form, handed, 422 if form.errors else 200)
    return _preview(request, chosen, form, handed)


@require_POST
@page(Permission.SEND_MESSAGES)
def make(request: OfficeRequest, template: str) -> HttpResponse:
    """Write what the preview showed, if it is still what would be written."""
    chosen = letter_template(request.actor, template)
    handed = request.POST.getlist("pupil")
    form = _form(request, chosen, request.POST, handed)
    if not form.is_valid():
        return _asking(request, chosen, form, handed, 422)
    asked = _asked(request, form, handed)
    cases = letter_cases(request.actor, version=chosen.newest, **asked)
    if request.POST.get("seen") != _seen(chosen, cases):
        notes.warning(request, "Since you looked, the words, the families or their addresses have changed. Look again.")
        return _preview(request, chosen, form, handed)
    written = actions.write_letters(
        request.actor, template=template, purpose="to-families", slot=f"letters:{form.cleaned_data['slot']}", **asked
    )
    if written.run is None:
        return _preview(request, chosen, form, handed)
    notes.info(request, f"{_of(written.count)} written. Print them, then mark them as posted.")
    return HttpResponseRedirect(_url(request, "comms:letter-run", letter_run=written.run), status=303)


def _form(request: OfficeRequest, chosen: Template, given: QueryDict | None, handed: list[str]) -> WriteForm:
    actor = request.actor
    groups: list[GroupLine] = []
    if not handed:
        groups = [group for kind in ("year", "registration") for group in groups_of(actor, kind, actor.today)]
    wanted = fields_of(f"{chosen.newest.subject} {chosen.newest.words}")
    first = {"slot": uuid.uuid4(), "whom": "homes", "sort": "form"}
    return WriteForm(given, groups=groups, wanted=wanted, handed=bool(handed), today=actor.today, initial=first)


def _asked(request: OfficeRequest, form: WriteForm, handed: list[str]) -> dict[str, Any]:
    """What was asked for, as the query and the action take it."""
    given, actor = form.cleaned_data, request.actor
    if handed:
        pupils = frozenset(ids_of(actor, handed).values())
    else:
        ids = [group.id for group in form.groups_given if str(group.public_id) in given["groups"]]
        pupils = everybody_in(actor, ids, actor.today)
    typed = {"message": given.get("message", "")}
    if given.get("reply_by"):
        typed["reply_by"] = in_words(given["reply_by"])
    return {"pupils": pupils, "typed": typed, "whom": given["whom"], "sort": given["sort"]}


def _asking(request: OfficeRequest, chosen: Template, form: WriteForm, handed: list[str], status: int) -> HttpResponse:
    values = {
        "page": _heading(request, f"Write: {chosen.name}"),
        "form": form,
        "template": chosen,
        "handed": handed,
    }
    return render(request, "comms/letter_write.html", values, status=status)


def _preview(request: OfficeRequest, chosen: Template, form: WriteForm, handed: list[str]) -> HttpResponse:
    cases = letter_cases(request.actor, version=chosen.newest, **_asked(request, form, handed))
    ready = cases.ready
    at = int(request.POST.get("case", "0")) if request.POST.get("case", "0").isdecimal() else 0
    at = min(at, max(0, len(ready) - 1))
    out = len(cases.left_out) + len(cases.lacking)
    values = {
        "page": _heading(request, "Look before it is written", sub=f"{_of(len(ready))}, {out} left out"),
        "template": chosen,
        "cases": cases,
        "number": len(ready),
        "at": at,
        "case": ready[at] if ready else None,
        "pages": _pages(request, chosen, cases, at) if ready else [],
        "before": at - 1 if at else None,
        "after": at + 1 if at + 1 < len(ready) else None,
        "nth": f"{at + 1} of {len(ready)}",
        "shown": ready[:SHOWN],
        "more": max(0, len(ready) - SHOWN),
        "out": out,
        "verb": f"Write {_of(len(ready))}",
        "seen": _seen(chosen, cases),
        "typed": [
            (name, value)
            for name in request.POST
            if name not in ("csrfmiddlewaretoken", "case", "seen", "change")
            for value in request.POST.getlist(name)
        ],
    }
    return render(request, "comms/letter_preview.html", values)


def _pages(request: OfficeRequest, chosen: Template, cases: Cases, at: int) -> list[str]:
    """The case's pages as pictures within the page; a letter in Word has none."""
    if chosen.newest.is_word:
        return []
    frame: Mapping[str, Any] = frame_of(request.actor, uuid.UUID(int=0), "form")
    pictures = previewed(request.actor, frame, sheet_of(cases.ready[at], at + 1), title=chosen.name)
    return [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pictures]


def _seen(chosen: Template, cases: Cases) -> str:
    """What stands for everything that was shown, so that nothing else is written."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr((chosen.key, chosen.newest.number, cases))))


def _heading(request: OfficeRequest, title: str, sub: str = "") -> dict[str, str]:
    return {"title": title, "sub": sub, "back": _url(request, "comms:letters"), "back_label": "Letters"}


def _of(count: int) -> str:
    return "1 letter" if count == 1 else f"{count:,} letters"


def _url(request: OfficeRequest, route: str, **more: object) -> str:
    return reverse(route, kwargs={"school": request.school.slug, **more})
