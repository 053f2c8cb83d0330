"""Meetings of the school: what is to come, what waits for its minutes, and what was agreed and is not done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_list
from rollbook.meetings.queries import (
    MeetingLine,
    OpenPoint,
    open_action_points,
    signed_lately,
    to_be_minuted,
    upcoming,
)
from rollbook.meetings.views.places import ASKED, HOLDS, count, forms, several, url, when, whose
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting as a line shows it."""

    line: MeetingLine
    url: str
    whose: str
    forms: str
    when: str
    people: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class PointRow:
    """An action point as a line shows it."""

    open: OpenPoint
    url: str
    whose: str
    due: str
    late: bool


@require_safe
@page(HOLDS, ASKED)
def listing(request: OfficeRequest) -> HttpResponse:
    """What is to come, what is to be minuted, the open action points, and what was signed lately."""
    actor = request.actor
    coming, waiting, past = upcoming(actor), to_be_minuted(actor), signed_lately(actor)
    points = open_action_points(actor)
    log_list(actor, what="meetings", count=len(coming) + len(waiting) + len(past))
    values = {
        "page": {"title": "Meetings", "sub": in_words(actor.today)},
        "coming": [_row(request, line) for line in coming],
        "waiting": [_row(request, line) for line in waiting],
        "points": [_point(request, one, actor.today) for one in points],
        "late": sum(one.point.is_overdue(actor.today) for one in points),
        "past": [_row(request, line) for line in past],
        "holds": actor.may(HOLDS),
        "find_url": url(request, "find"),
        "targeting_url": url(request, "targeting"),
    }
    return render(request, "meetings/list.html", values)


def _row(request: OfficeRequest, line: MeetingLine) -> Row:
    today = line.at.astimezone(LONDON).date() == request.actor.today
    return Row(
        line, url(request, "meeting", line.public_id), whose(line), forms(line), when(line), _people(line), today
    )


def _people(line: MeetingLine) -> str:
    """Who is asked, in a few words: only what somebody may have to do something about."""
    if not line.who:
        return "nobody is asked yet"
    uninvited = f"{count(line.uninvited, 'person')} not told yet".replace("persons", "people") if line.uninvited else ""
    if line.state != "planned":
        return count(len(line.who), "person").replace("persons", "people")
    coming = f"{line.coming} of {len(line.who)} coming" if line.coming else ""
    return several((uninvited, coming)) or f"{len(line.who)} asked, no answer yet"


def _point(request: OfficeRequest, one: OpenPoint, today: date) -> PointRow:
    due = one.point.due
    return PointRow(
        one,
        url(request, "meeting", one.meeting.public_id),
        whose(one.meeting),
        f"{due:%a} {due.day} {due:%b}",
        one.point.is_overdue(today),
    )
