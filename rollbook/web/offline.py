"""What a browser keeps for when there is no network: the look of a page and a page about none, never a pupil."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.web.pages import public, stands_for

# Linked by their stamped names; the rest of what they import goes by its plain name, as scripts import each other.
_LINKED = (
    "web/rollbook.css",
    "web/mark.svg",
    "web/offline.js",
    "web/fonts/source-sans-3-latin-wght-normal.woff2",
)
_IMPORTED = ("web/waiting_store.js",)
_WORKER = ("web/worker.js", "web/waiting_post.js")


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page without a network: how many marks wait on the device, and what to do."""
    return render(request, "web/offline.html")


@public
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """What stands for whoever is signed in, for the worker that sends what waits; empty for nobody."""
    answer = JsonResponse({"who": stands_for(request)})
    answer["Cache-Control"] = "no-store"
    return answer


@public
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the whole house; its text changes with anything that it keeps."""
    offline = reverse("web:offline")
    shell = [*map(static, _LINKED), *(f"{settings.STATIC_URL}{name}" for name in _IMPORTED)]
    stamped = [*map(static, (*_LINKED, *_IMPORTED, *_WORKER)), render_to_string("web/offline.html")]
    version = hashlib.sha256("\n".join(stamped).encode()).hexdigest()[:12]
    given = {"name": f"rollbook-{version}", "offline": offline, "who": reverse("web:who"), "shell": shell}
    text = f'import {{ begin }} from "{settings.STATIC_URL}web/worker.js";\nbegin(self, {json.dumps(given)});\n'
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
