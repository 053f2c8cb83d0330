"""What stands in the school's own fields for a pupil, at the pupil's own page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.absence.views.places import pupil_url
from rollbook.home.views.people import SEES, around, pupil_of
from rollbook.pupils.actions.own_values import set_own_value
from rollbook.pupils.own_field_forms import OwnValueForm
from rollbook.pupils.queries.own_fields import OwnValueLine, own_values_of, past_values_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(*SEES)
def own_fields(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """Every field this person may see, each to be written in by those who may; that somebody looked is noted."""
    found = pupil_of(request, pupil)
    values = own_values_of(request.actor, pupil)
    forms = [_form(request, value) for value in values]
    chosen = next((form for form in forms if form.is_bound), None)
    if chosen is not None and tried(chosen, lambda: _write(request, pupil, chosen), beside="says"):
        messages.info(request, f"{chosen.value.field.name} is written down.")
        return HttpResponseRedirect(pupil_url(request, pupil, "own-fields"), status=303)
    context = {
        **around(request, found, "own fields"),
        "rows": list(zip(values, forms, strict=True)),
        "bad": [chosen] if chosen is not None else [],
        "past": past_values_of(request.actor, pupil),
    }
    return render(request, "home/own_fields.html", context, status=422 if chosen is not None else 200)


def shown_own_fields(request: OfficeRequest, pupil: uuid.UUID) -> Sequence[OwnValueLine]:
    """What the overview says of them: those that are filled and not kept for few."""
    return [value for value in own_values_of(request.actor, pupil, sealed=False) if value.kept]


def _form(request: OfficeRequest, value: OwnValueLine) -> OwnValueForm:
    """The form of one field, bound when it is the one that was sent."""
    key = str(value.field.public_id)
    sent = request.method == "POST" and request.POST.get("field") == key
    name = f"f{value.field.public_id.hex[:8]}"
    data = request.POST if sent else None
    return OwnValueForm(data, value=value, around=request.actor.today, prefix=name, auto_id="%s")


def _write(request: OfficeRequest, pupil: uuid.UUID, form: OwnValueForm) -> None:
    given = form.cleaned_data
    set_own_value(
        request.actor,
        field=form.value.field.public_id,
        pupil=pupil,
        says=given["says"],
        first=given.get("first"),
    )
