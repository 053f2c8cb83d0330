"""The log of questions, and of what families were told unasked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.audit.actions import log_access
from rollbook.pupils.queries import PupilFilters, PupilLine, pupil, pupils_list
from rollbook.rules.access import Permission
from rollbook.staff.queries import staff_of
from rollbook.web.components.layout import Identity
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work import actions, queries
from rollbook.work.actions.questions import Asked
from rollbook.work.forms import AnswerForm, QuestionForm, ToldForm, new
from rollbook.work.views.places import back, here, tabs

LOGS = Permission.LOG_QUESTIONS
FEWEST, MOST = 2, 12


@require_http_methods(["GET", "HEAD", "POST"])
@page(LOGS)
def questions(request: OfficeRequest) -> HttpResponse:
    """What is open, what was answered, and a new one; a pupil is found by the first letters of the name."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    finding = "q" in request.POST
    form = _form(request, finding=finding)
    if request.method == "POST" and not finding and tried(form, lambda: _log(request, form, ""), beside="says"):
        messages.info(request, "Written down.")
        return back(request, "questions")
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    lines = [
        (line, here(request, "question", question=line.public_id)) for line in queries.questions_log(request.actor)
    ]
    values = {
        "page": {"title": "Questions", "sub": "Who asked, what, and what was answered."},
        "tabs": tabs(request, "questions"),
        "typed": typed,
        "found": [
            (p, here(request, "ask-about", pupil=p.public_id), here(request, "tell", pupil=p.public_id)) for p in found
        ],
        "open": [pair for pair in lines if pair[0].is_open],
        "closed": [pair for pair in lines if not pair[0].is_open],
        "today": request.actor.today,
        "form": form,
    }
    return render(request, "work/questions.html", values, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(LOGS)
def ask_about(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """A question about one pupil."""
    line = _pupil(request, pupil)
    form = _form(request)
    if request.method == "POST" and tried(form, lambda: _log(request, form, str(pupil)), beside="says"):
        messages.info(request, "Written down, and on the pupil’s history.")
        return back(request, "questions")
    return _about(request, line, form, "work/ask_about.html", f"A question about {line.name}")


@require_http_methods(["GET", "HEAD", "POST"])
@page(LOGS)
def tell(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """What the family of one pupil was told unasked."""
    line = _pupil(request, pupil)
    start = {**new("told"), "kind": "outreach"}
    form = ToldForm(request.POST) if request.method == "POST" else ToldForm(initial=start)
    if request.method == "POST" and tried(form, lambda: _tell(request, form, str(pupil)), beside="says"):
        messages.info(request, "Recorded, and on the pupil’s history.")
        return back(request, "questions")
    return _about(request, line, form, "work/tell.html", f"What the family of {line.name} was told")


@require_http_methods(["GET", "HEAD", "POST"])
@page(LOGS)
def one_question(request: OfficeRequest, question: uuid.UUID) -> HttpResponse:
    """One question with its answer, or the place to write it; that it was opened is noted where it names a pupil."""
    line = queries.question(request.actor, question)
    if line.pupil is not None:
        log_access(request.actor, what="question", subject=f"pupil:{line.pupil.public_id}")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.answer_question(request.actor, question=question, answer=kept(form.cleaned_data["answer"])),
        beside="answer",
    ):
        messages.info(request, "Answered, and its task is done.")
        return HttpResponseRedirect(here(request, "question", question=question), status=303)
    values = {
        "page": {"title": line.kind_says, "back": here(request, "questions"), "back_label": "Questions"},
        "line": line,
        "who": _identity(line.pupil) if line.pupil else None,
        "form": form,
    }
    return render(request, "work/question.html", values, status=422 if form.errors else 200)


def _form(request: OfficeRequest, *, finding: bool = False) -> QuestionForm:
    people, today = staff_of(request.actor), request.actor.today
    if request.method == "POST" and not finding:
        return QuestionForm(request.POST, around=today, people=people)
    return QuestionForm(initial=new("question"), around=today, people=people)


def _log(request: OfficeRequest, form: QuestionForm, pupil: str) -> None:
    given, (owner, role) = form.cleaned_data, form.chosen()
    asked = Asked(
        asker=given["asker"],
        way=given["way"],
        who=kept(given["who"]),
        says=kept(given["says"]),
        pupil=pupil,
        due=given["due"],
        owner=owner,
        role=role,
        answer=kept(given["answer"]),
    )
    actions.log_question(request.actor, question=given["question"], asked=asked)


def _tell(request: OfficeRequest, form: ToldForm, pupil: str) -> None:
    given = form.cleaned_data
    actions.record_told(
        request.actor,
        told=given["told"],
        pupil=pupil,
        way=given["way"],
        who=kept(given["who"]),
        says=kept(given["says"]),
        statement=given["kind"] == "statement",
    )


def _about(request: OfficeRequest, line: PupilLine, form: object, template: str, title: str) -> HttpResponse:
    values = {
        "page": {"title": title, "back": here(request, "questions"), "back_label": "Questions"},
        "who": _identity(line),
        "form": form,
    }
    return render(request, template, values, status=422 if getattr(form, "errors", None) else 200)


def _pupil(request: OfficeRequest, public_id: uuid.UUID) -> PupilLine:
    return pupil(request.actor, public_id).line


def _identity(line: PupilLine) -> Identity:
    return Identity(name=line.name, group=line.registration, year=f"Year {line.nc_year}" if line.nc_year else "")
