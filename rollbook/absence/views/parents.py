"""The form by which parents report an absence: no sign-in, a code to a number the school holds, one question a page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions import parents as verbs
from rollbook.absence.parents_forms import QUESTIONS, CodeForm, Question, ReachForm, asked, first_unanswered
from rollbook.absence.queries.parents import ParentsDoor, Visit, children_of, evidence_of, parents_door, visit_of
from rollbook.rules.parents_form import network_of, reference_of
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.signing_in import address_of
from rollbook.web.pages import public
from rollbook.web.trying import tried

P = ParamSpec("P")
HOLDER = "parents-form"
HALVES = {"whole": "All day", "AM": "The morning", "PM": "The afternoon"}
WRONG = "That code is not right, or it is over."
At = Callable[Concatenate[HttpRequest, ParentsDoor, P], HttpResponse]


def at_the_door(view: At[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a page only where the school has the form; a school without it looks like none at all."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        door = parents_door(str(kwargs.pop("at")), timezone.now())
        if door is None:
            raise Http404
        return view(request, door, *args, **kwargs)

    return run


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def parents_start(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Ask by which number or address the school knows somebody; the answer is the same for all of them."""
    form = ReachForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, "parents_start.html", "Report an absence", form, 422 if form.errors else 200)
    try:
        visit = verbs.ask_for_code(
            door.actor, reached_at=form.cleaned_data["reached_at"], network=network_of(address_of(request))
        )
    except verbs.AskedTooOften as refused:
        form.add_error(None, refused.says)
        return _page(request, door, "parents_start.html", "Report an absence", form, 429)
    request.session[HOLDER] = [door.slug, str(visit)]
    return _to(door, "code")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def parents_code(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Take the code: what the page says depends on what was typed and how often, and on nothing else."""
    visit = _held(request, door)
    if visit is None or not (visit.is_open or visit.report):
        return _to(door)
    if visit.is_proven:
        return _to(door, "children")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if verbs.try_code(door.actor, visit=visit.public_id, code=form.cleaned_data["code"]):
            request.session.cycle_key()
            return _to(door, "children")
        visit = visit_of(door.actor, visit.public_id) or visit
        left = f" Tries left: {visit.tries_left}." if visit.code_is_live else " Ask for another one."
        form.add_error("code", WRONG + left)
    values = {"sent_to": "mobile number" if visit.channel == "text" else "e-mail address", "live": visit.code_is_live}
    return _page(request, door, "parents_code.html", "Enter the code", form, 422 if form.errors else 200, **values)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def parents_question(request: HttpRequest, door: ParentsDoor, question: str) -> HttpResponse:
    """One question; those before it come first, and when all are answered they are shown to be checked."""
    visit = _held(request, door)
    if visit is not None and visit.report:
        return _to(door, "sent")
    if visit is None or not (visit.is_open and visit.is_proven):
        return _to(door)
    if question not in QUESTIONS:
        raise Http404
    names = asked(visit.answers)
    now = first_unanswered(visit.answers)
    if question not in names or (now in names and names.index(question) > names.index(now)):
        return _to(door, now)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    children = children_of(door.actor, visit)
    form = QUESTIONS[question](*given, answers=visit.answers, children=children, today=door.actor.today)
    if form.is_bound and tried(form, lambda: _answer(request, door, visit, form)):
        if form.cleaned_data.get("kind") == "leave":
            return _to(door, "leave")
        if request.POST.get("act") == "add":
            return _to(door, question)
        return _to(door, first_unanswered(form.answered()))
    before = names[names.index(question) - 1] if names.index(question) else ""
    values = {
        "back": _url(door, before) if before else "",
        "question": question,
        "chosen": evidence_of(door.actor, visit) if question == "evidence" else (),
        "nobody": not children,
    }
    return _page(request, door, "parents_question.html", form.heading, form, 422 if form.errors else 200, **values)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def parents_check(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """Show every answer, and send them: once, however often that is pressed."""
    visit = _held(request, door)
    if visit is None or not (visit.report or (visit.is_open and visit.is_proven)):
        return _to(door)
    if visit.report:
        return _to(door, "sent")
    if (now := first_unanswered(visit.answers)) != "check":
        return _to(door, now)
    problem = ""
    if request.method == "POST":
        try:
            verbs.send_report(door.actor, visit=visit.public_id)
        except Refused as refused:
            problem = refused.says
        else:
            return _to(door, "sent")
    values = {"rows": _rows(door, visit), "problem": problem, "back": _url(door, "evidence")}
    return _page(request, door, "parents_check.html", "Check your answers", None, 422 if problem else 200, **values)


@public
@never_cache
@require_safe
@at_the_door
def parents_sent(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """What happens next, and by which letters to ask about it; no names, for the next person at this screen."""
    visit = _held(request, door)
    if visit is None or visit.report is None:
        return _to(door)
    values = {"reference": reference_of(visit.report)}
    return _page(request, door, "parents_sent.html", "The school has it", None, 200, **values)


@public
@never_cache
@require_safe
@at_the_door
def parents_leave(request: HttpRequest, door: ParentsDoor) -> HttpResponse:
    """How leave is asked for; nothing was sent."""
    values = {"leave_words": door.leave_words, "back": _url(door, "why")}
    return _page(request, door, "parents_leave.html", "Leave in term time", None, 200, **values)


def _answer(request: HttpRequest, door: ParentsDoor, visit: Visit, form: Question) -> None:
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
    return [(key, value, _url(door, name)) for key, value, name in rows if name in asked(said)]


def _held(request: HttpRequest, door: ParentsDoor) -> Visit | None:
    """The visit that this browser holds at this school: its id alone, in a session kept on the server."""
    slug, visit = request.session.get(HOLDER) or ("", "")
    return visit_of(door.actor, uuid.UUID(visit)) if slug == door.slug else None


def _page(
    request: HttpRequest,
    door: ParentsDoor,
    template: str,
    title: str,
    form: ReachForm | CodeForm | Question | None,
    status: int,
    **values: object,
) -> HttpResponse:
    values = {"page": {"title": title}, "at_school": door.school_name, "form": form, "start": _url(door)} | values
    return render(request, f"absence/{template}", values, status=status)


def _to(door: ParentsDoor, page: str = "") -> HttpResponse:
    return HttpResponseRedirect(_url(door, page), status=303)


def _url(door: ParentsDoor, page: str = "") -> str:
    own = {"": "parents-start", "code": "parents-code", "check": "parents-check", "sent": "parents-sent"}
    own["leave"] = "parents-leave"
    if page in own:
        return reverse(own[page], kwargs={"at": door.slug})
    return reverse("parents-question", kwargs={"at": door.slug, "question": page})
