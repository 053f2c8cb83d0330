"""One meeting on one page: before it, during it and after it; and its pack on paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.files.queries import KeptFile
from rollbook.files.views import handed_out
from rollbook.meetings.actions import fill_pack
from rollbook.meetings.forms import CorrectForm, DecideForm, OutsiderForm, PackForm, PointForm
from rollbook.meetings.paper import drawn_minutes
from rollbook.meetings.queries import Figures, MeetingPage, figures_of
from rollbook.meetings.queries import meeting as meeting_page
from rollbook.meetings.queries.choosing import contacts_to_ask
from rollbook.meetings.queries.copies import frozen_figures
from rollbook.meetings.queries.freezing import said_of
from rollbook.meetings.views.places import ASKED, HOLDS, back, forms, moment, url, when, whose
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.meetings import Presence, Reply, stage_of
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil of a meeting about many: figures in a line, and how far their minutes are."""

    pupil: PupilLine
    figures: Figures | None
    url: str
    minuted: bool
    decision: str
    current: bool
    asked: str


@require_safe
@page(HOLDS, ASKED)
def show(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """A meeting: its agenda with figures, its people, its minutes, what was agreed and decided."""
    return show_page(request, meeting_page(request.actor, meeting))


@require_safe
@page(HOLDS, ASKED)
def pack(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Agenda and figures on paper; for a meeting about many pupils its whole pack."""
    found = shown(request, meeting)
    said = said_of(request.actor, found, _figures(request, found))
    name = "Pack" if found.line.kind.many else "Agenda"
    data = drawn_minutes(said, made_at=request.actor.now, title=f"{name}: {found.line.title}", is_pack=True)
    day = found.line.at.astimezone(LONDON)
    return handed_out(KeptFile(f"{name.lower()}-{day:%Y-%m-%d}-{said['reference']}.pdf", "application/pdf", data))


@require_POST
@page(HOLDS)
def pack_pupil(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """What has been done for a pupil, and what is asked of the authority."""
    found = shown(request, meeting)
    pupil = pupil_named(found, request.POST.get("pupil", ""))
    form = PackForm(request.POST)
    if pupil is None:
        raise NotFound("This meeting is not about that pupil.")
    if form.is_valid():
        fill_pack(request.actor, meeting=meeting, pupil=pupil.id, **form.cleaned_data)
    return back(request, meeting, "pupil", f"?pupil={pupil.public_id}")


def shown(request: OfficeRequest, meeting: uuid.UUID) -> MeetingPage:
    """The meeting that an address names; NotFound for another school's, before anything that was typed is looked at."""
    return meeting_page(request.actor, meeting)


def pupil_named(found: MeetingPage, named: str) -> PupilLine | None:
    """The pupil of this meeting whom a form or an address names."""
    return next((pupil for pupil in found.line.pupils if str(pupil.public_id) == named), None)


def show_page(
    request: OfficeRequest,
    found: MeetingPage,
    *,
    point: PointForm | None = None,
    decide: DecideForm | None = None,
    clash: Mapping[str, str] | None = None,
    pupil: PupilLine | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that could not be taken as it was typed."""
    actor, line = request.actor, found.line
    figures = _figures(request, found)
    chosen = pupil or pupil_named(found, request.GET.get("pupil", "") if line.kind.many else "")
    staff = staff_of(actor)
    minute = found.minute(chosen.id if chosen else None)
    begun = line.at.astimezone(LONDON).date() <= actor.today
    untold = len([one for one in found.people if one.waits(is_cancelled=line.state == "cancelled")])
    values = {
        "page": {
            "title": line.title,
            "sub": f"{whose(line)} {forms(line)}".strip(),
            "back": url(request, "list"),
            "back_label": "Meetings",
            "wide": True,
        },
        "found": found,
        "line": line,
        "when": when(line),
        "holds": found.may_hold,
        "sends": actor.may(Permission.SEND_MESSAGES),
        "writes": found.is_open and begun,
        "begun": begun,
        "can_sign": found.is_open and found.may_hold and line.at <= actor.now,
        "minute": minute,
        "minute_says": _kept(minute.by_name, minute.kept_at),
        "clash": clash,
        "chosen": chosen,
        "rows": [_pupil_row(request, found, one, figures.get(one.id), chosen) for one in line.pupils],
        "figures": _beside(request, found, figures),
        "pack_form": _pack_form(found, chosen),
        "points_url": url(request, "points", line.public_id),
        "untold": untold,
        "tells": actor.may(Permission.SEND_MESSAGES) and bool(untold) and (line.state == "cancelled" or not begun),
        "people": found.people,
        "replies": [(one.value, one.label) for one in Reply],
        "presences": [(one.value, one.label) for one in Presence],
        "ask_form": OutsiderForm(
            staff=staff, contacts=() if line.kind.many else contacts_to_ask(actor, line.pupils), auto_id="ask_%s"
        )
        if found.is_open and found.may_hold
        else None,
        "points": [(one, one.is_overdue(actor.today)) for one in found.points],
        "carried": [(one, one.is_overdue(actor.today)) for one in found.carried],
        "point_form": point
        or PointForm(
            around=actor.today, people=found.people, staff=staff, initial={"due": actor.today + A_WEEK},
            auto_id="point_%s",
        ),
        "decide_form": decide or DecideForm(stage=stage_of(line.kind, line.stage), auto_id="decide_%s"),
        "decisions": [one for one in found.decisions if chosen is None or one.pupil in (None, chosen.id)],
        "names": {one.id: one.name for one in line.pupils},
        "copies": [(copy, moment(copy.signed_at)) for copy in found.copies],
        "correct_form": CorrectForm(auto_id="correct_%s"),
        "asks": line.kind.asks,
        "about": line.kind.about,
        "after_url": f"{url(request, 'new')}?follows={line.public_id}",
    }  # fmt: skip
    return render(request, "meetings/meeting.html", values, status=status)


def _figures(request: OfficeRequest, found: MeetingPage) -> Mapping[int, Figures]:
    """As they stand at the end of the meeting's day, or today while it is to come."""
    on = min(found.line.at.astimezone(LONDON).date(), request.actor.today)
    return figures_of(request.actor, [one.id for one in found.line.pupils], on, before=found.line.at)


def _beside(
    request: OfficeRequest, found: MeetingPage, figures: Mapping[int, Figures]
) -> list[tuple[PupilLine, Sequence[Sequence[str]], str, str]]:
    """Each pupil's figures beside the text: live until the minutes are signed, then those that were signed."""
    signed = frozen_figures(request.actor, found.line.public_id) if found.line.state == "signed" else {}
    rows = []
    for pupil in found.line.pupils:
        now = figures.get(pupil.id)
        live: tuple[Sequence[Sequence[str]], str] = (now.rows, in_words(now.on)) if now else ((), "")
        rows.append((pupil, *signed.get(pupil.id, live), _pupil_url(request, pupil)))
    return rows


def _pupil_row(
    request: OfficeRequest, found: MeetingPage, pupil: PupilLine, figures: Figures | None, chosen: PupilLine | None
) -> PupilRow:
    pack_line = next((one for one in found.pack if one.pupil == pupil.id), None)
    return PupilRow(
        pupil=pupil,
        figures=figures,
        url=f"{url(request, 'meeting', found.line.public_id)}?pupil={pupil.public_id}#pupil",
        minuted=bool(found.minute(pupil.id).words.strip()),
        decision=next((one.label for one in found.decisions if one.pupil == pupil.id), ""),
        current=chosen is not None and chosen.id == pupil.id,
        asked=pack_line.asked if pack_line else "",
    )


def _pupil_url(request: OfficeRequest, pupil: PupilLine) -> str:
    return reverse("home:pupil", kwargs={"school": request.school.slug, "pupil": pupil.public_id})


def _pack_form(found: MeetingPage, chosen: PupilLine | None) -> PackForm | None:
    if chosen is None or not (found.is_open and found.may_hold):
        return None
    line = next((one for one in found.pack if one.pupil == chosen.id), None)
    return PackForm(initial={"done": line.done if line else "", "asked": line.asked if line else ""}, auto_id="pack_%s")


def _kept(by_name: str, at: datetime | None) -> str:
    return f"Saved {at.astimezone(LONDON):%-H:%M} by {by_name}" if at else "Nothing is written yet"
