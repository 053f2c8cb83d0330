"""A head of year's first page: the own years now."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries import Family
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, family_name, forms_of
from rollbook.home.queries import moment_of
from rollbook.home.queries.roles import YearDay, year_day
from rollbook.home.views.lanes.crossed import cross_rows
from rollbook.home.views.lanes.rows import Lane, Line
from rollbook.home.views.roles.shared import clocks_lane, open_act, role_page, tasks_lane
from rollbook.rules.access import Permission
from rollbook.web.components.layout import Figure
from rollbook.web.pages import OfficeRequest, page

SHOWN = 12
NO_YEAR = "No year is yours. The person who manages staff accounts names the years of a head of year."


@require_safe
@page(Permission.SEE_WATCH_LISTS)
def my_years(request: OfficeRequest) -> HttpResponse:
    """The years that this person heads: missing, without a reason, over a line, unsettled."""
    if not request.actor.nc_years:
        values = role_page(request, "home:my-years", "My years", moment_of(request.actor))
        return render(request, "home/role.html", {**values, "nothing": NO_YEAR})
    found = year_day(request.actor)
    years = " and ".join(f"Year {year}" for year in found.years)
    values = role_page(request, "home:my-years", years, found.moment)
    values |= {"figures": _figures(request, found), "lanes": _lanes(request, found)}
    return render(request, "home/role.html", values)


def _figures(request: OfficeRequest, found: YearDay) -> list[Figure]:
    board = reverse("registers:board", kwargs={"school": request.school.slug})
    rows = found.registers
    absent, size = sum(row.absent for row in rows), sum(row.size for row in rows)
    taken = sum(row.marked == row.size for row in rows)
    late = sum(row.late for row in rows)
    return [
        Figure(
            "Registers in", f"{taken} of {len(rows)}", f"{count(len(found.board.waiting), 'is', 'are')} late", board
        ),
        Figure("Absent", str(absent), f"of {count(size, 'pupil')}"),
        Figure("Late", str(late), "this session"),
    ]


def _lanes(request: OfficeRequest, found: YearDay) -> list[Lane]:
    crossed = cross_rows(request, found.crossed)
    return [
        Lane(
            "lane-missing",
            "Missing",
            _families(request, found.missing),
            hot=True,
            due="in this morning, not here now",
            done="Nobody who was in is missing.",
        ),
        Lane(
            "lane-no-reason",
            "No reason yet",
            _families(request, found.without_reason),
            done="Every absence has its reason.",
        ),
        Lane(
            "lane-crossed",
            "Crossed a line",
            tuple(
                Line(
                    f"cross-{n}",
                    pupil=row.pupil,
                    forms=row.forms,
                    says=row.says,
                    acts=open_act("Show the sessions", row.url, row.pupil.name),
                )
                for n, row in enumerate(crossed)
            ),
            done="Nobody since the last school day.",
        ),
        clocks_lane(request, found.unsettled, SHOWN),
        tasks_lane(request, found.tasks),
    ]


def _families(request: OfficeRequest, families: Iterable[Family]) -> tuple[Line, ...]:
    return tuple(_family(request, family) for family in families)


def _family(request: OfficeRequest, family: Family) -> Line:
    pupils = [m.pupil for m in family.pupils]
    ring = (
        f"{family.ring.says} · {family.ring.name} ({family.ring.relationship.lower()})"
        if family.ring
        else "No number that works"
    )
    acts = tuple(act for p in pupils for act in open_act("Open", pupil_url(request, p.public_id), p.name))
    return Line(f"family-{pupils[0].public_id}", family_name(pupils), forms=forms_of(pupils), about=ring, acts=acts)
