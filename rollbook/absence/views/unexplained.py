"""Every absence without a reason against its legal clock, families together, settled row by row in one go (COD-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rollbook.absence.actions import settle_no_reason
from rollbook.absence.forms import RowForm, codes_in_order, row_value
from rollbook.absence.queries import OpenSession, UnexplainedAbsence, unexplained
from rollbook.absence.queries.chasing import FamilyUnexplained, families_unexplained, reason_steps_on
from rollbook.absence.views.becoming import became_now
from rollbook.absence.views.chasing_said import clocks_say, next_says, runs_through, tried_says
from rollbook.absence.views.downloads import csv_file
from rollbook.absence.views.places import absence_tabs, mark_url, pupil_url
from rollbook.absence.words import count, family_name, forms_of, short_day, short_session, wall_clock
from rollbook.audit.actions import log_access
from rollbook.pupils.queries import RingLine
from rollbook.rules.access import Permission
from rollbook.rules.marking import Outcome
from rollbook.rules.no_reason import ClockState
from rollbook.rules.reason_chase import ChaseStep
from rollbook.rules.refused import NotAllowed
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest, page

PAGE = 25
MOST_ROWS = 600
SHOWN: dict[str, tuple[str, Callable[[UnexplainedAbsence], bool]]] = {
    "": ("All", lambda _: True),
    "overdue": ("Overdue", lambda one: one.clock.state is ClockState.OVERDUE),
    "last-day": ("Last day", lambda one: one.clock.state is ClockState.LAST_DAY),
    "running": ("Running", lambda one: one.clock.state in (ClockState.RUNNING, ClockState.UNKNOWN)),
    "pause": ("Ends after a break", lambda one: one.pause is not None),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One session on the list, with the form that settles it (none for those who may not amend)."""

    absence: UnexplainedAbsence
    when: str
    tag: str
    tone: str
    until: str
    age: str
    tried: str
    url: str
    mark_url: str
    form: RowForm | None

    @property
    def code_label(self) -> str:
        return f"Code for {self.absence.pupil.name}, {self.when}"

    @property
    def reason_label(self) -> str:
        return f"Reason for {self.absence.pupil.name}, {self.when}"


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """A family with its sessions: whom to ring, what comes next, and what they have replied."""

    name: str
    forms: str
    ring: RingLine | None
    next: str
    is_due: bool
    replies: tuple[str, ...]
    rows: list[Row]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_WATCH_LISTS)
def no_reason(request: OfficeRequest) -> HttpResponseBase:
    """Every session that still stands as N, the oldest clock first, brothers and sisters together."""
    if request.method == "POST":
        return _settle(request)
    found = unexplained(request.actor)
    log_access(request.actor, what="absences without a reason", subject=f"school:{request.actor.school}")
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    chosen = tuple(u for u in found if SHOWN[show][1](u))
    if request.GET.get("as") == "csv":
        return _file(chosen)
    return _page(request, found, _families(request, found, chosen), show, None)


def _settle(request: OfficeRequest) -> HttpResponse:
    if not _may(request):
        raise NotAllowed("Your role does not include amending marks. Ask the attendance office.")
    forms = [RowForm(request.POST, prefix=f"r{n}") for n in range(MOST_ROWS) if f"r{n}-row" in request.POST]
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
    show = request.GET.get("show", "")
    answer = _page(request, found, _families(request, found, kept or found), show if show in SHOWN else "", by_row)
    answer.status_code = 422
    if not any(form.errors for form in forms):
        messages.info(request, "No row had a code, so nothing was changed.")
    return answer


def _families(
    request: OfficeRequest, found: Sequence[UnexplainedAbsence], chosen: Sequence[UnexplainedAbsence]
) -> Page[FamilyUnexplained]:
    """The families with one of the chosen absences, each with just these."""
    wanted = set(chosen)
    families = [
        replace(family, absences=tuple(a for a in family.absences if a in wanted))
        for family in families_unexplained(request.actor, found)
        if any(a in wanted for a in family.absences)
    ]
    return Paginator(families, PAGE).get_page(request.GET.get("page"))


def _page(
    request: OfficeRequest,
    found: Sequence[UnexplainedAbsence],
    listed: Page[FamilyUnexplained],
    show: str,
    sent: Mapping[str, RowForm] | None,
) -> HttpResponse:
    today = request.actor.today
    steps = reason_steps_on(request.actor, today).steps
    numbers = iter(range(MOST_ROWS))
    families = [_family(request, family, steps, sent, numbers) for family in listed]
    forms = [row.form for family in families for row in family.rows if row.form is not None]
    wrong = [form for form in forms if form.is_bound and form.errors]
    urgent = sum(u.is_urgent for u in found)
    values = {
        "page": {"title": "No reason", "sub": _sub(found)},
        "tabs": absence_tabs(request, "no-reason"),
        "states": _states(found, show),
        "families": families,
        "wrong": wrong,
        "form": wrong[0] if wrong else None,
        "listed": listed,
        "may": _may(request),
        "urgent": urgent if _may(request) else 0,
        "urgent_says": f"{count(urgent, 'session')} {'becomes' if urgent == 1 else 'become'} O",
        "pauses": clocks_say(runs_through(found, today)),
        "became": became_now(request),
        "chases": request.actor.may(Permission.SEND_MESSAGES),
        "csv": f"?{urlencode({'show': show, 'as': 'csv'})}",
        "codes": codes_in_order(today),
        "action": _here(request) if not request.GET else f"{_here(request)}?{request.GET.urlencode()}",
    }
    return render(request, "absence/unexplained.html", values)


def _family(
    request: OfficeRequest,
    family: FamilyUnexplained,
    steps: Sequence[ChaseStep],
    sent: Mapping[str, RowForm] | None,
    numbers: Iterator[int],
) -> FamilyRows:
    return FamilyRows(
        name=family_name(family.pupils),
        forms=forms_of(family.pupils),
        ring=family.ring,
        next=next_says(family, steps),
        is_due=family.next is not None and not family.held,
        replies=tuple(f"{wall_clock(r.came_at)}: “{r.words}” ({r.suggestion.says})" for r in family.replies),
        rows=[_row(request, one, _form(request, one, sent, next(numbers, 0)), family) for one in family.absences],
    )


def _form(
    request: OfficeRequest, absence: UnexplainedAbsence, sent: Mapping[str, RowForm] | None, number: int
) -> RowForm | None:
    if not _may(request):
        return None
    value = row_value(_open(absence))
    if sent is not None and value in sent:
        return sent[value]
    return RowForm(initial={"row": value}, prefix=f"r{number}")


def _open(absence: UnexplainedAbsence) -> OpenSession:
    return OpenSession(absence.pupil, absence.clock.session, absence.version)


def _row(request: OfficeRequest, absence: UnexplainedAbsence, form: RowForm | None, family: FamilyUnexplained) -> Row:
    session = absence.clock.session
    tag, tone = clock_tag(absence)
    due, today = absence.clock.due, request.actor.today
    acts = family.tried.get((absence.pupil.id, session), ())
    return Row(
        absence=absence,
        when=short_session(session, around=today),
        tag=tag,
        tone=tone,
        until=short_day(due, around=today) if due else "",
        age=f"{count(absence.age, 'school day')} old",
        tried="; ".join(tried_says(one, today) for one in acts),
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
        Tab(label, f"?show={key}" if key else "?", key == show, number)
        for key, (label, shows) in SHOWN.items()
        if (number := sum(shows(u) for u in found)) or key != "pause"
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
