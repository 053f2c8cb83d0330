"""Everybody's day on one page: the grid of pupils by AM, periods and PM."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access
from rollbook.pupils.queries.groups import year_order
from rollbook.registers.forms import DayForm
from rollbook.registers.queries.day_grid import DayCell, DayGrid, DayRow, Only, day_grid
from rollbook.registers.views.addresses import mark_url
from rollbook.registers.views.boards import neighbours
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.web.components.tables import Chip
from rollbook.web.marks import MarkKind, kind_of
from rollbook.web.pages import OfficeRequest, page

_LABELS = {
    Only.GAP: "With a gap",
    Only.ABSENCE: "With an absence",
    Only.LATE: "With a lateness",
    Only.CONFLICT: "Marks that disagree",
}
_STAND_IN = uuid.UUID(int=0)
_NONE = SafeString('<td class="dg-none"></td>')
_OPEN = SafeString('<td class="dg-open"><span class="rb-hidden">not marked yet</span></td>')


class ScopeForm(DayForm):
    """A day, and whose rows: a year group, a form (by public id), and what they are picked out for."""

    year = forms.CharField(required=False, max_length=2)
    form = forms.UUIDField(required=False)
    only = forms.ChoiceField(required=False, choices=[("", "Everybody"), *((o.value, _LABELS[o]) for o in Only)])


@require_safe
@page(Permission.SEE_BOARD)
def grid(request: OfficeRequest) -> HttpResponse:
    """Everybody's day; only for who sees every pupil, and noted as opened."""
    request.actor.require(Permission.SEE_ALL_PUPILS)
    form = ScopeForm(request.GET, today=request.actor.today)
    form.is_valid()
    given = form.cleaned_data
    on: date = given.get("on") or request.actor.today
    year, group, only = given.get("year", ""), given.get("form"), given.get("only", "")
    found = day_grid(request.actor, on, nc_year=year, form=group)
    rows = found.only(Only(only) if only else None)
    log_access(request.actor, what="the day grid", subject=f"day:{on.isoformat()}")
    draw = _Drawing(request, on)
    values = {
        "page": {"title": "Day grid", "sub": in_words(on), "wide": True},
        "tabs": office_tabs(request, "day-grid"),
        "form": form,
        "typed": request.GET.get("on", "") if "on" in form.errors else f"{on:%d/%m/%Y}",
        "years": [
            (y, f"Year {y}", y == year)
            for y in sorted({g.nc_year for g in found.groups if g.nc_year and g.size}, key=year_order)
        ],
        "forms": [(str(g.public_id), g.name, g.public_id == group) for g in found.groups if g.size],
        "only": only,
        "picks": _picks(request.GET, found, only),
        "chips": _chips(request.GET, found, year, group, only),
        "days": _days(request, on),
        "grid": found,
        "number": len(rows),
        "rows": format_html_join("", "{}", ((draw.row(row),) for row in rows)),
        "totals": found.totals(),
        "late": sum(row.late for row in found.rows),
    }
    return render(request, "registers/day_grid.html", values)


class _Drawing:
    """Rows as HTML: 13,500 cells, so what is alike is written once."""

    def __init__(self, request: OfficeRequest, on: date) -> None:
        school = request.school.slug
        self._codes = in_force(on)
        self._halves = {half: mark_url(request, _STAND_IN, Session(on, half)) for half in Half}
        day = {"school": school, "on": on.isoformat()}
        self._pupil = reverse("registers:pupil-day", kwargs={**day, "pupil": _STAND_IN})
        self._lesson = reverse("registers:lesson", kwargs={**day, "lesson": _STAND_IN})
        self._drawn: dict[DayCell, SafeString] = {}

    def row(self, row: DayRow) -> SafeString:
        who = str(row.pupil.public_id)
        first, *lessons, last = row.cells
        return format_html(
            '<tr><th scope="row"><a href="{}"><bdi>{}</bdi></a> <span class="rb-soft">{}</span></th>{}{}{}'
            '<td class="rb-num">{}</td></tr>',
            self._pupil.replace(str(_STAND_IN), who),
            row.pupil.listed_name,
            row.pupil.registration,
            self._half(first, Half.AM, who),
            SafeString("".join([self._lesson_cell(cell) for cell in lessons])),
            self._half(last, Half.PM, who),
            row.late or "",
        )

    def _half(self, cell: DayCell | None, half: Half, who: str) -> SafeString:
        if cell is None:
            return _NONE
        return self._linked(cell, self._halves[half].replace(str(_STAND_IN), who))

    def _lesson_cell(self, cell: DayCell | None) -> SafeString:
        if cell is None:
            return _NONE
        found = self._drawn.get(cell)
        if found is None:
            found = self._drawn[cell] = self._lesson_drawn(cell)
        return found

    def _lesson_drawn(self, cell: DayCell) -> SafeString:
        """What is plain is a letter; what asks for somebody leads to the lesson's register."""
        code = self._codes.get(cell.code)
        if not cell.code and not cell.gap:
            return _OPEN
        if _is_plain(cell, code):
            return format_html('<td title="{}">{}</td>', code.name if code else "", cell.code)
        return self._linked(cell, self._lesson.replace(str(_STAND_IN), str(cell.lesson)))

    def _linked(self, cell: DayCell, url: str) -> SafeString:
        code = self._codes.get(cell.code)
        if not cell.code:
            looks, letter, says = ("rb-code dg-gap", "?", "no mark") if cell.gap else ("dg-unmarked", "·", "not yet")
        elif _is_plain(cell, code):
            return format_html(
                '<td><a class="dg-plain" href="{}" title="{}">{}</a></td>', url, code.name if code else "", cell.code
            )
        else:
            looks, letter, says = _looks(cell, code), cell.code, _says(cell, code)
        return format_html(
            '<td><a class="{}" href="{}" title="{}">{}<span class="rb-hidden"> {}</span></a></td>',
            looks,
            url,
            says,
            letter,
            says,
        )


def _is_plain(cell: DayCell, code: Code | None) -> bool:
    return kind_of(code) is MarkKind.PRESENT and not cell.disagrees and cell.minutes is None


def _looks(cell: DayCell, code: Code | None) -> str:
    return f"rb-code rb-code--{kind_of(code).value}{' rb-code--conflict' if cell.disagrees else ''}"


def _says(cell: DayCell, code: Code | None) -> str:
    parts = [code.name if code else "", f"{cell.minutes} minutes late" if cell.minutes is not None else ""]
    return ", ".join(part for part in (*parts, "disagrees" if cell.disagrees else "") if part)


def _picks(asked: QueryDict, found: DayGrid, only: str) -> list[tuple[str, str, int, bool]]:
    everybody = ("Everybody", _address(asked, only=""), len(found.rows), not only)
    return [everybody, *((_LABELS[o], _address(asked, only=o.value), found.count(o), only == o.value) for o in Only)]


def _chips(asked: QueryDict, found: DayGrid, year: str, group: uuid.UUID | None, only: str) -> list[Chip]:
    named = next((g.name for g in found.groups if g.public_id == group), "another form") if group else ""
    on = {"year": f"Year {year}" if year else "", "form": named, "only": _LABELS[Only(only)] if only else ""}
    return [Chip(says, _address(asked, **{name: ""})) for name, says in on.items() if says]


def _days(request: OfficeRequest, on: date) -> Iterable[tuple[str, str, str]]:
    days = neighbours(request, on)
    asked = (("prev", "Day before", days.before), ("next", "Day after", days.after))
    return [
        (rel, label, office_url(request, "day-grid", _address(request.GET, on=day.isoformat())))
        for rel, label, day in asked
        if day
    ]


def _address(asked: QueryDict, **changed: str) -> str:
    kept: Mapping[str, str] = {name: asked.get(name, "") for name in ("on", "year", "form", "only")} | changed
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"
