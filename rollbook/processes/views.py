"""What goes to the local authority from a case: field by field to copy, on paper, and as the authority's own form."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.cases.queries import CaseLine, case_line
from rollbook.processes.authority_files import MEDIA, as_file
from rollbook.processes.profiles import authorities, authority_of
from rollbook.processes.returns import fields_of_return
from rollbook.rules.access import Permission
from rollbook.rules.authorities import Authority, AuthorityForm
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept

NAMES = {"pdf": "PDF", "docx": "Word", "csv": "CSV"}


@require_safe
@page(Permission.SEE_CONTACTS)
def a_return(request: OfficeRequest, sending: uuid.UUID) -> HttpResponse:
    """The fields that the authority asks for, one by one, each with a way to copy it; what is not held is said."""
    return render(request, "processes/return.html", _values(request, sending))


@require_safe
@page(Permission.SEE_CONTACTS)
def a_return_print(request: OfficeRequest, sending: uuid.UUID) -> HttpResponse:
    """The same fields as a form on paper."""
    return render(request, "processes/return_print.html", _values(request, sending))


@require_safe
@page(Permission.SEE_CONTACTS)
def a_return_file(request: OfficeRequest, sending: uuid.UUID, file_kind: str) -> HttpResponse:
    """The authority's form as a file."""
    line = case_line(request.actor, sending)
    chosen, form = _form(request, line)
    if file_kind not in form.kinds:
        raise NotFound("The authority does not take this as such a file. Look at its form again.")
    filled = form.filled(fields_of_return(request.actor, sending))
    made = as_file(file_kind, chosen, form, filled, request.actor.now)
    answer = HttpResponse(made, content_type=MEDIA[file_kind])
    answer["Content-Disposition"] = f'attachment; filename="{line.process.key.replace("_", "-")}.{file_kind}"'
    return answer


def _values(request: OfficeRequest, case: uuid.UUID) -> dict[str, object]:
    line = case_line(request.actor, case)
    held = fields_of_return(request.actor, case)
    chosen, form = _form(request, line)
    filled = form.filled(held)
    place, asks = {"school": request.school.slug, "sending": case}, f"?authority={chosen.key}"
    return {
        "page": {
            "title": form.title,
            "sub": f"{line.pupil.name}, {line.pupil.registration}",
            "back": reverse("cases:case", kwargs={"school": request.school.slug, "case": case}),
            "back_label": line.process.name,
            "printed": f"{request.actor.now:%d/%m/%Y}",
        },
        "line": line,
        "authority": chosen,
        "known": [(one.key, one.name) for one in authorities().values()],
        "form": form,
        "fields": filled,
        "not_held": [label for label, value in filled if not value],
        "print_url": reverse("processes:return-print", kwargs=place) + asks,
        "files": [
            (NAMES[kind], reverse("processes:return-file", kwargs={**place, "file_kind": kind}) + asks)
            for kind in form.kinds
        ],
    }


def _form(request: OfficeRequest, line: CaseLine) -> tuple[Authority, AuthorityForm]:
    chosen = authority_of(request.actor, kept(request.GET.get("authority", ""))[:60])
    return chosen, chosen.form_for(line.process.key, line.process.name)
