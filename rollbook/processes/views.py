"""What goes to the local authority from a case: as fields to copy into its portal, and on paper."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.cases.queries import case_line
from rollbook.processes.returns import fields_of_return
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.SEE_CONTACTS)
def a_return(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """The fields one by one, each with a way to copy it; what is not held is said."""
    return render(request, "processes/return.html", _values(request, case))


@require_safe
@page(Permission.SEE_CONTACTS)
def a_return_print(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """The same fields as a form on paper."""
    return render(request, "processes/return_print.html", _values(request, case))


def _values(request: OfficeRequest, case: uuid.UUID) -> dict[str, object]:
    fields = fields_of_return(request.actor, case)
    line = case_line(request.actor, case)
    place = {"school": request.school.slug, "case": case}
    return {
        "page": {
            "title": f"{line.process.name}: for the local authority",
            "back": reverse("cases:case", kwargs=place),
            "back_label": line.process.name,
            "printed": f"{request.actor.now:%d/%m/%Y}",
        },
        "line": line,
        "fields": fields,
        "not_held": [label for label, value in fields if not value],
        "print_url": reverse("processes:return-print", kwargs=place),
    }
