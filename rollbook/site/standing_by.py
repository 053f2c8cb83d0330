"""The last emergency list for those who may see it, also while the database does not answer.

Whoever may see who is on site carries a signed pass of a day; it opens that one file and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from rollbook.rules.access import Permission
from rollbook.site.keeping import Opening, kept_file, note_opening

PASS_HOURS = 12
_ADDRESS = re.compile(r"/s/(?P<slug>[-a-zA-Z0-9_]+)/site/on-site/(?P<kind>fire|lockdown)\.pdf\Z")
_SALT = "rollbook.site.emergency"
_NAME = "__Host-rollbook-emergency-" if settings.SECURE else "rollbook-emergency-"
_SIGNED_OUT = "/accounts/logout/"


class StandingBy:
    """Outside everything that asks the database: gives out passes, and the kept file when the house has failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _kept_instead(request) or response
        if request.path == _SIGNED_OUT and request.method == "POST":
            _take_passes(request, response)
        elif _should_have_pass(request):
            _give_pass(request, response)
        return response


def _kept_instead(request: HttpRequest) -> HttpResponse | None:
    """The kept list for whoever carries a pass of this school; who opened it is noted beside it."""
    address = _ADDRESS.fullmatch(request.path)
    user_id = _bearer(request, address["slug"]) if address else None
    if address is None or user_id is None:
        return None
    data = kept_file(address["slug"], address["kind"])
    if data is None:
        return None
    note_opening(address["slug"], Opening(user_id, datetime.now(UTC)))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{address["kind"]}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _should_have_pass(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    if actor is None or not actor.may(Permission.SEE_ON_SITE):
        return False
    slug: str = request.school.slug  # type: ignore[attr-defined]  # set with the actor
    return _bearer(request, slug) != int(actor.user_id)


def _give_pass(request: HttpRequest, response: HttpResponseBase) -> None:
    slug, user_id = request.school.slug, request.actor.user_id  # type: ignore[attr-defined]
    response.set_cookie(  # a number, signed: no name is in it
        _NAME + slug,
        signing.dumps([slug, user_id], salt=_SALT),
        max_age=PASS_HOURS * 3600,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _take_passes(request: HttpRequest, response: HttpResponseBase) -> None:
    for name in request.COOKIES:
        if name.startswith(_NAME):
            response.delete_cookie(name)


def _bearer(request: HttpRequest, slug: str) -> int | None:
    """Whose pass of this school the browser carries; None for none, a forged one or one of another day."""
    try:
        school, user_id = signing.loads(request.COOKIES.get(_NAME + slug, ""), salt=_SALT, max_age=PASS_HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id) if school == slug else None
