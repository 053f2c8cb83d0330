"""One report on a page of its own: pupil, days and code chosen by a person, ringing back, putting aside."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence import actions, queries
from rollbook.absence.actions.line_parting import part_report
from rollbook.absence.line_forms import FileForm, chosen_pupils, version_sent
from rollbook.absence.queries import LineItem
from rollbook.absence.queries.line_choosing import Choosing, choosing, found_by
from rollbook.absence.queries.line_ringing import to_ring_back
from rollbook.absence.views.line import answer, filed_says, line_url, row_of
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.FILE_REPORTS)
def report(request: OfficeRequest, report: uuid.UUID) -> HttpResponse:
    """Everything about one report, and the form that files it."""
    item = queries.report_line(request.actor, report)
    typed = kept(request.POST.get("q", "")).strip()[:60]
    if request.method != "POST":
        pupils = tuple(str(p.public_id) for p in item.suggested.pupils)
        return _page(request, item, _form(request, item), choosing(request.actor, pupils))
    chosen = choosing(request.actor, chosen_pupils(request.POST))
    if "part" in request.POST:
        return _part(request, report, chosen)
    if "file" not in request.POST:
        return _page(request, item, _form(request, item, again=True), chosen, typed, found_by(request.actor, typed))
    form = _form(request, item, data=True)
    says: list[str] = []
    if not tried(form, lambda: says.append(_file(request, report, form, chosen))):
        return _page(request, item, form, chosen, status=422)
    return answer(request, says[0])


@require_POST
@page(Permission.TAKE_REPORTS)
def line_find(request: OfficeRequest) -> HttpResponse:
    """Pupils by the first letters of a name, as buttons that choose them; no name stands in an address."""
    typed = kept(request.POST.get("q", "")).strip()[:60]
    values = {"found": found_by(request.actor, typed), "typed": typed}
    return render(request, "absence/line_found.html", values)


def _file(request: OfficeRequest, report: uuid.UUID, form: FileForm, chosen: Choosing) -> str:
    decided = form.decided([str(p.public_id) for p in chosen.chosen])
    filed = actions.file_report(request.actor, report=report, decided=decided)
    return filed_says(filed, decided.code, request.actor.today)


def _part(request: OfficeRequest, report: uuid.UUID, chosen: Choosing) -> HttpResponse:
    """One report for each child; what stands against it is said on the page."""
    children = [str(p.public_id) for p in chosen.chosen]
    try:
        parts = part_report(request.actor, report=report, seen=version_sent(request.POST), pupils=children)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        notes.warning(request, refused.says)
    else:
        notes.info(request, f"{len(parts)} reports now, one for each child. This one is {chosen.chosen[0].forename}’s.")
    return HttpResponseRedirect(request.path, status=303)


def _form(request: OfficeRequest, item: LineItem, *, data: bool = False, again: bool = False) -> FileForm:
    """The form as it was sent, or as the suggestion fills it; `again` keeps what was typed without judging it."""
    found = item.suggested
    initial = {
        "first": found.first,
        "last": found.last,
        "halves": found.halves or "01",
        "code": found.code,
        "seen": item.version,
    }
    form = FileForm(request.POST if data or again else None, initial=initial, around=request.actor.today)
    if again:
        form.errors.clear()
    return form


def _page(
    request: OfficeRequest,
    item: LineItem,
    form: FileForm,
    chosen: Choosing,
    typed: str = "",
    found: tuple[PupilLine, ...] = (),
    status: int = 200,
) -> HttpResponse:
    ring = to_ring_back(request.actor, chosen.ids) if item.waits else {}
    row = row_of(item, ring, request.actor.today)
    values = {
        "page": {
            "title": f"{item.way_says}, {row.told}",
            "sub": row.who,
            "back": line_url(request),
            "back_label": "Absence line",
        },
        "item": item,
        "row": row,
        "ring": tuple({c.contact_id: c for p in chosen.chosen for c in ring.get(p.id, ())}.values()),
        "form": form,
        "chosen": chosen,
        "typed": typed,
        "found": found,
        "find_url": line_url(request, "line-find"),
    }
    return render(request, "absence/line_report.html", values, status=status)
