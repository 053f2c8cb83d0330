"""The words of the school's letters, and what stands on all of them."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.comms import actions
from rollbook.comms.facts import fields_known
from rollbook.comms.letter_forms import HeadForm, NewForm, WordsForm
from rollbook.comms.queries.letter_templates import letterhead, translations
from rollbook.comms.queries.letter_templates import template as letter_template
from rollbook.files.queries import read_file
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.wordings import LANGUAGES, PRINTED
from rollbook.web.pages import OfficeRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def new(request: OfficeRequest) -> HttpResponse:
    """Begin a letter of the school's own."""
    form = NewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = actions.new_template(
                request.actor, name=given["name"], subject=given["subject"], words=given["words"], document=form.upload
            )
        except Refused as refused:
            if isinstance(refused, NotAllowed):
                raise
            form.add_error("document" if form.files else "words", refused.says)
        else:
            notes.info(request, "Kept. Try it with a real case before it is sent.")
            return HttpResponseRedirect(_url(request, "comms:letter-template", template=key), status=303)
    values = {"page": _heading(request, "New letter"), "form": form, "fields": fields_known(), "verb": "Keep it"}
    return render(request, "comms/letter_template.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def change(request: OfficeRequest, template: str) -> HttpResponse:
    """A letter's words as they stand, to be changed from now on, and every version before."""
    standing = letter_template(request.actor, template)
    now = standing.newest
    first = {"subject": now.subject, "words": "" if now.is_word else now.words}
    form = WordsForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            number = actions.change_template(
                request.actor, key=template, subject=given["subject"], words=given["words"], document=form.upload
            )
        except Refused as refused:
            if isinstance(refused, NotAllowed):
                raise
            form.add_error("document" if form.files else "words", refused.says)
        else:
            notes.info(request, f"Version {number} from now on. What was written before keeps its words.")
            return HttpResponseRedirect(_url(request, "comms:letter-template", template=template), status=303)
    values = {
        "page": _heading(request, standing.name, sub=f"version {now.number}, {now.by_name}"),
        "form": form,
        "fields": fields_known(),
        "template": standing,
        "own": not standing.source and not standing.retired,
        "now": now,
        "before": standing.versions[1:],
        "tongues": [] if now.is_word else _tongues(request, template),
        "verb": "Keep as a new version",
    }
    return render(request, "comms/letter_template.html", values, status=422 if form.errors else 200)


@require_POST
@page(Permission.SEND_MESSAGES)
def retire(request: OfficeRequest, template: str) -> HttpResponse:
    """A letter of the school's own is no longer written."""
    actions.retire_template(request.actor, key=template)
    notes.info(request, "Off the list. What was written with it stays.")
    return HttpResponseRedirect(_url(request, "comms:letters"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def head_page(request: OfficeRequest) -> HttpResponse:
    """Crest, address, signature and envelope of every letter."""
    standing = letterhead(request.actor)
    first = {
        "lines": "\n".join(standing.lines),
        "signed_by": standing.signed_by,
        "position": standing.position,
        "foot": standing.foot,
        "envelope": standing.envelope,
    }
    form = HeadForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["crest"]
        try:
            actions.set_letterhead(
                request.actor, head=form.head(standing), crest=(str(sent.name), sent.read()) if sent else None
            )
        except Refused as refused:
            if isinstance(refused, NotAllowed):
                raise
            form.add_error("crest", refused.says)
        else:
            notes.info(request, "Kept. Letters that were written before stay as they are.")
            return HttpResponseRedirect(_url(request, "comms:letters"), status=303)
    values = {"page": _heading(request, "Letterhead"), "form": form, "crest": _crest(request, standing.crest)}
    return render(request, "comms/letterhead.html", values, status=422 if form.errors else 200)


def _tongues(request: OfficeRequest, template: str) -> list[tuple[str, str, int]]:
    """The languages in which letters are printed, where each is written, and its version; 0 where there is none."""
    known = translations(request.actor, template)
    return [
        (LANGUAGES[one], _url(request, "comms:letter-translation", template=template, language=one),
         known[one][0].number if one in known else 0)
        for one in sorted(PRINTED, key=lambda one: (one not in known, LANGUAGES[one]))
    ]  # fmt: skip


def _crest(request: OfficeRequest, crest: Any) -> str:
    """The crest as the page shows it, in itself, so that no file is ever served as a picture."""
    if crest is None or not request.actor.may(Permission.SEND_MESSAGES):
        return ""
    file = read_file(request.actor, crest)
    return f"data:{file.media};base64,{base64.b64encode(file.data).decode()}"


def _heading(request: OfficeRequest, title: str, sub: str = "") -> dict[str, str]:
    return {"title": title, "sub": sub, "back": _url(request, "comms:letters"), "back_label": "Letters"}


def _url(request: OfficeRequest, route: str, **more: object) -> str:
    return reverse(route, kwargs={"school": request.school.slug, **more})
