"""The edge between a web request and the office: who is asking, for which school, and when.

This is one of the few places where the clock is read; the actor carries it from here on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import ratelimit
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rollbook.rules.actor import LONDON, Actor
from rollbook.staff import queries
from rollbook.staff.actions.supply import use_supply_code
from rollbook.staff.forms import SupplyDoorForm
from rollbook.staff.models import User
from rollbook.web.pages import SchoolLine, public


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
        school = SchoolLine(
            post.school_id,
            post.school_name,
            post.school_slug,
            practice=bool(post.practice_shift),
            boards=post.takes_boarders,
        )
        request.school = school  # type: ignore[attr-defined]
        request.schools = posts  # type: ignore[attr-defined]


NO_CODE = "This code opens nothing: it was used, is too old, or is not quite what the slip says. Ask at the front desk."
TOO_MANY = "Too many tries from here. Wait five minutes, or ask at the front desk."


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supply_door(request: HttpRequest) -> HttpResponse:
    """A supply teacher signs in with the code of a slip, once; wrong tries are limited as at sign-in."""
    form = SupplyDoorForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _door(request, form, 422 if form.errors else 200)
    if not ratelimit.consume(request, action="supply_failed", dry_run=True):
        form.add_error("code", TOO_MANY)
        return _door(request, form, 429)
    found = queries.supply_at_the_door(form.cleaned_data["code"], timezone.now())
    if found is None:
        ratelimit.consume(request, action="supply_failed")
        form.add_error("code", NO_CODE)
        return _door(request, form, 422)
    account, actor = found
    user = User.objects.get(pk=use_supply_code(actor, account=account))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.set_expiry(_until_midnight(actor))
    return HttpResponseRedirect("/", status=303)


def _door(request: HttpRequest, form: SupplyDoorForm, status: int) -> HttpResponse:
    values = {"page": {"title": "Sign in with your slip"}, "form": form}
    return render(request, "staff/supply_door.html", values, status=status)


def _until_midnight(actor: Actor) -> int:
    """In seconds: the sign-in is over when the school's day is."""
    local = actor.now.astimezone(LONDON)
    return max(60, 24 * 3600 - (local.hour * 3600 + local.minute * 60 + local.second))
