"""What the first pages of several roles show alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import wall_clock
from rollbook.home.queries import Moment, PupilClocks
from rollbook.home.views.lanes.clocks import clock_rows
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.mine import task_line
from rollbook.home.views.lanes.rows import Act, Lane, Line
from rollbook.home.views.starting import start_tabs
from rollbook.pupils.queries import PupilLine
from rollbook.web.pages import OfficeRequest
from rollbook.work.queries import TaskLine


def role_page(request: OfficeRequest, route: str, title: str, moment: Moment, **more: Any) -> dict[str, Any]:
    """The head of such a page, its doors, and where the alarms lead."""
    school = {"school": request.school.slug}
    return {
        "page": {"title": title, "sub": moment_says(moment)},
        "tabs": start_tabs(request, route),
        "missing_url": reverse("site:missing", kwargs=school),
        "roll_url": reverse("site:on-site", kwargs=school),
        "visits_url": reverse("absence:visits", kwargs=school),
        "police_url": reverse("site:police", kwargs=school),
        **more,
    }


def moment_says(moment: Moment) -> str:
    """E.g. Friday 20 November, 9:42 · morning registers closed 9:10."""
    day = f"{moment.on:%A} {moment.on.day} {moment.on:%B}, {wall_clock(moment.now)}"
    if moment.window is None:
        return f"{day} · no school today"
    verb = "close" if moment.now < moment.window.closes else "closed"
    return f"{day} · {moment.half.label} registers {verb} {wall_clock(moment.window.closes)}"


def link(request: OfficeRequest, pupil: PupilLine) -> PupilLink:
    return PupilLink(pupil.name, pupil_url(request, pupil.public_id))


def tasks_lane(request: OfficeRequest, tasks: Sequence[TaskLine]) -> Lane:
    """The person's tasks, the most urgent on top."""
    lines = tuple(task_line(request, one) for one in tasks)
    return Lane("lane-tasks", "Waiting on me", lines, done="Nothing waits for you.")


def clocks_lane(request: OfficeRequest, found: Sequence[PupilClocks], shown: int) -> Lane:
    """Absences before today whose reason nobody knows, the most urgent on top."""
    lines = tuple(
        Line(
            key=row.key,
            pupil=row.pupil,
            forms=row.forms,
            tag=row.tag,
            tone=row.tone,
            says=row.says,
            about=f"due {row.due}" if row.due else "",
        )
        for row in clock_rows(request, found[:shown])
    )
    url = reverse("absence:list", kwargs={"school": request.school.slug})
    return Lane(
        key="lane-unsettled",
        title="Unsettled absences",
        lines=lines,
        count=len(found),
        more_url=url if len(found) > shown else "",
        more_says=f"Show all {len(found)}",
        done="Every absence before today has its reason.",
    )


def open_act(words: str, url: str, hidden: str = "") -> tuple[Act, ...]:
    return (Act(words, url, hidden),)
