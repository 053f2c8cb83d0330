"""The grid of a week: filled by keyboard, mouse or paste, looked at before it is entered, taken back in one step."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import pupil_lines
from rollbook.registers.actions.bulk import Cell, enter_cells, preview_cells, reverse_bulk
from rollbook.registers.actions.many import BatchOutcome
from rollbook.registers.bulk_forms import column_of, read_grid, read_shown, write_shown
from rollbook.registers.forms import LONGEST_NOTE
from rollbook.registers.queries.grid import GridRow, WeekGrid, monday_of, recent_bulk, week_grid
from rollbook.registers.queries.weighing import Weighed
from rollbook.registers.views.addresses import clock, short_day
from rollbook.registers.views.office import every_group, office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.codes import in_force
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.web.marks import EMPTY_BOX, MarkBox
from rollbook.web.pages import OfficeRequest, page

MOST_SHOWN = 40
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """A session of the grid."""

    key: str
    day: str
    half: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be entered, and why."""

    who: str
    when: str
    code: str
    says: str


@require_safe
@page(Permission.AMEND_MARKS)
def bulk(request: OfficeRequest) -> HttpResponse:
    """A group's week as a grid, or the groups to choose from."""
    monday = monday_of(request.GET.get("week", ""), request.actor.today)
    if not request.GET.get("group"):
        return _choose(request, monday)
    group = _uuid(request.GET["group"])
    grid = week_grid(request.actor, group, monday)
    log_access(request.actor, what="the grid of a week", subject=f"group:{group}")
    return render(request, "registers/bulk.html", _grid_values(request, grid))


@require_POST
@page(Permission.AMEND_MARKS)
def preview(request: OfficeRequest) -> HttpResponse:
    """What entering the cells would do, counted by what gives way; nothing is stored yet."""
    replace, note = bool(request.POST.get("replace")), request.POST.get("note", "")[:LONGEST_NOTE]
    rows = preview_cells(request.actor, read_grid(request.POST), replace=replace, note=note)
    fills = Counter(r.decision.now for r in rows if r.outcome is Outcome.STORED and not r.stood)
    over = Counter((r.decision.was, r.decision.now) for r in rows if r.outcome is Outcome.STORED and r.stood)
    cells = [
        Cell(r.decision.pupil, r.session, r.decision.now, r.wanted.entry.seen)
        for r in rows
        if r.outcome is Outcome.STORED
    ]
    values = {
        "page": {"title": "Look before it is entered", "back": _back(request), "back_label": "The grid"},
        "fills": sorted(fills.items()),
        "over": sorted(over.items(), key=str),
        "overwritten": sum(over.values()),
        "left": sum(r.outcome is Outcome.UNCHANGED for r in rows),
        "refusals": _refusals(request, rows),
        "refused": sum(r.outcome is Outcome.REFUSED for r in rows),
        "number": len(cells),
        "number_says": str(len(cells)),
        "cells": write_shown(cells),
        "kept": {n: request.POST.get(n, "") for n in ("group", "week")} | {"note": note},
        "replace": replace,
        "save_id": uuid.uuid4(),
        "enter_url": office_url(request, "bulk-enter"),
    }
    return render(request, "registers/bulk_preview.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def enter(request: OfficeRequest) -> HttpResponse:
    """Enter the cells as the preview showed them."""
    replace, reason = bool(request.POST.get("replace")), request.POST.get("reason", "")[:LONGEST_NOTE]
    if replace and request.POST.get("overwritten", "0") != "0" and not reason.strip():
        raise Refused("Write the reason: marks that stand are changed, and the reason is kept with them.", rule="REG-7")
    done = enter_cells(
        request.actor,
        save_id=_uuid(request.POST.get("save_id", "")),
        cells=read_shown(request.POST),
        replace=replace,
        reason=reason,
        note=request.POST.get("note", "")[:LONGEST_NOTE],
    )
    messages.info(request, _said(done))
    return HttpResponseRedirect(_back(request), status=303)


@require_POST
@page(Permission.AMEND_MARKS)
def reverse(request: OfficeRequest) -> HttpResponse:
    """Take a whole bulk entry back."""
    save_id = _uuid(request.POST.get("save_id", ""))
    done = reverse_bulk(request.actor, save_id=save_id, reason=request.POST.get("reason", "")[:LONGEST_NOTE])
    messages.info(request, f"Taken back: {_marks(done.count(Outcome.STORED))} as before. Both stay in the record.")
    return HttpResponseRedirect(_back(request), status=303)


def _said(done: BatchOutcome) -> str:
    if done.repeated:
        return "These marks were entered already; nothing was changed twice."
    parts = [f"{_marks(done.count(Outcome.STORED))} entered"]
    if done.amended:
        parts.append(f"{done.amended} of them changed what stood")
    if conflicts := done.count(Outcome.CONFLICT):
        parts.append(f"{conflicts} left, because somebody changed them meanwhile")
    if refused := done.count(Outcome.REFUSED):
        parts.append(f"{refused} refused")
    return "; ".join(parts) + "."


def _marks(number: int) -> str:
    return f"{number} mark{'' if number == 1 else 's'}"


def _refusals(request: OfficeRequest, rows: Sequence[Weighed]) -> list[Refusal]:
    refused = [r for r in rows if r.outcome is Outcome.REFUSED][:MOST_SHOWN]
    ids = ids_of(request.actor, {r.decision.pupil for r in refused})
    names = {
        str(p.public_id): p.listed_name for p in pupil_lines(request.actor, tuple(ids.values()), request.actor.today)
    }
    return [
        Refusal(
            names.get(r.decision.pupil, ""),
            f"{short_day(r.session.on)}, {r.session.half.label}",
            r.decision.now,
            r.decision.says,
        )
        for r in refused
    ]


def _grid_values(request: OfficeRequest, grid: WeekGrid) -> dict[str, object]:
    known = in_force(grid.monday)
    codes = [c for c in known.values() if c.enterable and c.halves != frozenset({Half.PM})]
    query = f"?group={grid.group.public_id}&week="
    return {
        "page": {
            "title": f"Grid: {grid.group.name}",
            "sub": f"Week of {short_day(grid.monday)} {grid.monday.year}",
            "wide": True,
        },
        "tabs": office_tabs(request, "bulk"),
        "columns": [_column(session) for session in grid.sessions],
        "rows": [(row.pupil, _cells(row, grid.sessions)) for row in grid.rows],
        "codes": [(c.symbol, c.name if c.symbol != "/" else "Present") for c in codes],
        "symbols": " ".join(c.symbol for c in codes),
        "group": grid.group.public_id,
        "week": grid.monday.isoformat(),
        "weeks": [
            ("prev", "← Week before", query + (grid.monday - A_WEEK).isoformat()),
            ("next", "Week after →", query + (grid.monday + A_WEEK).isoformat()),
        ],
        "choose_url": office_url(request, "bulk", f"?week={grid.monday.isoformat()}"),
        "preview_url": office_url(request, "bulk-preview"),
        "reverse_url": office_url(request, "bulk-reverse"),
        "recent": [(one, f"{short_day(one.at.date())} {clock(one.at)}") for one in recent_bulk(request.actor)],
    }


def _column(session: Session) -> Column:
    return Column(column_of(session), f"{session.on:%a} {session.on.day}", session.half.name)


def _cells(row: GridRow, sessions: Sequence[Session]) -> list[tuple[str, MarkBox]]:
    return [
        (column_of(s), MarkBox.of(in_force(s.on)[code]) if code else EMPTY_BOX)
        for s, code in zip(sessions, row.codes, strict=True)
    ]


def _choose(request: OfficeRequest, monday: date) -> HttpResponse:
    groups = every_group(request.actor, monday)
    query = f"&week={monday.isoformat()}"
    values = {
        "page": {"title": "Grid of a week"},
        "tabs": office_tabs(request, "bulk"),
        "groups": [(g.name, g.size, office_url(request, "bulk", f"?group={g.public_id}{query}")) for g in groups],
    }
    return render(request, "registers/bulk_for.html", values)


def _back(request: OfficeRequest) -> str:
    group, week = request.POST.get("group", ""), request.POST.get("week", "")
    monday = monday_of(week, request.actor.today)
    return office_url(request, "bulk", f"?group={_uuid(group)}&week={monday.isoformat()}")


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as bad:
        raise NotFound("There is no such group or entry in this school.") from bad
