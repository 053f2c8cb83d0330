"""Pages that belong to no part of the office: health, gallery, help, choices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rollbook.web import gallery as shown
from rollbook.web.choices import ALLOWED, choices_of, remember
from rollbook.web.navigation import ITEMS
from rollbook.web.pages import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers; no data, no sign-in."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with made-up values; `?theme=dark` and the like choose a look."""
    asked = {name: value for name, value in request.GET.items() if value in ALLOWED.get(name, ())}
    return render(request, "web/gallery.html", {**shown.everything(), **choices_of(request), **asked})


@public
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """A made-up sheet in the print layout."""
    return render(request, "web/gallery_paper.html", shown.sheet())


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Where help is and which keys do what."""
    keys = [(item.key, item.label) for item in ITEMS if item.key]
    return render(request, "web/help.html", {"page": {"title": "Help"}, "keys": keys})


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep how this person likes their pages, and go back to where they were."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    remember(request, response)
    return response
