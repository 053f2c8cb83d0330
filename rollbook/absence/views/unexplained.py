"""Every absence without a reason against its legal clock, settled row by row in one go (COD-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions import UNKNOWN_TO_THE_END, settle_no_reason
from rollbook.absence.forms import RowForm, codes_in_order, row_value
from rollbook.absence.queries import OpenSession, UnexplainedAbsence, unexplained
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import absence_tabs, mark_url, pupil_url
from rollbook.absence.words import count, short_day, short_session
from rollbook.audit.actions import log_access
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.no_reason import ClockState
from rollbook.rules.refused import NotAllowed
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
SHOWN = {
    "": ("All", tuple(ClockState)),
    "overdue": ("Overdue", (ClockState.OVERDUE,)),
    "last-day": ("Last day", (ClockState.LAST_DAY,)),
    "running": ("Running", (ClockState.RUNNING, ClockState.UNKNOWN)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One session on the list, with the form that settles it (none for those who may not amend)."""

    absence: UnexplainedAbsence
    when: str
    tag: str
    tone: str
    until: str
    url: str
    mark_url: str
    form: RowForm | None

    @property
    def code_label(self) -> str:
        return f"Code for {self.absence.pupil.name}, {self.when}"

    @property
    def reason_label(self) -> str:
        return f"Reason for {self.absence.pupil.name}, {self.when}"


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_WATCH_LISTS)
def no_reason(request: OfficeRequest) -> HttpResponseBase:
    """Every session that still stands as N, the oldest clock first."""
    if request.method == "POST":
        return _settle(request)
    found = unexplained(request.actor)
    log_access(request.actor, what="absences without a reason", subject=f"school:{request.actor.school}")
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    chosen = tuple(u for u in found if u.clock.state in SHOWN[show][1])
    if request.GET.get("as") == "csv":
        return _file(chosen)
    listed = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    fill = request.GET.get("fill") == "O"
    return _page(request, found, listed, _forms(listed, fill=fill) if _may(request) else None, show)


def _settle(request: OfficeRequest) -> HttpResponse:
    if not _may(request):
        raise NotAllowed("Your role does not include amending marks. Ask the attendance office.")
    forms = [RowForm(request.POST, prefix=f"r{n}") for n in range(PAGE) if f"r{n}-row" in request.POST]
    filled = [form for form in forms if not form.is_valid() or form.is_filled]
    if filled and all(form.is_valid() for form in filled):
        asked = {(f.cleaned_data["row"][0], f.cleaned_data["row"][1]): f for f in filled}
        years = {str(u.pupil.public_id): u.pupil.nc_year for u in unexplained(request.actor)}
        outcomes = settle_no_reason(
            request.actor, settlements=[f.settlement(years.get(pupil, "")) for (pupil, _), f in asked.items()]
        )
        for key, row in outcomes.items():
            if row.outcome in (Outcome.REFUSED, Outcome.CONFLICT):
                asked[key].add_error("code", row.says)
        settled = sum(row.outcome is Outcome.STORED for row in outcomes.values())
        if all(form.is_valid() for form in filled):
            messages.info(request, f"{count(settled, 'session')} settled. Each is an amendment with its reason.")
            return HttpResponseRedirect(_here(request), status=303)
    return _again(request, forms)


def _again(request: OfficeRequest, forms: Sequence[RowForm]) -> HttpResponse:
    """The same rows with what is wrong; those that were settled meanwhile are gone."""
    found = unexplained(request.actor)
    by_row = {form.data.get(f"{form.prefix}-row", ""): form for form in forms}
    kept = tuple(u for u in found if row_value(_open(u)) in by_row)
    listed = Paginator(kept or found, PAGE).get_page(1)
    show = request.GET.get("show", "")
    shown = _forms(listed, fill=False) if not kept else [by_row[row_value(_open(u))] for u in listed]
    answer = _page(request, found, listed, shown, show if show in SHOWN else "")
    answer.status_code = 422
    if not any(form.errors for form in shown):
        messages.info(request, "No row had a code, so nothing was changed.")
    return answer


def _page(
    request: OfficeRequest,
    found: Sequence[UnexplainedAbsence],
    listed: Page[UnexplainedAbsence],
    forms: Sequence[RowForm] | None,
    show: str,
) -> HttpResponse:
    today = request.actor.today
    overdue = sum(u.clock.state is ClockState.OVERDUE for u in found)
    values = {
        "page": {"title": "No reason", "sub": _sub(found)},
        "tabs": absence_tabs(request, "no-reason"),
        "states": _states(found, show),
        "rows": [_row(request, u, forms[n] if forms is not None else None) for n, u in enumerate(listed)],
        "wrong": [form for form in forms or () if form.is_bound and form.errors],
        "form": next((form for form in forms or () if form.is_bound and form.errors), None),
        "listed": listed,
        "may": forms is not None,
        "overdue": overdue,
        "fill": f"?{urlencode({'show': 'overdue', 'fill': 'O'})}" if overdue else "",
        "filled": request.GET.get("fill") == "O",
        "csv": f"?{urlencode({'show': show, 'as': 'csv'})}",
        "codes": codes_in_order(today),
        "action": _here(request) if not request.GET else f"{_here(request)}?{request.GET.urlencode()}",
    }
    return render(request, "absence/unexplained.html", values)


def _forms(listed: Page[UnexplainedAbsence], *, fill: bool) -> list[RowForm]:
    forms = []
    for n, absence in enumerate(listed):
        o = fill and absence.clock.state is ClockState.OVERDUE
        initial = {
            "row": row_value(_open(absence)),
            "code": "O" if o else "",
            "reason": UNKNOWN_TO_THE_END if o else "",
        }
        forms.append(RowForm(initial=initial, prefix=f"r{n}"))
    return forms


def _open(absence: UnexplainedAbsence) -> OpenSession:
    return OpenSession(absence.pupil, absence.clock.session, absence.version)


def _row(request: OfficeRequest, absence: UnexplainedAbsence, form: RowForm | None) -> Row:
    session = absence.clock.session
    tag, tone = clock_tag(absence)
    due = absence.clock.due
    return Row(
        absence=absence,
        when=short_session(session, around=request.actor.today),
        tag=tag,
        tone=tone,
        until=short_day(due, around=request.actor.today) if due else "",
        url=pupil_url(request, absence.pupil.public_id, "attendance"),
        mark_url=mark_url(request, absence.pupil.public_id, session),
        form=form,
    )


def clock_tag(absence: UnexplainedAbsence) -> tuple[str, str]:
    """The clock in two words, and how loud it is."""
    state, left = absence.clock.state, absence.clock.days_left or 0
    if state is ClockState.OVERDUE:
        return f"Overdue {count(-left, 'day')}", "stop"
    if state is ClockState.LAST_DAY:
        return "Last day", "stop"
    if state is ClockState.UNKNOWN:
        return "Calendar ends", "warn"
    return count(left, "day"), "warn" if left <= 2 else "info"


def _states(found: Sequence[UnexplainedAbsence], show: str) -> list[Tab]:
    return [
        Tab(label, f"?show={key}" if key else "?", key == show, sum(u.clock.state in states for u in found))
        for key, (label, states) in SHOWN.items()
    ]


def _sub(found: Sequence[UnexplainedAbsence]) -> str:
    if not found:
        return "Every absence before today has its reason."
    return f"{count(len(found), 'session')} before today, oldest {short_day(found[0].clock.session.on)}."


def _may(request: OfficeRequest) -> bool:
    return request.actor.may(Permission.AMEND_MARKS)


def _here(request: OfficeRequest) -> str:
    return reverse("absence:list", kwargs={"school": request.school.slug})


def _file(found: Sequence[UnexplainedAbsence]) -> HttpResponse:
    heads = ("Surname", "Forename", "Form", "Session", "Half", "Last day", "School days left", "State")
    rows = (
        (
            *(u.pupil.surname, u.pupil.forename, u.pupil.registration),
            *(u.clock.session.on.isoformat(), u.clock.session.half.label),
            *(u.clock.due.isoformat() if u.clock.due else "", "" if u.clock.days_left is None else u.clock.days_left),
            u.clock.state.value,
        )
        for u in found
    )
    return csv_file("absence-without-reason", heads, rows)
