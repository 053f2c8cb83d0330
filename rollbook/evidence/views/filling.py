"""What is filled in by hand: the witness, the words that come off, the files that are enclosed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.evidence.actions import enclose, hide_words, say_witness
from rollbook.evidence.forms import EncloseForm, WitnessForm, WordsForm
from rollbook.evidence.views.bundle import bundle_of, heading_of, url_of
from rollbook.files.queries import files_about
from rollbook.formats.kept_media import JPEG, PDF, PNG
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

PAGES = {PDF.type, JPEG.type, PNG.type}


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MAKE_BUNDLES)
def witness(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """Who makes the statement, how equality was considered, and what of the chronology is shown."""
    of = bundle_of(request, bundle)
    form = WitnessForm(request.POST or None, initial=WitnessForm.opened(of))
    if form.is_bound and tried(
        form,
        lambda: say_witness(
            request.actor,
            bundle_id=bundle,
            told=form.told,
            kinds=tuple(form.cleaned_data["kinds"]),
            words=form.cleaned_data["words"],
        ),
    ):
        messages.info(request, "Kept. The statement is drafted from it.")
        return HttpResponseRedirect(url_of(request, "bundle", bundle), status=303)
    values = {"page": heading_of(request, of, "Statement, equality, chronology"), "form": form}
    return render(request, "evidence/witness.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MAKE_BUNDLES)
def words(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """The words that come off every page."""
    of = bundle_of(request, bundle)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": "\n".join(of.hidden.words)})
    if form.is_bound and tried(
        form, lambda: hide_words(request.actor, bundle_id=bundle, words=form.lines), beside="words"
    ):
        messages.info(request, "Kept. They come off when the bundle is made.")
        return HttpResponseRedirect(url_of(request, "bundle", bundle), status=303)
    values = {"page": heading_of(request, of, "Words that come off the pages"), "form": form}
    return render(request, "evidence/words.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MAKE_BUNDLES)
def enclose_file(request: OfficeRequest, bundle: uuid.UUID) -> HttpResponse:
    """Put a kept file, or one from this computer, into the bundle."""
    of = bundle_of(request, bundle)
    there = {one.source for one in of.choices.files} | {one.clean for one in of.choices.files}
    made = {str(file) for one in of.versions for file in (one.document, one.data)}
    about = [
        one
        for one in files_about(request.actor, of.matter.pupil_id)
        if one.media in PAGES and str(one.public_id) not in there | made
    ]
    form = EncloseForm(request.POST or None, request.FILES or None, about=about)
    if form.is_bound and tried(form, lambda: enclose(request.actor, bundle_id=bundle, **form.given), beside="file"):
        messages.info(request, "Enclosed. Only its pages are taken; the file stays as it came.")
        return HttpResponseRedirect(f"{url_of(request, 'bundle', bundle)}#exhibits", status=303)
    values = {"page": heading_of(request, of, "Enclose a file"), "form": form}
    return render(request, "evidence/enclose.html", values, status=422 if form.errors else 200)
