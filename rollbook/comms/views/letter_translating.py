"""A letter's words in another language, written beside the English."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.comms import actions
from rollbook.comms.facts import fields_known
from rollbook.comms.letter_forms import TranslationForm
from rollbook.comms.queries.letter_templates import template as letter_template
from rollbook.comms.queries.letter_templates import translations
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.rules.wordings import LANGUAGES, PRINTED
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEND_MESSAGES)
def translation(request: OfficeRequest, template: str, language: str) -> HttpResponse:
    """The letter in this language as it stands, to be changed from now on; the English beside it."""
    standing = letter_template(request.actor, template)
    if language not in PRINTED:
        raise NotFound("Letters are not printed in this language.")
    known = translations(request.actor, template).get(language, ())
    first = {"subject": known[0].subject, "words": known[0].words} if known else {}
    form = TranslationForm(request.POST if request.method == "POST" else None, initial=first)

    def keep() -> None:
        given = form.cleaned_data
        actions.translate_template(
            request.actor, key=template, language=language, subject=given["subject"], words=given["words"]
        )

    back = reverse("comms:letter-template", kwargs={"school": request.school.slug, "template": template})
    if form.is_bound and tried(form, keep, beside="words"):
        notes.info(request, f"Kept. Who wants {LANGUAGES[language]} gets it with the English beneath.")
        return HttpResponseRedirect(request.path, status=303)
    values = {
        "page": {
            "title": f"{standing.name} in {LANGUAGES[language]}",
            "sub": f"version {known[0].number}, {known[0].by_name}" if known else "no words yet",
            "back": back,
            "back_label": standing.name,
        },
        "form": form,
        "english": standing.newest,
        "before": known[1:],
        "fields": fields_known(),
    }
    return render(request, "comms/letter_translation.html", values, status=422 if form.errors else 200)
