"""Pages that belong to no part of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rollbook.web.pages import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers; no data, no sign-in."""
    return HttpResponse("ok\n", content_type="text/plain")
