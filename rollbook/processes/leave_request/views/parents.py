"""The form by which parents ask for leave: the same door, code and rhythm as the one for absences."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions import parents_visits
from rollbook.absence.parents_forms.question import Question
from rollbook.absence.queries.parents import ParentsDoor, Visit, children_of, evidence_of
from rollbook.absence.views import parents_around
from rollbook.absence.views.parents_around import FormPages
from rollbook.processes.leave_request.actions.parents import note_leave_answers, send_request
from rollbook.processes.leave_request.answers import LeaveAnswers, leave_answers
from rollbook.processes.leave_request.parents_forms import QUESTIONS, asked, first_unanswered
from rollbook.rules.parents_form import reference_of
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import public
from rollbook.web.trying import tried

HALVES = {"whole": "All day", "AM": "The morning", "PM": "The afternoon"}
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
    visit = PAGES.held(request, door)
    if visit is not None and visit.report:
        return PAGES.to(door, "sent")
    if visit is None or not (visit.is_open and visit.is_proven):
        return PAGES.to(door)
    if question not in QUESTIONS:
        raise Http404
    said = leave_answers(visit.said)
    names, now = asked(said), first_unanswered(said)
    if question not in names or (now in names and names.index(question) > names.index(now)):
        return PAGES.to(door, now)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    children = children_of(door.actor, visit)
    form = QUESTIONS[question](*given, answers=said, children=children, today=door.actor.today)
    if form.is_bound and tried(form, lambda: _answer(request, door, visit, form)):
        again = request.POST.get("act") in ("add", "drop")
        return PAGES.to(door, question if again else first_unanswered(form.answered()))
    values = {
        "back": PAGES.url(door, names[names.index(question) - 1]) if names.index(question) else "",
        "question": question,
        "chosen": evidence_of(door.actor, visit) if question == "evidence" else (),
        "nobody": not children,
    }
    status = 422 if form.errors else 200
    return PAGES.page(request, door, "absence/parents_question.html", form.heading, form, status, **values)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def leave_check(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Show every answer, and send them: once, however often that is pressed."""
    visit = PAGES.held(request, door)
    if visit is None or not (visit.report or (visit.is_open and visit.is_proven)):
        return PAGES.to(door)
    if visit.report:
        return PAGES.to(door, "sent")
    said = leave_answers(visit.said)
    if (now := first_unanswered(said)) != "check":
        return PAGES.to(door, now)
    problem = ""
    if request.method == "POST":
        try:
            send_request(door.actor, visit=visit.public_id)
        except Refused as refused:
            problem = refused.says
        else:
            return PAGES.to(door, "sent")
    values = {
        "rows": _rows(door, visit, said),
        "problem": problem,
        "back": PAGES.url(door, "evidence"),
        "too_late": said.first is not None and said.first <= door.actor.today,
    }
    status = 422 if problem else 200
    return PAGES.page(request, door, "leave/parents_check.html", "Check your answers", None, status, **values)


@public
@never_cache
@require_safe
@PAGES.at_the_door
def leave_sent(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
    visit = PAGES.held(request, door)
    if visit is None or visit.report is None:
        return PAGES.to(door)
    values = {"reference": reference_of(visit.report)}
    return PAGES.page(request, door, "leave/parents_sent.html", "The school has your request", None, 200, **values)


def _answer(request: HttpRequest, door: ParentsDoor, visit: Visit, form: Question[LeaveAnswers]) -> None:
    act = request.POST.get("act")
    if file := form.cleaned_data.get("file"):
        parents_visits.add_evidence(door.actor, visit=visit.public_id, name=file.name, data=file.read())
    elif act == "drop":
        parents_visits.drop_evidence(door.actor, visit=visit.public_id)
    elif act == "add":
        raise Refused("Choose a photograph or a PDF first, or continue without.")
    if act not in ("add", "drop"):
        note_leave_answers(door.actor, visit=visit.public_id, answers=form.answered())


def _rows(door: ParentsDoor, visit: Visit, said: LeaveAnswers) -> list[tuple[str, str, str]]:
    names = [c.forename for c in children_of(door.actor, visit) if c.pupil in said.children]
    days = [in_words(day) for day in dict.fromkeys((said.first, said.last)) if day]
    files = [one.name for one in evidence_of(door.actor, visit)]
    journey = [said.place, said.travels_with and f"with {said.travels_with}"]
    journey += [f"way back booked: {YES_NO[said.return_booked].lower()}"]
    journey += [f"back in school {in_words(said.back)}"] if said.back else []
    rows = [
        ("Who", ", ".join(names), "children"),
        ("Days", " to ".join(days), "days"),
        ("Part of the day", HALVES.get(said.half or "", ""), "half"),
        ("What for", said.what.label if said.what else "", "what"),
        ("The festival’s day", in_words(said.set_apart) if said.set_apart else "Not known yet", "festival"),
        ("Examination", said.exam, "exam"),
        ("Licence", " ".join(filter(None, (said.licence, said.licensed_by))) or "Not there yet", "licence"),
        ("Why", said.words, "reason"),
        ("Outside the United Kingdom", YES_NO[said.abroad], "abroad"),
        ("The journey", ", ".join(filter(None, journey)), "journey"),
        ("To show", ", ".join(files) or "Nothing", "evidence"),
    ]
    return [(key, value, PAGES.url(door, name)) for key, value, name in rows if name in asked(said)]
