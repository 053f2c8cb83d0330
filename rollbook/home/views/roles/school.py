"""The head's first page: five numbers with a reason each, the exceptions, and who is unaccounted for now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries import Crossed, WatchFilters, crossed_since, watch_list
from rollbook.absence.words import count, span, wall_clock
from rollbook.audit.actions import log_access
from rollbook.home.queries.roles import SchoolNow, school_now
from rollbook.home.views.lanes.crossed import cross_rows
from rollbook.home.views.lanes.rows import Lane, Line
from rollbook.home.views.roles.shared import link, open_act, role_page
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.web.components.layout import Figure
from rollbook.web.pages import OfficeRequest, page

SHOWN = 15


@require_safe
@page(Permission.SEE_RECORD)
def school_page(request: OfficeRequest) -> HttpResponse:
    """The school now, for its head and leaders."""
    actor = request.actor
    actor.require(Permission.SEE_TODAY)
    found = school_now(actor)
    moment = found.moment
    crossed = crossed_since(actor, moment.before) if moment.before and moment.policy else ()
    log_access(actor, what="who is unaccounted for", subject=f"school:{actor.school}")
    values = role_page(request, "home:school", "The school now", moment)
    values |= {
        "figures": _figures(request, found, len(watch_list(actor, WatchFilters()))),
        "lanes": [_unaccounted(request, found), _late(request, found), _crossed(request, crossed)],
    }
    return render(request, "home/role.html", values)


def _figures(request: OfficeRequest, found: SchoolNow, persistent: int) -> list[Figure]:
    school = {"school": request.school.slug}
    half = found.moment.half.label
    watch = f"{reverse('home:watch', kwargs=school)}?band=persistent"
    return [
        Figure(
            "Present", found.share or "no marks yet", f"{found.present} here, {found.late} of them late, this {half}"
        ),
        Figure(
            "Registers in",
            f"{found.taken} of {len(found.board.rows)}",
            f"{found.overdue} late",
            reverse("registers:board", kwargs=school),
        ),
        Figure("Away, known why", str(found.known), "the reason is in the register"),
        Figure(
            "Unaccounted for",
            str(len(found.unaccounted)),
            f"{found.no_reason} without a reason, the others without a mark",
        ),
        Figure("Persistently absent", str(persistent), "10 % of their own sessions or more, this year", watch),
    ]


def _unaccounted(request: OfficeRequest, found: SchoolNow) -> Lane:
    lines = tuple(
        Line(f"who-{p.public_id}", pupil=link(request, p), forms=p.registration)
        for p in pupil_lines(request.actor, found.unaccounted, found.moment.on)[:SHOWN]
    )
    more = len(found.unaccounted) - len(lines)
    return Lane(
        "lane-unaccounted",
        "Unaccounted for now",
        lines,
        count=len(found.unaccounted),
        hot=True,
        due="no reason known, or no mark though the register has closed",
        more_url=reverse("home:today", kwargs={"school": request.school.slug}) if more > 0 else "",
        more_says=f"{more} more: see Today",
        done="Everybody is accounted for.",
    )


def _late(request: OfficeRequest, found: SchoolNow) -> Lane:
    url = reverse("registers:board", kwargs={"school": request.school.slug})
    lines = tuple(
        Line(
            key=f"late-{row.group.public_id}",
            title=row.group.name,
            says=row.group.staff_names or "no teacher named",
            about=f"{span(row.overdue)} late"
            if row.overdue
            else (f"closed {wall_clock(row.closes)}" if row.closes else ""),
            acts=open_act("Open", url, row.group.name),
        )
        for row in found.board.waiting
    )
    return Lane(
        "lane-late", "Registers overdue", lines, hot=True, done=f"{count(found.taken, 'register')} in, none overdue."
    )


def _crossed(request: OfficeRequest, crossed: tuple[Crossed, ...]) -> Lane:
    lines = tuple(
        Line(
            f"cross-{n}",
            pupil=row.pupil,
            forms=row.forms,
            says=row.says,
            acts=open_act("Show the sessions", row.url, row.pupil.name),
        )
        for n, row in enumerate(cross_rows(request, crossed))
    )
    return Lane("lane-crossed", "Crossed a line", lines, done="Nobody since the last school day.")
