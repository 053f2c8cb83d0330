"""Set-up of the form for parents: on or off, its address, and a slip with its QR code to hand out."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.absence.actions.parents import set_parent_form
from rollbook.absence.parents_forms.set_up import SetUpForm
from rollbook.absence.queries.parents import LEAVE, form_setting
from rollbook.formats.qr import qr_drawing
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def parent_form(request: OfficeRequest) -> HttpResponse:
    """Whether parents may report absences by the form, at which address, and what it says about leave."""
    setting = form_setting(request.actor)
    form = SetUpForm(
        request.POST if request.method == "POST" else None,
        initial={"is_on": setting.is_on, "leave_is_on": setting.leave_is_on, "leave_words": setting.leave_words},
    )
    if form.is_bound and tried(form, lambda: set_parent_form(request.actor, **form.cleaned_data)):
        notes.info(request, "The form is on." if form.cleaned_data["is_on"] else "The form is off.")
        return HttpResponseRedirect(request.path, status=303)
    values = {
        "page": {
            "title": "Form for parents",
            "sub": "Parents report an absence themselves, after a code to a number or address that the school holds",
            "back": reverse("schools:set-up", kwargs={"school": request.school.slug}),
            "back_label": "Set-up",
        },
        "form": form,
        "setting": setting,
        "leave": LEAVE,
        "address": _address(request),
    }
    return render(request, "absence/parent_form.html", values, status=422 if form.errors else 200)


@require_safe
@page(Permission.SET_UP_SCHOOL)
def parent_form_slip(request: OfficeRequest) -> HttpResponse:
    """The address on paper with its QR code, as often as it fits, to cut and hand out."""
    address = _address(request)
    values = {
        "page": {"title": "Report an absence online"},
        "address": address,
        "code": qr_drawing(address),
        "slips": range(4),
    }
    return render(request, "absence/parent_form_slip.html", values)


def _address(request: OfficeRequest) -> str:
    return request.build_absolute_uri(reverse("parents-start", kwargs={"at": request.school.slug}))
