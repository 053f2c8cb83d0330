"""Set-up of the devices at the door."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rules.access import Permission
from rollbook.site import actions, queries
from rollbook.site.forms import KioskNameForm
from rollbook.web.pages import OfficeRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def kiosks(request: OfficeRequest) -> HttpResponse:
    """The school's kiosks with their addresses, and a form for a new one."""
    form = KioskNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.make_kiosk(request.actor, name=form.cleaned_data["name"])
        messages.info(request, "The kiosk is ready. Open its address on the device at the door.")
        return HttpResponseRedirect(_here(request), status=303)
    lines = [(k, request.build_absolute_uri(reverse("kiosk", args=[k.token]))) for k in queries.kiosks(request.actor)]
    values = {
        "page": {"title": "Kiosks", "sub": "Devices at the door where pupils sign themselves in"},
        "form": form,
        "lines": lines,
    }
    return render(request, "site/kiosks.html", values, status=422 if form.is_bound else 200)


@require_POST
@page(Permission.SET_UP_SCHOOL)
def revoke(request: OfficeRequest, kiosk: uuid.UUID) -> HttpResponse:
    """Make a device's address useless."""
    actions.revoke_kiosk(request.actor, kiosk=kiosk)
    messages.info(request, "Revoked. That address shows nothing from now on.")
    return HttpResponseRedirect(_here(request), status=303)


def _here(request: OfficeRequest) -> str:
    return reverse("site:kiosks", kwargs={"school": request.school.slug})
