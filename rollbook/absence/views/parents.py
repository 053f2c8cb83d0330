"""The form by which parents report an absence: no sign-in, a code to a number the school holds, one question a page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions import parents as verbs
from rollbook.absence.parents_forms.order import QUESTIONS, asked, first_unanswered
from rollbook.absence.parents_forms.question import Question
from rollbook.absence.queries.parents import Answers, ParentsDoor, Visit, children_of, evidence_of
from rollbook.absence.views import parents_around
from rollbook.absence.views.parents_around import FormPages
from rollbook.rules.parents_form import reference_of
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import public
from rollbook.web.trying import tried

HALVES = {"whole": "All day", "AM": "The morning", "PM": "The afternoon"}
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
    visit = PAGES.held(request, door)
    if visit is not None and visit.report:
        return PAGES.to(door, "sent")
    if visit is None or not (visit.is_open and visit.is_proven):
        return PAGES.to(door)
    if question not in QUESTIONS:
        raise Http404
    names = asked(visit.answers)
    now = first_unanswered(visit.answers)
    if question not in names or (now in names and names.index(question) > names.index(now)):
        return PAGES.to(door, now)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    children = children_of(door.actor, visit)
    form = QUESTIONS[question](*given, answers=visit.answers, children=children, today=door.actor.today)
    if form.is_bound and tried(form, lambda: _answer(request, door, visit, form)):
        if form.cleaned_data.get("kind") == "leave":
            return PAGES.to(door, "leave")
        if request.POST.get("act") == "add":
            return PAGES.to(door, question)
        return PAGES.to(door, first_unanswered(form.answered()))
    before = names[names.index(question) - 1] if names.index(question) else ""
    values = {
        "back": PAGES.url(door, before) if before else "",
        "question": question,
        "chosen": evidence_of(door.actor, visit) if question == "evidence" else (),
        "nobody": not children,
    }
    return PAGES.page(
        request, door, "absence/parents_question.html", form.heading, form, 422 if form.errors else 200, **values
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@PAGES.at_the_door
def parents_check(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Show every answer, and send them: once, however often that is pressed."""
    visit = PAGES.held(request, door)
    if visit is None or not (visit.report or (visit.is_open and visit.is_proven)):
        return PAGES.to(door)
    if visit.report:
        return PAGES.to(door, "sent")
    if (now := first_unanswered(visit.answers)) != "check":
        return PAGES.to(door, now)
    problem = ""
    if request.method == "POST":
        try:
            verbs.send_report(door.actor, visit=visit.public_id)
        except Refused as refused:
            problem = refused.says
        else:
            return PAGES.to(door, "sent")
    values = {"rows": _rows(door, visit), "problem": problem, "back": PAGES.url(door, "evidence")}
    return PAGES.page(
        request, door, "absence/parents_check.html", "Check your answers", None, 422 if problem else 200, **values
    )


@public
@never_cache
@require_safe
@PAGES.at_the_door
def parents_sent(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
    visit = PAGES.held(request, door)
    if visit is None or visit.report is None:
        return PAGES.to(door)
    values = {"reference": reference_of(visit.report)}
    return PAGES.page(request, door, "absence/parents_sent.html", "The school has it", None, 200, **values)


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


def _answer(request: HttpRequest, door: ParentsDoor, visit: Visit, form: Question[Answers]) -> None:
    act = request.POST.get("act")
    if file := form.cleaned_data.get("file"):
        verbs.add_evidence(door.actor, visit=visit.public_id, name=file.name, data=file.read())
    elif act == "drop":
        verbs.drop_evidence(door.actor, visit=visit.public_id)
    elif act == "add":
        raise Refused("Choose a photograph or a PDF first, or continue without.")
    if form.cleaned_data.get("kind") == "leave" or act in ("add", "drop"):
        return
    verbs.note_answers(door.actor, visit=visit.public_id, answers=form.answered())


def _rows(door: ParentsDoor, visit: Visit) -> list[tuple[str, str, str]]:
    said = visit.answers
    names = [c.forename for c in children_of(door.actor, visit) if c.pupil in said.children]
    days = [in_words(day) for day in dict.fromkeys((said.first, said.last)) if day]
    files = [one.name for one in evidence_of(door.actor, visit)]
    rows = [
        ("Who", ", ".join(names), "children"),
        ("Days", " to ".join(days), "days"),
        ("Part of the day", HALVES.get(said.half or "", ""), "half"),
        ("Expected back", in_words(said.back) if said.back else "Not known yet", "back"),
        ("Why", ". ".join(filter(None, (verbs.KINDS.get(said.kind or "", ""), said.words))), "why"),
        ("To show", ", ".join(files) or "Nothing", "evidence"),
    ]
    return [(key, value, PAGES.url(door, name)) for key, value, name in rows if name in asked(said)]
