"""Bringing pupils in from a file: upload, review row by row, decide who is who, commit."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from rollbook.pupils import actions
from rollbook.pupils.forms import UploadForm
from rollbook.pupils.queries.importing import Counts, Review, Verdict, import_run, import_runs, review
from rollbook.rules.access import Permission
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried

ROWS_A_PAGE = 50
_TABS = {
    Verdict.NEW: "New",
    Verdict.CHANGED: "Changed",
    Verdict.CONFLICT: "To decide",
    Verdict.ERROR: "Cannot be taken",
    Verdict.SAME: "Same",
}


@page(Permission.IMPORT_DATA)
def import_file(request: OfficeRequest) -> HttpResponseBase:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        taken: list[UUID] = []
        if tried(form, lambda: taken.append(_take(request, form)), beside="file"):
            return redirect(_url(request, "review", taken[0]))
    heading = {"title": "Import", "sub": "Pupils and contacts from another system. You review every row first."}
    context = {"page": heading, "form": form, "runs": import_runs(request.actor)}
    return render(request, "pupils/import.html", context, status=422 if form.errors else 200)


@page(Permission.IMPORT_DATA)
def review_file(request: OfficeRequest, run: UUID) -> HttpResponseBase:
    if import_run(request.actor, run).state != "waiting":
        return redirect(_url(request, "imported", run))
    found = review(request.actor, run)
    shown = _shown(found, request.GET.get("show", ""))
    rows = [row for row in found.rows if row.verdict == shown]
    context = {
        "page": {
            "title": found.run.file_name,
            "sub": f"{found.run.kind_title}, {found.source}. Nothing has been changed yet.",
            "wide": True,
            "back": _url(request, "import"),
            "back_label": "Import",
        },
        "review": found,
        "shown": shown,
        "tabs": _tabs(found.counts, shown),
        "listed": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "says": _promise(found.counts),
        "commit_url": _url(request, "commit", run),
        "decide_url": _url(request, "decide", run),
        "may_commit": bool(found.counts.new or found.counts.changed),
    }
    return render(request, "pupils/review.html", context)


@page(Permission.IMPORT_DATA)
def decide(request: OfficeRequest, run: UUID) -> HttpResponseBase:
    import_run(request.actor, run)
    row = request.POST.get("row", "")
    if request.method == "POST" and row.isdecimal():
        actions.decide_match(request.actor, run=run, row=int(row), choice=request.POST.get("choice", ""))
    return redirect(f"{_url(request, 'review', run)}?show={Verdict.CONFLICT}")


@page(Permission.IMPORT_DATA)
def commit(request: OfficeRequest, run: UUID) -> HttpResponseBase:
    import_run(request.actor, run)
    if request.method != "POST":
        return redirect(_url(request, "review", run))
    actions.commit_import(request.actor, run=run, stop_on_error=request.POST.get("whole") == "1")
    return redirect(_url(request, "imported", run))


@page(Permission.IMPORT_DATA)
def imported(request: OfficeRequest, run: UUID) -> HttpResponseBase:
    line = import_run(request.actor, run)
    if line.state == "waiting":
        return redirect(_url(request, "review", run))
    heading = {"title": line.file_name, "back": _url(request, "import"), "back_label": "Import"}
    return render(request, "pupils/imported.html", {"page": heading, "run": line})


def _take(request: OfficeRequest, form: UploadForm) -> UUID:
    upload = form.cleaned_data["file"]
    return actions.start_import(request.actor, name=upload.name, data=upload.read(), kind=form.cleaned_data["kind"])


def _shown(found: Review, asked: str) -> Verdict:
    """The rows asked for; else those that need a person first."""
    if asked in _TABS:
        return Verdict(asked)
    order = (Verdict.CONFLICT, Verdict.ERROR, Verdict.NEW, Verdict.CHANGED)
    return next((verdict for verdict in order if _count(found.counts, verdict)), Verdict.SAME)


def _tabs(counts: Counts, shown: Verdict) -> tuple[Tab, ...]:
    return tuple(
        Tab(label, f"?show={verdict}", current=verdict == shown, count=_count(counts, verdict))
        for verdict, label in _TABS.items()
    )


def _count(counts: Counts, verdict: Verdict) -> int:
    return {
        Verdict.NEW: counts.new,
        Verdict.SAME: counts.same,
        Verdict.CHANGED: counts.changed,
        Verdict.CONFLICT: counts.conflict,
        Verdict.ERROR: counts.error,
    }[verdict]


def _promise(counts: Counts) -> str:
    """What the button does, with its numbers."""
    parts = []
    if counts.new:
        parts.append(f"import {_pupils(counts.new, 'new ')}")
    if counts.changed:
        parts.append(f"change {counts.changed if counts.new else _pupils(counts.changed)}")
    says = ", ".join(parts)
    return says[:1].upper() + says[1:]


def _pupils(n: int, kind: str = "") -> str:
    return f"{n:,} {kind}pupil{'' if n == 1 else 's'}"


def _url(request: OfficeRequest, name: str, run: UUID | None = None) -> str:
    kwargs: dict[str, str | UUID] = {"school": request.school.slug}
    return reverse(f"pupils:{name}", kwargs=kwargs if run is None else {**kwargs, "run": run})
