"""How a person likes their pages: theme, density, rail, shortcuts. Kept in cookies that say nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

ALLOWED: Mapping[str, frozenset[str]] = {
    "theme": frozenset({"", "light", "dark"}),
    "density": frozenset({"", "comfortable"}),
    "rail": frozenset({"", "narrow"}),
    "keys": frozenset({"", "off"}),
}
_YEAR = 365 * 24 * 60 * 60


def choices_of(request: HttpRequest) -> dict[str, str]:
    """Every choice, empty where none was made or what the cookie says is not one of ours."""
    given = {name: request.COOKIES.get(_cookie(name), "") for name in ALLOWED}
    return {name: value if value in ALLOWED[name] else "" for name, value in given.items()}


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the choices that a form sent."""
    for name, allowed in ALLOWED.items():
        value = request.POST.get(name)
        if value is None or value not in allowed:
            continue
        response.set_cookie(
            _cookie(name), value, max_age=_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )


def _cookie(name: str) -> str:
    return f"rollbook-{name}"
