"""The edge between a web request and the office: who is asking, for which school, and when.

This is one of the few places where the clock is read; the actor carries it from here on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from rollbook.staff import queries
from rollbook.staff.models import User
from rollbook.web.pages import SchoolLine


class NoSelfSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def address_of(request: HttpRequest) -> str | None:
    """The address that a request comes from, as the proxy gives it where there is one; none within the process."""
    return str(get_adapter().get_client_ip(request)) if "REMOTE_ADDR" in request.META else None


class ActorMiddleware:
    """Gives every signed-in request its schools and, on a school's page, its actor.

    A school in which the person holds no role today does not exist for them (404).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: dict[str, Any]) -> None:
        slug = kwargs.pop("school", None)
        if slug is None or not isinstance(request.user, User):
            return
        now = timezone.now()
        posts = queries.posts_of(request.user, timezone.localdate(now))
        post = next((p for p in posts if p.school_slug == slug), None)
        if post is None:
            return  # no actor: the page answers 404, as for a school that is not there
        request.actor = queries.actor_of(request.user, post, now)  # type: ignore[attr-defined]
        school = SchoolLine(post.school_id, post.school_name, post.school_slug, practice=bool(post.practice_shift))
        request.school = school  # type: ignore[attr-defined]
        request.schools = posts  # type: ignore[attr-defined]
