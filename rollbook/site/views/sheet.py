"""The emergency list on paper, one click from every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.site.keeping import keep_fresh, kept_file
from rollbook.web.pages import OfficeRequest, page

NOBODY = "Nobody is on site, as far as marks and the desk say, so there is no list to print."


@require_safe
@page(Permission.SEE_ON_SITE)
def fire_pdf(request: OfficeRequest) -> HttpResponse:
    """Who is on site, by assembly point."""
    return _pdf(request, "fire")


@require_safe
@page(Permission.SEE_ON_SITE)
def lockdown_pdf(request: OfficeRequest) -> HttpResponse:
    """Who is on site, room by room."""
    return _pdf(request, "lockdown")


def _pdf(request: OfficeRequest, kind: str) -> HttpResponse:
    """The list as of this moment; that somebody opened it is noted."""
    keep_fresh(request.actor, at_once=True)
    data = kept_file(request.school.slug, kind)
    if data is None:
        raise NotFound(NOBODY)
    log_access(request.actor, what="emergency list", subject=f"school:{request.actor.school}")
    shown = {"Content-Disposition": f'inline; filename="{kind}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=shown)
