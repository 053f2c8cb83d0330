"""The round of a form for parents: one question a page, the answers checked, sent once. Each form says what differs."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse

from rollbook.absence.actions import parents_visits
from rollbook.absence.parents_forms.question import Question
from rollbook.absence.queries.parents import ParentsDoor, Said, Visit, children_of, evidence_of
from rollbook.absence.views.parents_around import FormPages
from rollbook.rules.parents_form import reference_of
from rollbook.rules.refused import Refused
from rollbook.web.trying import tried

A = TypeVar("A", bound=Said)
# A question and its answer as the page that checks them shows it, and the question's name.
Row = tuple[str, str, str]
HALVES = {"whole": "All day", "AM": "The morning", "PM": "The afternoon"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Generic[A]):
    """One form: its questions in order, how its answers are read, kept, shown and sent.

    `turns` names the page to which an answered question leads instead of the next one, or nothing.
    """

    pages: FormPages
    questions: Mapping[str, Callable[..., Question[A]]]
    answers: Callable[[Visit], A]
    asked: Callable[[A], Sequence[str]]
    next_one: Callable[[A], str]
    keep: Callable[[ParentsDoor, Visit, A], None]
    send: Callable[[ParentsDoor, Visit], None]
    rows: Callable[[ParentsDoor, Visit, A], Sequence[Row]]
    templates: str
    thanks: str
    turns: Callable[[Question[A]], str] = lambda _: ""
    besides: Callable[[ParentsDoor, A], Mapping[str, Any]] = lambda *_: {}

    def question(self, request: HttpRequest, door: ParentsDoor, question: str) -> HttpResponse:
        """One question; those before it come first, and when all are answered they are shown to be checked."""
        pages, visit = self.pages, self.pages.held(request, door)
        if visit is not None and visit.report:
            return pages.to(door, "sent")
        if visit is None or not (visit.is_open and visit.is_proven):
            return pages.to(door)
        if question not in self.questions:
            raise Http404
        said = self.answers(visit)
        names, now = self.asked(said), self.next_one(said)
        if question not in names or (now in names and names.index(question) > names.index(now)):
            return pages.to(door, now)
        given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        children = children_of(door.actor, visit)
        form = self.questions[question](*given, answers=said, children=children, today=door.actor.today)
        if form.is_bound and tried(form, lambda: self._answer(request, door, visit, form)):
            again = question if request.POST.get("act") in ("add", "drop") else ""
            return pages.to(door, again or self.turns(form) or self.next_one(form.answered()))
        values = {
            "back": pages.url(door, names[names.index(question) - 1]) if names.index(question) else "",
            "question": question,
            "chosen": evidence_of(door.actor, visit) if question == "evidence" else (),
            "nobody": not children,
        }
        status = 422 if form.errors else 200
        return pages.page(request, door, "absence/parents_question.html", form.heading, form, status, **values)

    def check(self, request: HttpRequest, door: ParentsDoor) -> HttpResponse:
        """Show every answer, and send them: once, however often that is pressed."""
        pages, visit = self.pages, self.pages.held(request, door)
        if visit is None or not (visit.report or (visit.is_open and visit.is_proven)):
            return pages.to(door)
        if visit.report:
            return pages.to(door, "sent")
        said = self.answers(visit)
        if (now := self.next_one(said)) != "check":
            return pages.to(door, now)
        problem = ""
        if request.method == "POST":
            try:
                self.send(door, visit)
            except Refused as refused:
                problem = refused.says
            else:
                return pages.to(door, "sent")
        asked = self.asked(said)
        shown = [(key, value, pages.url(door, at)) for key, value, at in self.rows(door, visit, said) if at in asked]
        values = {"rows": shown, "problem": problem, "back": pages.url(door, "evidence"), **self.besides(door, said)}
        status = 422 if problem else 200
        template = f"{self.templates}/parents_check.html"
        return pages.page(request, door, template, "Check your answers", None, status, **values)

    def sent(self, request: HttpRequest, door: ParentsDoor) -> HttpResponse:
        """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
        visit = self.pages.held(request, door)
        if visit is None or visit.report is None:
            return self.pages.to(door)
        template, values = f"{self.templates}/parents_sent.html", {"reference": reference_of(visit.report)}
        return self.pages.page(request, door, template, self.thanks, None, 200, **values)

    def _answer(self, request: HttpRequest, door: ParentsDoor, visit: Visit, form: Question[A]) -> None:
        act = request.POST.get("act")
        if file := form.cleaned_data.get("file"):
            parents_visits.add_evidence(door.actor, visit=visit.public_id, name=file.name, data=file.read())
        elif act == "drop":
            parents_visits.drop_evidence(door.actor, visit=visit.public_id)
        elif act == "add":
            raise Refused("Choose a photograph or a PDF first, or continue without.")
        if act not in ("add", "drop") and not self.turns(form):
            self.keep(door, visit, form.answered())


def names_of(door: ParentsDoor, visit: Visit, children: Container[object]) -> str:
    """The forenames of the children chosen."""
    return ", ".join(child.forename for child in children_of(door.actor, visit) if child.pupil in children)


def files_of(door: ParentsDoor, visit: Visit) -> str:
    """The names of what is enclosed."""
    return ", ".join(one.name for one in evidence_of(door.actor, visit)) or "Nothing"
