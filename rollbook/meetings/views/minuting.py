"""Writing in the meeting: minutes that keep themselves, action points beside them, and what was decided."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from rollbook.meetings.actions import MinutesMoved, add_action_point, decide, keep_minutes
from rollbook.meetings.forms import DecideForm, PointForm
from rollbook.meetings.queries import MeetingPage
from rollbook.meetings.views.places import ASKED, HOLDS, back, url
from rollbook.meetings.views.showing import A_WEEK, pupil_named, show_page, shown
from rollbook.pupils.queries import PupilLine
from rollbook.rules.actor import LONDON
from rollbook.rules.meetings import stage_of
from rollbook.rules.refused import Refused
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

UNREADABLE = "These minutes could not be read, so nothing was kept. Reload the page; what you typed is still on it."


@require_POST
@page(HOLDS, ASKED)
def minutes(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Keep the minutes: every few seconds by the page's script, or by a plain form."""
    found = shown(request, meeting)
    if request.content_type == "application/json":
        return _by_script(request, found)
    words, version, pupil = _typed(request, found)
    try:
        _keep(request, found, words, version, pupil)
    except MinutesMoved as moved:
        clash = {"theirs": moved.theirs, "by": moved.by_name, "mine": words, "version": str(moved.version)}
        return show_page(request, found, clash=clash, pupil=pupil, status=409)
    messages.info(request, "The minutes are saved.")
    return _back(request, meeting, pupil, "minutes")


@require_POST
@page(HOLDS, ASKED)
def point(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Add an action point; a script gets the list back, so that whoever writes stays in the text."""
    found = shown(request, meeting)
    pupil = pupil_named(found, request.POST.get("pupil", ""))
    form = PointForm(
        request.POST,
        around=request.actor.today,
        people=found.people,
        staff=staff_of(request.actor),
        auto_id="point_%s",
    )
    added = tried(form, lambda: _add(request, meeting, form, pupil), beside="says")
    if request.headers.get("X-Part") == "points":
        return _points(request, meeting, None if added else form, pupil)
    if not added:
        return show_page(request, found, point=form, pupil=pupil, status=422)
    return _back(request, meeting, pupil, "points")


@require_POST
@page(HOLDS)
def decision(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Note what was decided, and why."""
    found = shown(request, meeting)
    pupil = pupil_named(found, request.POST.get("pupil", ""))
    form = DecideForm(request.POST, stage=stage_of(found.line.kind, found.line.stage), auto_id="decide_%s")
    key = pupil.id if pupil else None
    if tried(form, lambda: decide(request.actor, meeting=meeting, pupil=key, **form.cleaned_data), beside="reason"):
        messages.info(request, "The decision is noted.")
        return _back(request, meeting, pupil, "decided")
    return show_page(request, found, decide=form, pupil=pupil, status=422)


def _by_script(request: OfficeRequest, found: MeetingPage) -> HttpResponse:
    try:
        said = json.loads(request.body)
        words, version = kept(str(said["words"])), int(said["version"])
        pupil = pupil_named(found, str(said.get("pupil", "")))
    except (ValueError, TypeError, KeyError) as bad:
        raise Refused(UNREADABLE) from bad
    try:
        now = _keep(request, found, words, version, pupil)
    except MinutesMoved as moved:
        theirs = {"theirs": moved.theirs, "by": moved.by_name, "version": moved.version, "says": moved.says}
        return JsonResponse(theirs, status=409)
    at = request.actor.now.astimezone(LONDON)
    return JsonResponse({"version": now, "says": f"Saved {at:%-H:%M}"})


def _typed(request: OfficeRequest, found: MeetingPage) -> tuple[str, int, PupilLine | None]:
    """A browser sends lines with CR LF; they are kept as they stand on the page."""
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Refused(UNREADABLE)
    words = kept(request.POST.get("words", "")).replace("\r\n", "\n")
    return words, int(version), pupil_named(found, request.POST.get("pupil", ""))


def _keep(request: OfficeRequest, found: MeetingPage, words: str, version: int, pupil: PupilLine | None) -> int:
    meeting, key = found.line.public_id, pupil.id if pupil else None
    return keep_minutes(request.actor, meeting=meeting, words=words, version=version, pupil=key)


def _add(request: OfficeRequest, meeting: uuid.UUID, form: PointForm, pupil: PupilLine | None) -> None:
    given = form.cleaned_data
    add_action_point(
        request.actor,
        meeting=meeting,
        says=given["says"],
        due=given["due"],
        pupil=pupil.id if pupil else None,
        **form.owner(),
    )


def _points(
    request: OfficeRequest, meeting: uuid.UUID, form: PointForm | None, pupil: PupilLine | None
) -> HttpResponse:
    found = shown(request, meeting)
    fresh = form or PointForm(
        around=request.actor.today,
        people=found.people,
        staff=staff_of(request.actor),
        initial={"due": request.actor.today + A_WEEK},
        auto_id="point_%s",
    )
    values = {
        "points": [(one, one.is_overdue(request.actor.today)) for one in found.points],
        "names": {one.id: one.name for one in found.line.pupils},
        "line": found.line,
        "point_form": fresh,
        "points_url": url(request, "points", meeting),
        "found": found,
        "chosen": pupil,
    }
    return render(request, "meetings/points.html", values, status=422 if form else 200)


def _back(request: OfficeRequest, meeting: uuid.UUID, pupil: PupilLine | None, part: str) -> HttpResponse:
    return back(request, meeting, part, f"?pupil={pupil.public_id}" if pupil else "")
