"""Opening a case about a pupil: which process, about which parent, and why; and answering what is suggested."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.cases import actions, queries
from rollbook.cases.forms import OpenForm, WhyForm
from rollbook.cases.known import processes, the_process
from rollbook.cases.views.places import elsewhere, here, identity, to_case
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.posting import ways_to_post
from rollbook.rules.access import Permission
from rollbook.rules.process import AnyProcess
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

NO_PUPIL = "There is no such pupil in this school."


@require_safe
@page(Permission.WORK_CASES)
def new(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Which process is to be opened for a pupil, with the cases that there are."""
    line = _pupil(request, pupil)
    allowed = [one for one in processes().values() if request.actor.may(one.may_open) and request.actor.may(one.sees)]
    values = {
        "page": {
            "title": f"Open a case: {line.name}",
            "back": elsewhere(request, "home:pupil", pupil=pupil) or here(request, "list"),
            "back_label": line.name,
        },
        "who": identity(line),
        "kinds": [(one, here(request, "open", pupil=pupil, process=one.key)) for one in allowed],
        "there": queries.cases_of(request.actor, line.id),
    }
    return render(request, "cases/new.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def open_one(request: OfficeRequest, pupil: uuid.UUID, process: str) -> HttpResponse:
    """Open a case of one process."""
    line, chosen = _pupil(request, pupil), the_process(process)
    request.actor.require(chosen.may_open)
    form = OpenForm(request.POST or None, process=chosen, parents=_parents(request, line) if chosen.per_contact else ())
    opened: list[uuid.UUID] = []
    if request.method == "POST" and tried(
        form, lambda: opened.append(_open(request, form, line, chosen)), beside="why"
    ):
        messages.info(request, f"“{chosen.name}” is open for {line.name}.")
        return to_case(request, opened[0])
    values = {
        "page": {
            "title": chosen.name,
            "back": here(request, "new", pupil=pupil),
            "back_label": f"Open a case: {line.name}",
        },
        "who": identity(line),
        "process": chosen,
        "form": form,
    }
    return render(request, "cases/open.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def suggestion_open(request: OfficeRequest, suggestion: uuid.UUID) -> HttpResponse:
    """Open what was suggested: at once, or after the parent is chosen whom the case is about."""
    found = _suggested(request, suggestion)
    needs = found.process.per_contact
    form = OpenForm(
        request.POST or None,
        process=found.process,
        parents=_parents(request, found.pupil) if needs else (),
        initial={"why": found.says},
    )
    if not needs:
        del form.fields["why"]
    opened: list[uuid.UUID] = []
    if request.method == "POST" and tried(form, lambda: opened.append(_answer(request, found, form))):
        messages.info(request, f"“{found.process.name}” is open for {found.pupil.name}.")
        return to_case(request, opened[0])
    values = {
        "page": {"title": found.process.name, "back": here(request, "list"), "back_label": "Cases"},
        "who": identity(found.pupil),
        "process": found.process,
        "says": found.says,
        "form": form,
    }
    return render(request, "cases/open.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.WORK_CASES)
def suggestion_dismiss(request: OfficeRequest, suggestion: uuid.UUID) -> HttpResponse:
    """Say why no case is opened."""
    found = _suggested(request, suggestion)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.dismiss_suggestion(request.actor, suggestion=suggestion, why=kept(form.cleaned_data["why"])),
        beside="why",
    ):
        messages.info(request, f"No case is opened for {found.pupil.name}; the reason is kept.")
        return HttpResponseRedirect(here(request, "list"), status=303)
    values = {
        "page": {"title": f"No case: {found.process.name}", "back": here(request, "list"), "back_label": "Cases"},
        "who": identity(found.pupil),
        "form": form,
        "verb": "Open no case",
        "says": found.says,
    }
    return render(request, "cases/why.html", values, status=422 if form.errors else 200)


def _pupil(request: OfficeRequest, pupil: uuid.UUID) -> PupilLine:
    key = ids_of(request.actor, [str(pupil)]).get(str(pupil))
    lines = pupil_lines(request.actor, [key], request.actor.today) if key is not None else ()
    if not lines:
        raise NotFound(NO_PUPIL)
    return lines[0]


def _parents(request: OfficeRequest, line: PupilLine) -> list[tuple[int, str]]:
    posts = ways_to_post(request.actor, [line.id]).get(line.id, ())
    return [(post.contact_id, f"{post.name} ({post.relationship.lower()})") for post in posts]


def _open(request: OfficeRequest, form: OpenForm, line: PupilLine, process: AnyProcess) -> uuid.UUID:
    contact = form.cleaned_data.get("contact")
    return actions.open_case(
        request.actor,
        process=process.key,
        pupil=line.id,
        contact=int(contact) if contact else None,
        why=kept(form.cleaned_data["why"]),
    )


def _suggested(request: OfficeRequest, suggestion: uuid.UUID) -> queries.SuggestionLine:
    for line in queries.suggestions(request.actor):
        if line.public_id == suggestion:
            return line
    raise NotFound("There is no such suggestion in this school, or somebody has answered it already.")


def _answer(request: OfficeRequest, found: queries.SuggestionLine, form: OpenForm) -> uuid.UUID:
    contact = form.cleaned_data.get("contact")
    return actions.open_suggestion(request.actor, suggestion=found.public_id, contact=int(contact) if contact else None)
