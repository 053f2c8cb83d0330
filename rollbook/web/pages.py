"""How a page is made: who may open it, what a refusal looks like, what every layout is given.

A view is a function: parse, one query or action, render. `@page` declares its permissions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.choices import choices_of
from rollbook.web.navigation import SchoolDoor, navigation

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """What the frame of every office page says about the school."""

    id: int
    name: str
    slug: str
    practice: bool = False
    boards: bool = False


class OfficeRequest(HttpRequest):
    """A request on an office page: the actor and the school are known before the view is called."""

    actor: Actor
    school: SchoolLine


View = Callable[Concatenate[OfficeRequest, P], HttpResponseBase]


def page(*any_of: Permission) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Declare an office page: signed in, acting for the school in the address, with one of these permissions."""

    def declare(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            actor = getattr(request, "actor", None)
            if actor is None:
                raise NotFound("There is no such page, or it is not for you.")
            if any_of and not any(actor.may(p) for p in any_of):
                raise NotAllowed(f"This page is not part of your role ({actor.role}).")
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # actor was checked above

        run.permissions = any_of  # type: ignore[attr-defined]  # read by the architecture tests
        return run

    return declare


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Declare a page that needs no school: anyone's, or any signed-in person's."""
    view.permissions = "public"  # type: ignore[attr-defined]  # read by the architecture tests
    return view


class PageMiddleware:
    """The only place, with the API, where a refusal becomes an answer; browsers keep no page of a signed-in person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated or getattr(request, "actor", None) is not None:
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return refusal(request, exception)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """What is not allowed, and why: a page; the sentence alone for a script; a note for a part of a page (htmx)."""
    if request.content_type == "application/json":
        return JsonResponse({"says": refused.says, "because": refused.because}, status=_status(refused))
    if not is_partial(request):
        return render(request, "web/refused.html", {"refused": refused}, status=_status(refused))
    response = render(request, "web/refused_note.html", {"refused": refused}, status=_status(refused))
    return reswap(retarget(response, "#toasts"), "beforeend")


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return bool(getattr(request, "htmx", False))


def layout(request: HttpRequest) -> Mapping[str, Any]:
    """What every layout is given besides the page's own values."""
    actor = getattr(request, "actor", None)
    school = getattr(request, "school", None)
    return {
        "actor": actor,
        "school": school,
        "schools": _doors(request, school),
        **_choices(request),
        "who": stands_for(request),
        "home_url": f"/s/{school.slug}/" if school else "/",
        "search_url": _url_of("home:search", school),
        "emergency_url": _url_of("site:fire-pdf", school) if actor and actor.may(Permission.SEE_ON_SITE) else "",
        "asked_url": _asked_url(actor, school),
        "source_url": settings.SOURCE_URL,
        "nav": navigation(request.path, actor, school) if actor and school else (),
    }


def stands_for(request: HttpRequest) -> str:
    """What stands for whoever is signed in, on their own device; it says nothing of them. Empty for nobody."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return ""
    return salted_hmac("rollbook.web.who", str(request.user.pk)).hexdigest()[:16]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to open it whole, not inside a row."""
    if not is_partial(request):
        return redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(redirect_to_login(_page_of(request)).url)


def _page_of(request: HttpRequest) -> str:
    """The page that a part was asked from, without the host that the browser claims."""
    return urlsplit(request.headers.get("HX-Current-URL", "/")).path or "/"


def _doors(request: HttpRequest, school: SchoolLine | None) -> list[SchoolDoor]:
    here = school.slug if school else ""
    return [
        SchoolDoor(post.school_name, f"/s/{post.school_slug}/", post.school_slug == here)
        for post in getattr(request, "schools", ())
    ]


def _choices(request: HttpRequest) -> dict[str, str]:
    chosen = choices_of(request)
    own = getattr(request.user, "theme", "") if hasattr(request, "user") else ""
    return {**chosen, "theme": chosen["theme"] or own}


def _url_of(route: str, school: SchoolLine | None) -> str:
    """An address that stands on every page; empty, and not shown, where that part is not installed."""
    if school is None:
        return ""
    try:
        return reverse(route, kwargs={"school": school.slug})
    except NoReverseMatch:
        return ""


def _asked_url(actor: Actor | None, school: SchoolLine | None) -> str:
    """Where the top bar asks what is wanted of this person now; empty for whom nobody asks for registers."""
    may = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER, Permission.CHASE_REGISTERS)
    return _url_of("registers:asked", school) if actor and any(actor.may(p) for p in may) else ""


def _status(refused: Refused) -> int:
    if isinstance(refused, NotFound):
        return 404
    return 403 if isinstance(refused, NotAllowed) else 422
