"""The form by which parents report an absence: no sign-in, a code to a number the school holds, one question a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions import parents as verbs
from rollbook.absence.parents_forms.order import QUESTIONS, asked, first_unanswered
from rollbook.absence.parents_forms.question import Question
from rollbook.absence.queries.parents import Answers, ParentsDoor, Visit
from rollbook.absence.views import parents_around
from rollbook.absence.views.parents_around import FormPages
from rollbook.absence.views.parents_round import HALVES, Round, Row, files_of, names_of
from rollbook.rules.sessions import in_words
from rollbook.web.pages import public

PAGES = FormPages(
    heading="Report an absence",
    holder="parents-form",
    question="parents-question",
    own={
        "": "parents-start",
        "code": "parents-code",
        "check": "parents-check",
        "sent": "parents-sent",
        "leave": "parents-leave",
    },
)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def parents_start(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Ask by which number or address the school knows somebody; the answer is the same for all of them."""
    return parents_around.start(request, door, PAGES, "absence/parents_start.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def parents_code(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Take the code: what the page says depends on what was typed and how often, and on nothing else."""
    return parents_around.code(request, door, PAGES, "children")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def parents_question(request: HttpRequest, door: ParentsDoor, question: str) -> HttpResponse:
    """One question; those before it come first, and when all are answered they are shown to be checked."""
    return ROUND.question(request, door, question)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def parents_check(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Show every answer, and send them: once, however often that is pressed."""
    return ROUND.check(request, door)


@public
@never_cache
@require_safe
@PAGES.at_the_door
def parents_sent(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
    return ROUND.sent(request, door)


@public
@never_cache
@require_safe
@PAGES.at_the_door
def parents_leave(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """How leave is asked for; nothing was sent."""
    values = {
        "leave_words": door.leave_words,
        "back": PAGES.url(door, "why"),
        "ask_url": reverse("leave-start", kwargs={"at": door.slug}) if door.takes_leave else "",
    }
    return PAGES.page(request, door, "absence/parents_leave.html", "Leave in term time", None, 200, **values)


def _rows(door: ParentsDoor, visit: Visit, said: Answers) -> list[Row]:
    days = [in_words(day) for day in dict.fromkeys((said.first, said.last)) if day]
    return [
        ("Who", names_of(door, visit, said.children), "children"),
        ("Days", " to ".join(days), "days"),
        ("Part of the day", HALVES.get(said.half or "", ""), "half"),
        ("Expected back", in_words(said.back) if said.back else "Not known yet", "back"),
        ("Why", ". ".join(filter(None, (verbs.KINDS.get(said.kind or "", ""), said.words))), "why"),
        ("To show", files_of(door, visit), "evidence"),
    ]


def _keep(door: ParentsDoor, visit: Visit, answers: Answers) -> None:
    verbs.note_answers(door.actor, visit=visit.public_id, answers=answers)


def _send(door: ParentsDoor, visit: Visit) -> None:
    verbs.send_report(door.actor, visit=visit.public_id)


def _turns(form: Question[Answers]) -> str:
    """Leave is asked for elsewhere."""
    return "leave" if form.cleaned_data.get("kind") == "leave" else ""


ROUND = Round(
    pages=PAGES,
    questions=QUESTIONS,
    answers=lambda visit: visit.answers,
    asked=asked,
    next_one=first_unanswered,
    keep=_keep,
    send=_send,
    rows=_rows,
    templates="absence",
    thanks="The school has it",
    turns=_turns,
)
