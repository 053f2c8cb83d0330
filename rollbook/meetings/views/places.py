"""Addresses around a meeting, and its moments in words."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from rollbook.meetings.queries import MeetingLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.web.pages import OfficeRequest

HOLDS, ASKED = Permission.HOLD_MEETINGS, Permission.HAVE_TASKS


def url(request: OfficeRequest, name: str, meeting: uuid.UUID | None = None) -> str:
    """Where a page of meetings stands."""
    where: dict[str, object] = {"school": request.school.slug}
    if meeting is not None:
        where["meeting"] = meeting
    return reverse(f"meetings:{name}", kwargs=where)


def back(request: OfficeRequest, meeting: uuid.UUID, part: str = "", query: str = "") -> HttpResponse:
    """To the meeting's page, at one of its parts."""
    return HttpResponseRedirect(f"{url(request, 'meeting', meeting)}{query}{'#' if part else ''}{part}", status=303)


def when(line: MeetingLine) -> str:
    """E.g. Thu 19 Nov, 15:30 to 16:15."""
    at, ends = line.at.astimezone(LONDON), line.ends_at.astimezone(LONDON)
    return f"{at:%a} {at.day} {at:%b}, {at:%-H:%M} to {ends:%-H:%M}"


def moment(at: datetime) -> str:
    """E.g. Thu 19 Nov, 15:30."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b}, {local:%-H:%M}"


def whose(line: MeetingLine, *, most: int = 3) -> str:
    """The pupils' names, or how many there are."""
    if line.kind.many or len(line.pupils) + line.others > most:
        return count(len(line.pupils) + line.others, "pupil")
    return ", ".join(pupil.name for pupil in line.pupils)


def forms(line: MeetingLine) -> str:
    """The forms of the pupils, each once."""
    return "" if line.kind.many else ", ".join(dict.fromkeys(p.registration for p in line.pupils if p.registration))


def count(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"


def several(things: Collection[str]) -> str:
    return "; ".join(thing for thing in things if thing)
