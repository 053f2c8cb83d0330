"""Today: the attendance office's day in lanes, in the order in which it happens."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.words import count, short_day, wall_clock
from rollbook.audit.actions import log_access
from rollbook.home.queries import Moment, Stage, Today, today_of
from rollbook.home.views import lanes
from rollbook.home.views.starting import door_without_today, start_tabs
from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half
from rollbook.web.pages import OfficeRequest, is_partial, page

SHOWN_CLOCKS = 6
SHOWN_ROWS = 12
LANES = frozenset({"families", "clocks", "desk"})


@require_safe
@page()
def today(request: OfficeRequest) -> HttpResponseBase:
    """The day's lanes; people whose day starts elsewhere are sent there."""
    if not request.actor.may(Permission.SEE_TODAY):
        return HttpResponseRedirect(reverse(door_without_today(request.actor), kwargs={"school": request.school.slug}))
    values = _values(request, today_of(request.actor), whole=frozenset(request.GET.getlist("all")))
    if not is_partial(request):  # once for the page, not whenever it brings itself up to date
        log_access(request.actor, what="families to ring", subject=f"school:{request.actor.school}")
    return render(request, f"home/{'lanes' if is_partial(request) else 'today'}.html", values)


@require_safe
@page(Permission.SEE_TODAY)
def day_sheet(request: OfficeRequest) -> HttpResponseBase:
    """The day on paper: every lane with every line of it, for the drill, the power cut and the file."""
    found = today_of(request.actor)
    log_access(request.actor, what="families to ring", subject=f"school:{request.actor.school}")
    values = _values(request, found, whole=LANES)
    return render(request, "home/day_sheet.html", values)


def _values(request: OfficeRequest, found: Today, whole: frozenset[str]) -> dict[str, Any]:
    """`whole` names the lanes that are shown with every line."""
    moment = found.moment
    school = {"school": request.school.slug}
    return {
        "page": {"title": _title(moment), "printed": f"{_title(moment)}, {wall_clock(moment.now)}"},
        "tabs": start_tabs(request, "home:today"),
        "clock": lanes.clock_line(found),
        "moment": moment,
        "meets": moment.stage is not Stage.NO_SCHOOL,
        "begun": moment.stage not in (Stage.NO_SCHOOL, Stage.BEFORE),
        "may_settle": request.actor.may(Permission.AMEND_MARKS),
        "since": short_day(moment.before) if moment.before else "",
        "crossed_title": f"Crossed a line since {short_day(moment.before)}" if moment.before else "Crossed a line",
        "list_url": reverse("absence:list", kwargs=school),
        "sheet_url": reverse("home:day-sheet", kwargs=school),
        "missing_url": reverse("site:missing", kwargs=school),
        "roll_url": reverse("site:on-site", kwargs=school),
        "visits_url": reverse("absence:visits", kwargs=school),
        "police_url": reverse("site:police", kwargs=school),
        "alarms": found.alarms,
        "overnight": lanes.overnight(request, found),
        "registers": [lanes.register_lane(request, found, half) for half in Half],
        "next_step": _next_step(found),
        "desk": lanes.at_desk(request, found, whole="desk" in whole),
        "mine": lanes.waiting_on_me(request, found),
        "end": lanes.end_of_day(request, found),
        **_absences(request, found, whole),
        **_clocks(request, found, whole),
        "query": urlencode([("all", name) for name in sorted(whole & LANES)]),
        "crossed": lanes.cross_rows(request, found.crossed, lanes.suggested_acts(request, found.suggested)),
        "cases_url": reverse("cases:list", kwargs=school),
        "sees_cases": request.actor.may(Permission.SEE_CASES),
        "moves": lanes.move_rows(request, found),
    }


def _title(moment: Moment) -> str:
    return f"{moment.on:%A} {moment.on.day} {moment.on:%B}"


def _absences(request: OfficeRequest, found: Today, whole: frozenset[str]) -> dict[str, Any]:
    shown = len(found.families) if "families" in whole else SHOWN_ROWS
    families = lanes.family_rows(request, found, shown)
    pupils = sum(len(f.pupils) for f in found.families)
    due = [count(len(found.families), "family", "families")] if families else []
    gone = sum(any(m.was_in_before for m in f.pupils) for f in found.families)
    if gone:
        due.insert(0, f"{gone} missing since this morning")
    return {
        "first": lanes.first_rows(request, found),
        "morning": lanes.morning_rows(request, found),
        "families": families,
        "more_families": max(0, len(found.families) - shown),
        "family_pupils": pupils,
        "families_due": " · ".join(due),
        "families_done": _families_done(found),
        "tell_url": _tell_url(request, found),
    }


def _families_done(found: Today) -> str:
    """What the lane says on one line when it is empty."""
    if found.first:
        return "Nobody besides those above."
    if found.waiting:
        return "Nobody so far. Registers still to come in may add some."
    last = found.last_saved.get(found.moment.half)
    done = f"All done {wall_clock(last)}. " if last else ""
    return f"{done}Every absence of this session has its reason."


def _tell_url(request: OfficeRequest, found: Today) -> str:
    """Where families are texted, for who may and while somebody is still to be told."""
    pupils = [m.pupil.id for family in found.families for m in family.pupils]
    if not request.actor.may(Permission.SEND_MESSAGES) or all(found.says_of(pupil)[0] for pupil in pupils):
        return ""
    half = found.moment.half.name.lower()
    return reverse("absence:first-day", kwargs={"school": request.school.slug, "half": half})


def _next_step(found: Today) -> str:
    """What comes next when every register is in: the first lane that still wants something."""
    if found.first:
        return f"{count(len(found.first), 'pupil')} who must be seen first"
    if found.families:
        return f"{count(sum(len(f.pupils) for f in found.families), 'pupil')} without a reason"
    if any(clocks.due for clocks in found.clocks):
        return "absences whose clock ends today"
    return ""


def _clocks(request: OfficeRequest, found: Today, whole: frozenset[str]) -> dict[str, Any]:
    due = [c for c in found.clocks if c.due]
    shown = len(due) if "clocks" in whole else SHOWN_CLOCKS
    coming = [c for c in found.clocks if not c.due]
    sessions = sum(len(c.due) for c in due)
    told = [f"{count(sessions, 'session')} of {count(len(due), 'pupil')} due"] if due else []
    if coming:
        told.append(f"{count(len(coming), 'pupil')} with days left")
    trips = lanes.trip_lines(request, found.trips)
    most = len(found.cases) if "clocks" in whole else SHOWN_CLOCKS
    if found.cases:
        told.append(count(len(found.cases), "case"))
    return {
        "clocks": lanes.clock_rows(request, due[:shown]),
        "trips": trips,
        "cases": lanes.case_rows(request, found.cases[:most]),
        "more_cases": max(0, len(found.cases) - most),
        "more_clocks": max(0, len(due) - shown),
        "clocks_count": len(due) + len(trips) + len(found.cases),
        "clocks_due": " · ".join(told),
        "coming": len(coming),
    }
