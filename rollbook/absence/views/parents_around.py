"""What the forms for parents share: the school at the door, the code, and one question to a page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rollbook.absence.actions import parents_visits as verbs
from rollbook.absence.parents_forms.reaching import CodeForm, ReachForm
from rollbook.absence.queries.parents import ParentsDoor, Visit, parents_door, visit_of
from rollbook.rules.parents_form import network_of
from rollbook.staff.signing_in import address_of

P = ParamSpec("P")
WRONG = "That code is not right, or it is over."
At = Callable[Concatenate[HttpRequest, ParentsDoor, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class FormPages:
    """One of the forms for parents: its heading, what a browser holds its visit by, and the names of its addresses.

    `own` are the pages that have an address of their own; every other page is a question.
    """

    heading: str
    holder: str
    question: str
    own: Mapping[str, str] = field(hash=False)
    leave: bool = False

    def url(self, door: ParentsDoor, page: str = "") -> str:
        """The address of a page of this form, of its first one for none."""
        if page in self.own:
            return reverse(self.own[page], kwargs={"at": door.slug})
        return reverse(self.question, kwargs={"at": door.slug, "question": page})

    def to(self, door: ParentsDoor, page: str = "") -> HttpResponse:
        return HttpResponseRedirect(self.url(door, page), status=303)

    def held(self, request: HttpRequest, door: ParentsDoor) -> Visit | None:
        """The visit that this browser holds at this school: its id alone, in a session kept on the server."""
        slug, visit = request.session.get(self.holder) or ("", "")
        return visit_of(door.actor, uuid.UUID(visit)) if slug == door.slug else None

    def at_the_door(self, view: At[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        """Open a page only where the school has the form; a school without it looks like none at all."""

        @wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            door = parents_door(str(kwargs.pop("at")), timezone.now(), leave=self.leave)
            if door is None:
                raise Http404
            return view(request, door, *args, **kwargs)

        return run

    def page(
        self,
        request: HttpRequest,
        door: ParentsDoor,
        template: str,
        title: str,
        form: object = None,
        status: int = 200,
        **values: object,
    ) -> HttpResponse:
        """A page of this form, with what all of them have."""
        around = {
            "page": {"title": title},
            "at_school": door.school_name,
            "form_heading": self.heading,
            "form": form,
            "start": self.url(door),
        }
        return render(request, template, around | values, status=status)


def start(request: HttpRequest, door: ParentsDoor, pages: FormPages, template: str) -> HttpResponse:
    """Ask by which number or address the school knows somebody; the answer is the same for all of them."""
    form = ReachForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return pages.page(request, door, template, pages.heading, form, 422 if form.errors else 200)
    try:
        visit = verbs.ask_for_code(
            door.actor, reached_at=form.cleaned_data["reached_at"], network=network_of(address_of(request))
        )
    except verbs.AskedTooOften as refused:
        form.add_error(None, refused.says)
        return pages.page(request, door, template, pages.heading, form, 429)
    request.session[pages.holder] = [door.slug, str(visit)]
    return pages.to(door, "code")


def code(request: HttpRequest, door: ParentsDoor, pages: FormPages, first: str) -> HttpResponse:
    """Take the code: what the page says depends on what was typed and how often, and on nothing else."""
    visit = pages.held(request, door)
    if visit is None or not (visit.is_open or visit.report):
        return pages.to(door)
    if visit.is_proven:
        return pages.to(door, first)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if verbs.try_code(door.actor, visit=visit.public_id, code=form.cleaned_data["code"]):
            request.session.cycle_key()
            return pages.to(door, first)
        visit = visit_of(door.actor, visit.public_id) or visit
        left = f" Tries left: {visit.tries_left}." if visit.code_is_live else " Ask for another one."
        form.add_error("code", WRONG + left)
    values = {"sent_to": "mobile number" if visit.channel == "text" else "e-mail address", "live": visit.code_is_live}
    status = 422 if form.errors else 200
    return pages.page(request, door, "absence/parents_code.html", "Enter the code", form, status, **values)
