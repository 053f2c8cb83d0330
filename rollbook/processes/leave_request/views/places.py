"""Addresses around leave, and what its pages have in common."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseRedirect
from django.urls import reverse

from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.refused import NotFound
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest


def here(request: OfficeRequest, name: str, **place: object) -> str:
    """An address of leave in this school."""
    return reverse(f"leave:{name}", kwargs={"school": request.school.slug, **place})


def to(request: OfficeRequest, name: str, **place: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(here(request, name, **place), status=303)


def tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The pages of leave that this person may open."""
    known = (
        ("requests", "Requests", Permission.SEE_CASES),
        ("sitting", "Decide", Permission.DECIDE_LEAVE),
        ("calendar", "Who is away", Permission.SEE_CASES),
        ("licences", "Licences", Permission.SEE_CASES),
        ("journeys", "Questions of a journey", Permission.CHECK_JOURNEYS),
    )
    return [
        Tab(label, here(request, name), current=name == current) for name, label, may in known if request.actor.may(may)
    ]


def pupil_here(request: OfficeRequest, pupil: UUID) -> PupilLine:
    """The pupil of an address; NotFound for one that this person may not know of."""
    key = ids_of(request.actor, [str(pupil)]).get(str(pupil))
    lines = pupil_lines(request.actor, [key], request.actor.today) if key is not None else ()
    if not lines:
        raise NotFound("There is no such pupil in this school.")
    return lines[0]
