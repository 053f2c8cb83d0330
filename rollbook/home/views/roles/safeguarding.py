"""The safeguarding lead's first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.queries.visits import OutLine, VisitLine
from rollbook.absence.words import count, family_name, forms_of, short_day, span, wall_clock
from rollbook.audit.actions import log_access
from rollbook.home.queries.roles import Safeguarding, safeguarding
from rollbook.home.queries.seen_first import SeenFirst
from rollbook.home.views.lanes.rows import Lane, Line
from rollbook.home.views.roles.shared import link, open_act, role_page
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.HOLD_CONTACT)
def safeguarding_page(request: OfficeRequest) -> HttpResponse:
    """Who must be seen first, who cannot be reached, where contact is held, who is out on a visit."""
    found = safeguarding(request.actor)
    log_access(request.actor, what="safeguarding page", subject=f"school:{request.actor.school}")
    values = role_page(request, "home:safeguarding", "Safeguarding", found.moment, alarms=found.alarms)
    values["lanes"] = _lanes(request, found)
    return render(request, "home/role.html", values)


def _lanes(request: OfficeRequest, found: Safeguarding) -> list[Lane]:
    unreachable = tuple(
        Line(f"unreachable-{p.public_id}", pupil=link(request, p), forms=p.registration, says=state.says.capitalize())
        for p, state in found.unreachable
    )
    holds = tuple(
        Line(
            key=f"hold-{hold.public_id}",
            pupil=link(request, pupil),
            forms=pupil.registration,
            says=f"Since {short_day(hold.first)}"
            + (f", until {short_day(hold.last)}" if hold.last else ", without an end"),
            about=("with everybody" if hold.contact is None else "with one contact") + f", by {hold.by_name}",
        )
        for pupil, hold in found.holds
    )
    out = tuple(_out(request, one) for one in found.visits.out)
    asked = tuple(_asked(request, one) for one in found.visits.asked)
    return [
        Lane(
            "lane-first",
            "Must be seen first",
            tuple(_first(request, one) for one in found.first),
            hot=True,
            due="nobody has seen them",
            done="Every vulnerable pupil is accounted for.",
        ),
        Lane(
            "lane-unreachable",
            "Nobody can be reached",
            unreachable,
            hot=True,
            done="Every family that was tried has answered or is being tried.",
        ),
        Lane(
            "lane-visits",
            "Home visits",
            (*out, *asked),
            due=f"{count(len(out), 'pair')} out now" if out else "",
            done="Nobody is out, and no visit is asked for.",
        ),
        Lane("lane-holds", "Contact held", holds, done="Contact is held about nobody."),
    ]


def _first(request: OfficeRequest, one: SeenFirst) -> Line:
    lead = one.pupils[0]
    if one.unaware:
        says = "The family believes that the child is in school."
    elif not one.marked:
        says = "Nobody has marked them yet; the register has closed."
    else:
        says = "Was in this morning, and is not here now." if one.was_in_before else "Not here, and no reason is known."
    flags = ", ".join(flag.title for flag in one.flags if flag.is_about_care)
    report = reverse("site:report", kwargs={"school": request.school.slug, "pupil": lead.public_id})
    return Line(
        key=f"first-{lead.public_id}",
        title=family_name(one.pupils),
        forms=forms_of(one.pupils),
        tag="Unaware" if one.unaware else "",
        tone="stop",
        says=says,
        about=flags,
        acts=open_act("Start missing-child steps", report, lead.name),
    )


def _out(request: OfficeRequest, one: OutLine) -> Line:
    url = reverse("absence:visits-out", kwargs={"school": request.school.slug, "visits_out": one.public_id})
    says = f"{span(one.over)} late" if one.is_overdue else f"expected back {wall_clock(one.due_back_at)}"
    return Line(
        key=f"out-{one.public_id}",
        title=one.names,
        tag="Not back" if one.is_overdue else "Out",
        tone="stop" if one.is_overdue else "info",
        says=f"{count(len(one.visits), 'home')}, {says}",
        acts=open_act("Open", url, one.names),
    )


def _asked(request: OfficeRequest, one: VisitLine) -> Line:
    url = reverse("absence:home-visit", kwargs={"school": request.school.slug, "home_visit": one.public_id})
    return Line(
        key=f"visit-{one.public_id}",
        title=family_name(one.pupils),
        forms=forms_of(one.pupils),
        tag=one.urgency.label,
        tone="warn",
        says=f"Asked for by {one.asked_by}, {short_day(one.asked_at.date())}",
        acts=open_act("Open", url, family_name(one.pupils)),
    )
