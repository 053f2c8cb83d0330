"""Taking a step: its form, what is pointed out, the letter as it would be; and taking one back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.audit.actions import log_access
from rollbook.cases import actions, queries
from rollbook.cases.actions.writing import letter_key
from rollbook.cases.forms import StepForm, WhyForm
from rollbook.cases.views.places import here, identity, to_case, when
from rollbook.comms.queries.letter_cases import letter_cases
from rollbook.comms.queries.letter_templates import Template, template
from rollbook.rules.access import Permission
from rollbook.rules.process_facts import made
from rollbook.rules.refused import NotFound
from rollbook.rules.wording import filled
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried


@dataclass(frozen=True, slots=True)
class _Preview:
    """A letter as it would be: to whom, in which words, what is missing, and who is left out and why."""

    to: str
    subject: str
    words: str
    missing: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_CASES)
def step(request: OfficeRequest, case: uuid.UUID, step: str) -> HttpResponse:
    """The form of a step; a letter is looked at before it is written."""
    shown = queries.case_page(request.actor, case)
    chosen = next((one for one in shown.steps if one.key == step), None)
    if chosen is None:
        raise NotFound("There is no such step in this process.")
    request.actor.require(chosen.state.step.may)
    log_access(request.actor, what="case", subject=f"case:{case}")
    letter = _letter(request, shown, chosen)
    form = StepForm(
        request.POST or None,
        step=chosen,
        facts=shown.facts,
        around=request.actor.today,
        letter=letter.name if letter else "",
        initial={"seen": shown.line.version, "on": request.actor.today, "write": True},
    )
    looks = request.method == "POST" and "look" in request.POST
    if request.method == "POST" and not looks and tried(form, lambda: _take(request, case, step, form)):
        messages.info(request, f"“{chosen.state.step.says}” is recorded.")
        return to_case(request, case)
    if looks:
        form.is_valid()
    return _asked(request, shown, chosen, form, letter, looks)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_CASES)
def take_back(request: OfficeRequest, case: uuid.UUID, number: int) -> HttpResponse:
    """Take back the last step, with a reason."""
    shown = queries.case_page(request.actor, case)
    taken = next((one for one in shown.taken if one.number == number), None)
    if taken is None:
        raise NotFound("There is no such step in this case.")
    form = WhyForm(request.POST or None, initial={"seen": shown.line.version})
    if request.method == "POST" and tried(
        form,
        lambda: actions.take_back_step(
            request.actor, case=case, number=number, why=kept(form.cleaned_data["why"]), seen=form.cleaned_data["seen"]
        ),
        beside="why",
    ):
        messages.info(request, f"“{taken.says}” is taken back; both stay to be read.")
        return to_case(request, case)
    values = {
        "page": _heading(request, shown, f"Take back: {taken.says}"),
        "who": identity(shown.line.pupil),
        "form": form,
        "verb": "Take it back",
        "says": "The step, who took it, and this reason stay to be read. A letter that was written stays written.",
    }
    return render(request, "cases/why.html", values, status=422 if form.errors else 200)


def _take(request: OfficeRequest, case: uuid.UUID, step: str, form: StepForm) -> None:
    given = form.cleaned_data
    actions.take_step(
        request.actor,
        case=case,
        step=step,
        seen=given["seen"],
        choice=given.get("choice", ""),
        on=given["on"],
        answers={name: kept(value) if isinstance(value, str) else value for name, value in form.answers().items()},
        note=kept(given["note"]),
        write=bool(given.get("write")),
    )


def _letter(request: OfficeRequest, shown: queries.CasePage, step: queries.StepLine) -> Template | None:
    if not step.state.step.letter or not request.actor.may(Permission.SEND_MESSAGES):
        return None
    return template(request.actor, letter_key(shown.line.process, step.state.step))


def _asked(
    request: OfficeRequest,
    shown: queries.CasePage,
    step: queries.StepLine,
    form: StepForm,
    letter: Template | None,
    looks: bool,
) -> HttpResponse:
    running = step.state.running
    values = {
        "page": _heading(request, shown, step.state.step.says),
        "who": identity(shown.line.pupil),
        "line": shown.line,
        "step": step.state.step,
        "open": step.state.is_open and shown.line.is_open,
        "warnings": step.warnings,
        "when": when(running, request.actor.today) if running else "",
        "clock": running.clock.says if running else "",
        "form": form,
        "fields": [form[question.name] for question in form.questions],
        "panels": shown.panels,
        "letter": letter,
        "looks": looks and not form.errors,
        "preview": _previews(request, shown, form, letter) if looks and letter and not form.errors else None,
    }
    return render(request, "cases/step.html", values, status=422 if form.errors else 200)


def _previews(request: OfficeRequest, shown: queries.CasePage, form: StepForm, letter: Template) -> dict[str, Any]:
    process = shown.line.process
    read = made(process.facts, form.answers())
    facts = replace(shown.facts, **{name: getattr(read, name) for name in form.answers()})  # type: ignore[type-var]
    told = dict(process.tells(facts, shown.situation)) if process.tells else {}
    pupil, contact = shown.line.pupil.id, shown.line.contact
    found = letter_cases(
        request.actor,
        version=letter.newest,
        pupils=[pupil],
        facts={pupil: told},
        only=() if contact is None else (contact,),
    )
    return {
        "letters": [
            _Preview(one.to, one.subject, filled(letter.newest.words, one.facts).words, one.missing)
            for one in (*found.ready, *found.lacking)
        ],
        "left_out": found.left_out,
    }


def _heading(request: OfficeRequest, shown: queries.CasePage, title: str) -> dict[str, str]:
    return {
        "title": title,
        "sub": shown.line.process.name,
        "back": here(request, "case", case=shown.line.public_id),
        "back_label": shown.line.process.name,
    }
