"""The page of a device at the door: no sign-in, no names, and nothing shown before a pupil is known exactly."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rollbook.registers.views.addresses import clock
from rollbook.site.actions import Greeting, sign_in_at_kiosk
from rollbook.site.actions.kiosks import NOBODY
from rollbook.site.forms import KioskForm, new_movement
from rollbook.site.queries import AtKiosk, kiosk_of
from rollbook.web.pages import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Sign oneself in: by number, or by the start of one's surname and one's birthday."""
    at = kiosk_of(token, timezone.now())
    if at is None:
        return render(request, "site/kiosk_closed.html", {"page": {"title": "This kiosk is not in use"}}, status=404)
    if at.must_wait:
        return render(request, "site/kiosk_closed.html", {"page": {"title": "Please go to reception"}}, status=429)
    if request.method != "POST":
        return _page(request, at, KioskForm(initial=new_movement()))
    form = KioskForm(request.POST)
    greeting = _sign_in(at, form) if form.is_valid() else None
    if form.is_valid() and greeting is None:
        form.add_error(None, NOBODY)
    if greeting is None:
        return _page(request, at, form, status=422)
    if greeting.choose:
        return _page(request, at, form, greeting)
    return _page(request, at, KioskForm(initial=new_movement()), greeting)


def _sign_in(at: AtKiosk, form: KioskForm) -> Greeting | None:
    given = form.cleaned_data
    return sign_in_at_kiosk(
        at.actor,
        kiosk=at.public_id,
        movement_id=given["movement"],
        number=given["number"].strip(),
        letters=given["letters"].strip(),
        day=given["day"] or 0,
        month=int(given["month"] or 0),
        forename=given["forename"],
        reason=given["reason"],
    )


def _page(
    request: HttpRequest, at: AtKiosk, form: KioskForm, greeting: Greeting | None = None, status: int = 200
) -> HttpResponse:
    values = {
        "page": {"title": "Sign in"},
        "at_school": at.school_name,
        "form": form,
        "greeting": greeting,
        "clock": clock(at.actor.now),
    }
    return render(request, "site/kiosk.html", values, status=status)
