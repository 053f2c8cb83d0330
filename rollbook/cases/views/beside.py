"""What is done beside the steps: notes, files, corrections, rests, notices, closing and opening again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.audit.actions import log_access
from rollbook.cases import actions, queries
from rollbook.cases.forms import CloseForm, FactsForm, FileForm, NoteForm, WhyForm
from rollbook.cases.views.one import values_of
from rollbook.cases.views.places import here, identity, to_case
from rollbook.rules.access import Permission
from rollbook.rules.process_facts import questions
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

WORKS = Permission.WORK_CASES


@require_POST
@page(WORKS)
def note(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Write something down."""
    form = NoteForm(request.POST)
    shown = queries.case_page(request.actor, case)
    if tried(
        form, lambda: actions.add_note(request.actor, case=case, says=kept(form.cleaned_data["says"])), beside="says"
    ):
        messages.info(request, "Written down.")
        return to_case(request, case)
    return render(request, "cases/case.html", {**values_of(request, shown), "note_form": form}, status=422)


@require_POST
@page(WORKS)
def keep(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Put a file into the case."""
    form = FileForm(request.POST, request.FILES)
    shown = queries.case_page(request.actor, case)
    if tried(form, lambda: _keep(request, case, form), beside="file"):
        messages.info(request, "The file is kept.")
        return to_case(request, case)
    return render(request, "cases/case.html", {**values_of(request, shown), "file_form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@page(WORKS)
def facts(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Put right what is known in the case."""
    shown = queries.case_page(request.actor, case)
    log_access(request.actor, what="case", subject=f"case:{case}")
    form = FactsForm(
        request.POST or None,
        questions=questions(shown.line.process.facts),
        facts=shown.facts,
        around=request.actor.today,
        initial={"seen": shown.line.version},
    )
    if request.method == "POST" and tried(form, lambda: _correct(request, case, form), beside="why"):
        messages.info(request, "Corrected; what stood before stays to be read.")
        return to_case(request, case)
    values = {
        "page": _heading(request, shown, "What is known"),
        "who": identity(shown.line.pupil),
        "form": form,
        "fields": [form[question.name] for question in form.questions],
    }
    return render(request, "cases/facts.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(WORKS)
def close(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """End the case before its last step."""
    shown = queries.case_page(request.actor, case)
    form = CloseForm(request.POST or None, process=shown.line.process, initial={"seen": shown.line.version})
    return _why(request, shown, form, "Close the case", "Close the case", lambda: _close(request, case, form))


@require_http_methods(["GET", "HEAD", "POST"])
@page(WORKS)
def reopen(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Open it again."""
    shown = queries.case_page(request.actor, case)
    form = WhyForm(request.POST or None)
    act = lambda: actions.reopen_case(request.actor, case=case, why=kept(form.cleaned_data["why"]))  # noqa: E731
    return _why(request, shown, form, "Open the case again", "Open it again", act)


@require_http_methods(["GET", "HEAD", "POST"])
@page(WORKS)
def rest(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Let it rest."""
    shown = queries.case_page(request.actor, case)
    form = WhyForm(request.POST or None, initial={"seen": shown.line.version})
    act = lambda: actions.rest_case(  # noqa: E731
        request.actor, case=case, why=kept(form.cleaned_data["why"]), seen=form.cleaned_data["seen"]
    )
    says = "The school’s own clocks that may pause stand still. A clock of the law goes on."
    return _why(request, shown, form, "Let the case rest", "Let it rest", act, says)


@require_POST
@page(WORKS)
def resume(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """Go on with it."""
    actions.resume_case(request.actor, case=case)
    messages.info(request, "The case goes on; its clocks run again from today.")
    return to_case(request, case)


@require_http_methods(["GET", "HEAD", "POST"])
@page(WORKS)
def notice(request: OfficeRequest, case: uuid.UUID, notice: uuid.UUID) -> HttpResponse:
    """Say what follows from a notice."""
    shown = queries.case_page(request.actor, case)
    told = next((one for one in shown.notices if one.public_id == notice), None)
    if told is None:
        raise NotFound("There is no such notice in this case.")
    form = WhyForm(request.POST or None)
    act = lambda: actions.settle_notice(  # noqa: E731
        request.actor, case=case, notice=notice, why=kept(form.cleaned_data["why"])
    )
    return _why(request, shown, form, "What follows from this?", "Settle it", act, told.says)


def _why(
    request: OfficeRequest,
    shown: queries.CasePage,
    form: BaseForm,
    title: str,
    verb: str,
    act: Callable[[], object],
    says: str = "",
) -> HttpResponse:
    if request.method == "POST" and tried(form, act, beside="why"):
        messages.info(request, f"{verb}: done.")
        return to_case(request, shown.line.public_id)
    values = {
        "page": _heading(request, shown, title),
        "who": identity(shown.line.pupil),
        "form": form,
        "verb": verb,
        "says": says,
    }
    return render(request, "cases/why.html", values, status=422 if form.errors else 200)


def _heading(request: OfficeRequest, shown: queries.CasePage, title: str) -> dict[str, str]:
    return {
        "title": title,
        "sub": shown.line.process.name,
        "back": here(request, "case", case=shown.line.public_id),
        "back_label": shown.line.process.name,
    }


def _keep(request: OfficeRequest, case: uuid.UUID, form: FileForm) -> None:
    file = form.cleaned_data["file"]
    actions.keep_in_case(request.actor, case=case, name=kept(file.name), data=file.read())


def _correct(request: OfficeRequest, case: uuid.UUID, form: FactsForm) -> None:
    given = form.cleaned_data
    answers = {name: kept(value) if isinstance(value, str) else value for name, value in form.answers().items()}
    actions.correct_facts(request.actor, case=case, answers=answers, why=kept(given["why"]), seen=given["seen"])


def _close(request: OfficeRequest, case: uuid.UUID, form: CloseForm) -> None:
    given = form.cleaned_data
    actions.close_case(request.actor, case=case, outcome=given["outcome"], why=kept(given["why"]), seen=given["seen"])
