"""A tutor's first page: the own form today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.words import count
from rollbook.home.queries import Moment
from rollbook.home.queries.roles import FormDay, form_days
from rollbook.home.views.lanes.rows import Act, Lane, Line
from rollbook.home.views.roles.shared import link, role_page, tasks_lane
from rollbook.registers.queries import RegisterState
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.TAKE_OWN_REGISTERS)
def my_form(request: OfficeRequest) -> HttpResponse:
    """Who of the form is away and whether it is known why, who came late, and what waits for the tutor."""
    moment, days, tasks = form_days(request.actor)
    lanes = [lane for day in days for lane in _form(request, moment, day)]
    values = role_page(request, "home:my-form", "My form", moment)
    values |= {"lanes": [*lanes, tasks_lane(request, tasks)], "nothing": not days and _nothing(moment)}
    return render(request, "home/role.html", values)


def _nothing(moment: Moment) -> str:
    return "No form is yours today." if moment.window else "There is no register to take today."


def _form(request: OfficeRequest, moment: Moment, day: FormDay) -> list[Lane]:
    name, key = day.row.group.name, str(day.row.group.public_id)
    where = {"school": request.school.slug, "group": key, "on": moment.on.isoformat()}
    take = reverse("registers:take", kwargs={**where, "half": moment.half.name.lower()})
    lanes = []
    if day.row.state is not RegisterState.TAKEN:
        says = f"{day.row.marked} of {day.row.size} marked. {day.row.state.value.capitalize()}."
        acts = (Act("Take the register", take, name, main=True),)
        lanes.append(
            Lane(
                f"take-{key}",
                f"{name}: register",
                (Line(f"take-{key}-line", "Not complete yet", says=says, acts=acts),),
            )
        )
    unknown = sum(one.is_unknown for one in day.away)
    away = tuple(
        Line(
            key=f"away-{one.pupil.public_id}",
            pupil=link(request, one.pupil),
            tag="No reason yet" if one.is_unknown else "",
            tone="warn",
            about="" if one.is_unknown else one.why_known,
        )
        for one in day.away
    )
    late = tuple(
        Line(
            f"late-{pupil.public_id}", pupil=link(request, pupil), about=count(minutes, "minute") if minutes else "late"
        )
        for pupil, minutes in day.late
    )
    lanes += [
        Lane(
            f"away-{key}",
            f"{name}: away",
            away,
            due=f"{unknown} without a reason" if unknown else "",
            done="Nobody is away.",
        ),
        Lane(f"late-{key}", f"{name}: late", late, done="Nobody has come late."),
    ]
    return lanes
