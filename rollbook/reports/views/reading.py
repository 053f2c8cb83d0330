"""One report: on the page, on paper, as a PDF, a workbook or a CSV."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access, log_list
from rollbook.audit.once import read_once
from rollbook.reports.drawing.files import Form, file_of
from rollbook.reports.kind import Ask, Kind
from rollbook.reports.report import Report
from rollbook.reports.views.asking import Question, chips, may_open, question
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.SEE_REPORTS)
def report(request: OfficeRequest, report_kind: str) -> HttpResponseBase:
    """One report as it stands at this moment, in the form that was asked for."""
    known = may_open(request.actor, report_kind)
    with read_once():
        asked = question(request.actor, known, request.GET)
        made = known.make(request.actor, asked.asked) if asked.asked else None
    if made is None:
        return render(request, "reports/report.html", _around(request, asked, None), status=422)
    made = replace(made, school=request.school.name)
    _log(request, known, made)
    wanted = request.GET.get("as", "")
    if wanted in set(Form):
        return _file(known, made, Form(wanted))
    template = "print" if wanted == "print" else "report"
    return render(request, f"reports/{template}.html", _around(request, asked, made))


def _log(request: OfficeRequest, kind: Kind, made: Report) -> None:
    """Who read a report that names pupils is noted, as of any list of them."""
    if Ask.PUPIL in kind.asks and request.GET.get("pupil"):
        log_access(request.actor, what=kind.title.lower(), subject=f"pupil:{request.GET['pupil']}")
    elif made.names_pupils:
        log_list(request.actor, what=f"report {kind.key}", count=sum(len(table.rows) for table in made.tables()))


def _file(kind: Kind, made: Report, wanted: Form) -> HttpResponse:
    file = file_of(made, wanted, outside=kind.leaves)
    answer = HttpResponse(file.data, content_type=file.media)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _around(request: OfficeRequest, asked: Question, made: Report | None) -> dict[str, object]:
    """The page around a report: its choices, and the same report in every other form."""
    kind, here = asked.kind, request.GET.copy()
    here.pop("as", None)
    same = {form: f"?{urlencode([*_pairs(here), ('as', form)])}" for form in (*Form, "print")}
    now = request.actor.now.astimezone(LONDON)
    return {
        "page": {
            "title": made.title if made else kind.title,
            "sub": made.about if made else "",
            "wide": True,
            "back": reverse("reports:list", kwargs={"school": request.school.slug}),
            "back_label": "Reports",
            "printed": f"{now:%a} {now.day} {now:%b %Y}, {now.hour}:{now.minute:02}",
        },
        "report": made,
        "kind": kind,
        "form": asked.form,
        "chips": chips(asked, request.GET),
        "same": same,
        "clear": f"?pupil={here['pupil']}" if here.get("pupil") else "?",
        "save_url": f"{_save_url(request, kind)}?{here.urlencode()}",
    }


def _save_url(request: OfficeRequest, kind: Kind) -> str:
    return reverse("reports:save", kwargs={"school": request.school.slug, "report_kind": kind.key})


def _pairs(given: object) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.lists() for value in values]  # type: ignore[attr-defined]  # a QueryDict
