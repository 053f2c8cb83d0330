"""The form by which parents ask for leave: the same door, code and rhythm as the one for absences."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.queries.parents import ParentsDoor, Visit
from rollbook.absence.views import parents_around
from rollbook.absence.views.parents_around import FormPages
from rollbook.absence.views.parents_round import HALVES, Round, Row, files_of, names_of
from rollbook.processes.leave_request.actions.parents import note_leave_answers, send_request
from rollbook.processes.leave_request.answers import LeaveAnswers, leave_answers
from rollbook.processes.leave_request.parents_forms import QUESTIONS, asked, first_unanswered
from rollbook.rules.sessions import in_words
from rollbook.web.pages import public

YES_NO = {True: "Yes", False: "No", None: "Not known"}
PAGES = FormPages(
    heading="Ask for leave in term time",
    holder="parents-leave",
    question="leave-question",
    own={"": "leave-start", "code": "leave-code", "check": "leave-check", "sent": "leave-sent"},
    leave=True,
)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def leave_start(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Ask by which number or address the school knows somebody; the answer is the same for all of them."""
    return parents_around.start(request, door, PAGES, "leave/parents_start.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def leave_code(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Take the code: what the page says depends on what was typed and how often, and on nothing else."""
    return parents_around.code(request, door, PAGES, "children")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def leave_question(request: HttpRequest, door: ParentsDoor, question: str) -> HttpResponse:
    """One question; those before it come first, and when all are answered they are shown to be checked."""
    return ROUND.question(request, door, question)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def leave_check(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Show every answer, and send them: once, however often that is pressed."""
    return ROUND.check(request, door)


@public
@never_cache
@require_safe
@PAGES.at_the_door
def leave_sent(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
    return ROUND.sent(request, door)


def _rows(door: ParentsDoor, visit: Visit, said: LeaveAnswers) -> list[Row]:
    days = [in_words(day) for day in dict.fromkeys((said.first, said.last)) if day]
    journey = [said.place, said.travels_with and f"with {said.travels_with}"]
    journey += [f"way back booked: {YES_NO[said.return_booked].lower()}"]
    journey += [f"back in school {in_words(said.back)}"] if said.back else []
    return [
        ("Who", names_of(door, visit, said.children), "children"),
        ("Days", " to ".join(days), "days"),
        ("Part of the day", HALVES.get(said.half or "", ""), "half"),
        ("What for", said.what.label if said.what else "", "what"),
        ("The festival’s day", in_words(said.set_apart) if said.set_apart else "Not known yet", "festival"),
        ("Examination", said.exam, "exam"),
        ("Licence", " ".join(filter(None, (said.licence, said.licensed_by))) or "Not there yet", "licence"),
        ("Why", said.words, "reason"),
        ("Outside the United Kingdom", YES_NO[said.abroad], "abroad"),
        ("The journey", ", ".join(filter(None, journey)), "journey"),
        ("To show", files_of(door, visit), "evidence"),
    ]


def _keep(door: ParentsDoor, visit: Visit, answers: LeaveAnswers) -> None:
    note_leave_answers(door.actor, visit=visit.public_id, answers=answers)


def _send(door: ParentsDoor, visit: Visit) -> None:
    send_request(door.actor, visit=visit.public_id)


ROUND = Round(
    pages=PAGES,
    questions=QUESTIONS,
    answers=lambda visit: leave_answers(visit.said),
    asked=asked,
    next_one=first_unanswered,
    keep=_keep,
    send=_send,
    rows=_rows,
    templates="leave",
    thanks="The school has your request",
    besides=lambda door, said: {"too_late": said.first is not None and said.first <= door.actor.today},
)
