"""Today: the attendance office's day in lanes, in the order in which it happens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries import Arrival
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, short_day, span, wall_clock
from rollbook.audit.actions import log_access
from rollbook.home.queries import Stage, Today, today_of
from rollbook.home.views import lanes
from rollbook.registers.queries import RegisterState
from rollbook.rules.access import Permission
from rollbook.rules.codes import in_force
from rollbook.site.queries import police_waiting
from rollbook.web.marks import MarkBox
from rollbook.web.pages import OfficeRequest, is_partial, page

_S = RegisterState
SHOWN_CLOCKS = 6
SHOWN_ROWS = 12


@require_safe
@page()
def today(request: OfficeRequest) -> HttpResponseBase:
    """The day's lanes; people whose day starts elsewhere are sent there."""
    if not request.actor.may(Permission.SEE_TODAY):
        return HttpResponseRedirect(_start(request))
    values = _values(request, today_of(request.actor))
    if not is_partial(request):  # once for the page, not whenever it brings itself up to date
        log_access(request.actor, what="families to ring", subject=f"school:{request.actor.school}")
    return render(request, f"home/{'lanes' if is_partial(request) else 'today'}.html", values)


def _start(request: OfficeRequest) -> str:
    """Where this person's day starts: their registers, the board, the pupils, or the watch lists."""
    doors = (
        (Permission.TAKE_OWN_REGISTERS, "registers:mine"),
        (Permission.SEE_BOARD, "registers:board"),
        (Permission.SEE_ALL_PUPILS, "home:pupils"),
    )
    name = next((name for permission, name in doors if request.actor.may(permission)), "home:pupils")
    return reverse(name, kwargs={"school": request.school.slug})


def _values(request: OfficeRequest, found: Today) -> dict[str, Any]:
    moment = found.moment
    return {
        "page": {"title": f"{moment.on:%A} {moment.on.day} {moment.on:%B}"},
        "clock": lanes.clock_line(found),
        "moment": moment,
        "meets": moment.stage is not Stage.NO_SCHOOL,
        "begun": moment.stage not in (Stage.NO_SCHOOL, Stage.BEFORE),
        "over": moment.stage is Stage.OVER,
        "may_settle": request.actor.may(Permission.AMEND_MARKS),
        "since": short_day(moment.before) if moment.before else "",
        "crossed_title": f"Crossed a line since {short_day(moment.before)}" if moment.before else "Crossed a line",
        "board_url": reverse("registers:board", kwargs={"school": request.school.slug}),
        "list_url": reverse("absence:list", kwargs={"school": request.school.slug}),
        **_registers(request, found),
        **_absences(request, found),
        **_clocks(request, found),
        "crossed": lanes.cross_rows(request, found.crossed),
        "moves": lanes.move_rows(request, found),
        "police": police_waiting(request.actor),
        "police_url": reverse("site:police", kwargs={"school": request.school.slug}),
        "movements": _movements(found),
    }


def _registers(request: OfficeRequest, found: Today) -> dict[str, Any]:
    if found.board is None:
        return {"waiting": [], "taken": []}
    late = found.board.waiting
    others = [r for r in found.board.rows if r.state in (_S.OPEN, _S.NOT_OPEN)]
    taken = [r for r in found.board.rows if r.state is _S.TAKEN]
    overdue = max((r.overdue for r in late if r.overdue is not None), default=None)
    parts = [f"{len(taken)} of {len(found.board.rows)} in"]
    if overdue is not None:
        parts.append(f"oldest {span(overdue)} late")
    moments = [r.taken_at for r in taken if r.taken_at is not None]
    return {
        "waiting": lanes.register_cells(request, [*late, *others], found.moment),
        "taken": lanes.register_cells(request, taken, found.moment),
        "late": len(late),
        "registers": len(found.board.rows),
        "registers_due": " · ".join(parts) if found.board.rows else "",
        "last_in": wall_clock(max(moments)) if moments else "",
    }


def _absences(request: OfficeRequest, found: Today) -> dict[str, Any]:
    families = lanes.family_rows(request, found)
    first = lanes.first_rows(request, found)
    arrivals = [_arrival(request, arrival, found) for arrival in found.arrivals]
    pupils = sum(len(f.pupils) for f in found.families)
    due = [count(len(families), "family", "families")] if families else []
    gone = sum(any(m.was_in_before for m in f.pupils) for f in found.families)
    if gone:
        due.insert(0, f"{gone} missing since this morning")
    return {
        "first": first,
        "morning": lanes.morning_rows(request, found),
        "families": families[:SHOWN_ROWS],
        "more_families": families[SHOWN_ROWS:],
        "family_pupils": pupils,
        "families_due": " · ".join(due),
        "tell_url": _tell_url(request, found),
        "arrivals": arrivals[:SHOWN_ROWS],
        "more_arrivals": arrivals[SHOWN_ROWS:],
        "arrivals_count": len(arrivals),
        "arrivals_due": _late_words(found),
        "next_step": _next_step(found),
    }


def _tell_url(request: OfficeRequest, found: Today) -> str:
    """Where families are texted, for who may and while somebody is still to be told."""
    pupils = [m.pupil.id for family in found.families for m in family.pupils]
    if not request.actor.may(Permission.SEND_MESSAGES) or all(pupil in found.told for pupil in pupils):
        return ""
    half = found.moment.half.name.lower()
    return reverse("absence:first-day", kwargs={"school": request.school.slug, "half": half})


def _arrival(request: OfficeRequest, arrival: Arrival, found: Today) -> dict[str, Any]:
    code = in_force(found.moment.on)[arrival.code]
    return {
        "name": arrival.pupil.name,
        "forms": arrival.pupil.registration,
        "url": pupil_url(request, arrival.pupil.public_id),
        "box": MarkBox.of(code, minutes=arrival.minutes),
    }


def _late_words(found: Today) -> str:
    after = sum(a.after_close for a in found.arrivals)
    half = found.moment.half.label
    return f"{half} · {after} after the close" if after else half


def _next_step(found: Today) -> str:
    """What comes next when every register is in: the first lane that still wants something."""
    if found.first:
        return f"{count(len(found.first), 'pupil')} who must be seen first"
    if found.families:
        return f"{count(sum(len(f.pupils) for f in found.families), 'pupil')} without a reason"
    if any(clocks.due for clocks in found.clocks):
        return "absences whose clock ends today"
    return ""


def _clocks(request: OfficeRequest, found: Today) -> dict[str, Any]:
    due = [c for c in found.clocks if c.due]
    coming = [c for c in found.clocks if not c.due]
    sessions = sum(len(c.due) for c in due)
    told = [f"{count(sessions, 'session')} of {count(len(due), 'pupil')} due"] if due else []
    if coming:
        told.append(f"{count(len(coming), 'pupil')} with days left")
    return {
        "clocks": lanes.clock_rows(request, due[:SHOWN_CLOCKS]),
        "more_clocks": max(0, len(due) - SHOWN_CLOCKS),
        "clocks_count": len(due),
        "clocks_due": " · ".join(told),
        "coming": len(coming),
    }


def _movements(found: Today) -> str:
    new, leaving = len(found.movements.new), len(found.movements.leaving)
    parts = [count(new, "starter")] if new else []
    return " · ".join([*parts, count(leaving, "leaver")] if leaving else parts)
