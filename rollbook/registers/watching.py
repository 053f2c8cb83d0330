"""An open board's question, answered by a signed ticket in at most one statement, before any sign-in is looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from rollbook.registers.queries.version import version_of
from rollbook.rules.actor import Actor

PATH = "/registers/version"
HEADER = "X-Board-Ticket"
# Each new state of a board brings a new ticket; one that is older must be asked for with the sign-in again.
LASTS = timedelta(minutes=10)
# However many boards are open, a process asks the database this often for a school, and no oftener.
SAME_ANSWER = 0.3
_answered: dict[int, tuple[float, str]] = {}
_SALT = "rollbook.registers.watching"


class VersionMiddleware:
    """Answers `…/registers/version` to a valid ticket; anything else goes on to be signed in and routed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.endswith(PATH):
            return self.get_response(request)
        school = _school(request.headers.get(HEADER, ""))
        return self.get_response(request) if school is None else answer(request, _version(school))


def ticket(actor: Actor) -> str:
    """What lets an open board ask for the version: it says which school, and no more than that."""
    return signing.dumps(actor.school, salt=_SALT)


def answer(request: HttpRequest, version: str) -> HttpResponse:
    """304 while the board's version is the one it has, else the new one."""
    tag = f'"{version}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponse(b"" if same else version, status=304 if same else 200, content_type="text/plain")
    response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    return response


def forget() -> None:
    """Ask the database again at the next question, as for another database."""
    _answered.clear()


def _version(school: int) -> str:
    now = perf_counter()
    at, version = _answered.get(school, (0.0, ""))
    if not version or now - at > SAME_ANSWER:
        version = version_of(school)
        _answered[school] = now, version
    return version


def _school(signed: str) -> int | None:
    try:
        return int(signing.loads(signed, salt=_SALT, max_age=LASTS)) if signed else None
    except (signing.BadSignature, ValueError):
        return None
