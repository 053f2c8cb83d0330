"""Calling a meeting about a pupil, with the authority about many, and changing or cancelling one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.absence.queries.watch_lists import WatchFilters, WatchLine, watch_list
from rollbook.audit.actions import log_list
from rollbook.meetings.actions import call_meeting, cancel_meeting, move_meeting, set_agenda
from rollbook.meetings.forms import CallForm, CancelForm, ChangeForm, opens_with
from rollbook.meetings.queries import MeetingPage, meeting
from rollbook.meetings.queries.choosing import colleagues_to_ask, contacts_to_ask
from rollbook.meetings.views.places import HOLDS, back, url, when, whose
from rollbook.pupils.queries import PupilFilters, PupilLine, pupil_lines, pupils_list, siblings_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.attendance import is_severe
from rollbook.rules.meetings import BY_KEY, MeetingKind, Part, decision_of
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried

FEWEST, MOST = 2, 12
USUAL_AHEAD = timedelta(days=7)
CALLED_BY = re.compile(r"case:[0-9a-f-]{36}:[a-z_]{1,40}")


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLDS)
def find(request: OfficeRequest) -> HttpResponse:
    """About whom: the first letters of a name."""
    return _find(request)


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLDS)
def call(request: OfficeRequest) -> HttpResponse:
    """Call a meeting about a pupil, and perhaps brothers and sisters, or one that follows another."""
    before = _before(request)
    pupils = before.line.pupils if before else _pupils(request)
    if not pupils:
        return _find(request)
    if before is not None and before.line.kind.many:
        return _many(request, tuple(before.line.pupils), before)
    actor, contacts, staff = request.actor, contacts_to_ask(request.actor, pupils), colleagues_to_ask(request.actor)
    form = CallForm(
        request.POST or None,
        around=actor.today,
        contacts=contacts,
        staff=staff,
        pupils=pupils,
        initial=_opens(request, before),
    )
    made: list[uuid.UUID] = []
    if form.is_bound and tried(
        form, lambda: made.append(_call(actor, form, pupils, before, _source(request))), beside="on"
    ):
        return back(request, made[0])
    others = () if before else _siblings(actor, pupils)
    names = ", ".join(pupil.name for pupil in pupils)
    values = {
        "page": {
            "title": f"Call a meeting about {names}",
            "back": url(request, "meeting", before.line.public_id) if before else url(request, "list"),
            "back_label": before.line.title if before else "Meetings",
        },
        "form": form,
        "barred": [one for one in contacts if one.barred],
        "others": [(one, f"{request.get_full_path()}&pupil={one.public_id}") for one in others],
        "carried": [one for one in (*before.points, *before.carried) if not one.is_done] if before else [],
    }
    return render(request, "meetings/call.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLDS)
def call_many(request: OfficeRequest) -> HttpResponse:
    """The termly meeting with the authority: which pupils, chosen from those who are absent most."""
    return _many(request, (), None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLDS)
def change(request: OfficeRequest, meeting: uuid.UUID) -> HttpResponse:
    """Move a meeting, say what is talked about, or cancel it."""
    shown = _page(request, meeting)
    at = shown.line.at.astimezone(LONDON)
    opens = {
        "on": at.date(), "at": f"{at:%-H:%M}", "minutes": shown.line.length, "place": shown.line.place,
        "agenda": "\n".join(shown.agenda),
    }  # fmt: skip
    cancels = "cancel" in request.POST
    form = ChangeForm(
        request.POST if request.method == "POST" and not cancels else None, around=request.actor.today, initial=opens
    )
    off = CancelForm(request.POST if cancels else None)
    if form.is_bound and tried(form, lambda: _change(request.actor, meeting, form), beside="on"):
        messages.info(request, "Changed. Tell those who were asked.")
        return back(request, meeting, "people")
    if off.is_bound and tried(
        off, lambda: cancel_meeting(request.actor, meeting=meeting, reason=off.cleaned_data["reason"]), beside="reason"
    ):
        messages.info(request, "Cancelled. Tell those who were asked.")
        return back(request, meeting, "people")
    values = {
        "page": {
            "title": f"Change: {shown.line.title}",
            "sub": f"{whose(shown.line)} · {when(shown.line)}",
            "back": url(request, "meeting", meeting),
            "back_label": shown.line.title,
        },
        "form": form,
        "off": off,
    }
    return render(request, "meetings/change.html", values, status=422 if form.errors or off.errors else 200)


def _find(request: OfficeRequest) -> HttpResponse:
    typed = kept(request.POST.get("q", "")).strip()[:60]
    found = pupils_list(request.actor, PupilFilters(name=typed), size=MOST).pupils if len(typed) >= FEWEST else ()
    values = {
        "page": {"title": "Call a meeting", "back": url(request, "list"), "back_label": "Meetings"},
        "typed": typed,
        "found": found,
        "new_url": url(request, "new"),
        "targeting_url": url(request, "targeting"),
    }
    return render(request, "meetings/find.html", values)


def _page(request: OfficeRequest, public_id: uuid.UUID) -> MeetingPage:
    return meeting(request.actor, public_id)


def _before(request: OfficeRequest) -> MeetingPage | None:
    """The meeting that the new one follows; NotFound for one that there is not."""
    named = request.GET.get("follows", "")
    if not named:
        return None
    try:
        return _page(request, uuid.UUID(named))
    except ValueError:
        raise NotFound("There is no such meeting in this school.") from None


def _pupils(request: OfficeRequest) -> tuple[PupilLine, ...]:
    named = list(dict.fromkeys(request.GET.getlist("pupil")))[:10]
    keys = ids_of(request.actor, named)
    found = {line.id: line for line in pupil_lines(request.actor, tuple(keys.values()), request.actor.today)}
    if len(found) != len(named):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return tuple(found[keys[name]] for name in named if name in keys)


def _siblings(actor: Actor, pupils: Sequence[PupilLine]) -> tuple[PupilLine, ...]:
    here = {pupil.id for pupil in pupils}
    found = siblings_of(actor, list(here))
    return tuple({one.id: one for those in found.values() for one in those if one.id not in here}.values())


def _opens(request: OfficeRequest, before: MeetingPage | None) -> dict[str, object]:
    """The form as it opens: of the kind in the address; after another, of its next stage with the same people."""
    ahead = request.actor.today + USUAL_AHEAD
    if before is None:
        kind = BY_KEY.get(request.GET.get("kind", ""), BY_KEY["attendance"])
        stage = request.GET.get("stage", "")
        known = stage if stage in {one.key for one in kind.stages} else ""
        return {**opens_with(kind, known, ahead), "staff": [str(request.actor.user_id)]}
    people = [one for one in before.people if not one.withdrawn]
    family = [str(one) for one in _family(request.actor, before)]
    return {
        **opens_with(before.line.kind, _next_stage(before), _later(before)),
        "minutes": before.line.length,
        "place": before.line.place,
        "family": family,
        "staff": [str(one.user) for one in people if one.user],
        "writes": next((str(one.user) for one in people if one.minutes and one.user), ""),
    }


def _family(actor: Actor, before: MeetingPage) -> list[str]:
    contacts = {one.contact_id: str(one.public_id) for one in contacts_to_ask(actor, before.line.pupils)}
    pupils = {pupil.id: f"pupil:{pupil.public_id}" for pupil in before.line.pupils}
    asked = [one for one in before.people if not one.withdrawn]
    family = [contacts[one.contact] for one in asked if one.contact in contacts]
    return family + [pupils[one.pupil] for one in asked if one.part is Part.PUPIL and one.pupil in pupils]


def _later(before: MeetingPage) -> date:
    return before.line.at.astimezone(LONDON).date() + 3 * USUAL_AHEAD


def _next_stage(before: MeetingPage) -> str:
    """The stage to which the last decision leads; the same where it leads nowhere."""
    if not before.decisions:
        return before.line.stage
    kind: MeetingKind = before.line.kind
    return decision_of(kind, before.line.stage, before.decisions[-1].choice).leads_to or before.line.stage


def _source(request: OfficeRequest) -> str:
    """What calls the meeting, where an address says so: a step of a case, which calls it once."""
    found = CALLED_BY.fullmatch(request.GET.get("source", ""))
    return found[0] if found else ""


def _call(
    actor: Actor, form: CallForm, pupils: Sequence[PupilLine], before: MeetingPage | None, source: str
) -> uuid.UUID:
    kind, stage = form.chosen()
    given = form.cleaned_data
    return call_meeting(
        actor,
        kind=kind,
        stage=stage,
        pupils=[pupil.id for pupil in pupils],
        at=form.moment(),
        minutes=given["minutes"],
        place=given["place"],
        people=form.people(),
        source=source,
        follows=before.line.public_id if before else None,
    )


def _change(actor: Actor, public_id: uuid.UUID, form: ChangeForm) -> None:
    given = form.cleaned_data
    move_meeting(actor, meeting=public_id, at=form.moment(), minutes=given["minutes"], place=given["place"])
    set_agenda(actor, meeting=public_id, agenda=form.items())


def _many(request: OfficeRequest, given: tuple[PupilLine, ...], before: MeetingPage | None) -> HttpResponse:
    actor = request.actor
    listed = watch_list(actor, WatchFilters()) if actor.may(Permission.SEE_WATCH_LISTS) else ()
    log_list(actor, what="targeting meeting", count=len(listed))
    opens = {**opens_with(BY_KEY["targeting"], "", actor.today + USUAL_AHEAD), "staff": [str(actor.user_id)]}
    form = CallForm(request.POST or None, around=actor.today, staff=colleagues_to_ask(actor), many=True, initial=opens)
    ticked = set(request.POST.getlist("pupils"))
    chosen = _ticked(listed, given, ticked) if form.is_bound else ()
    made: list[uuid.UUID] = []
    if form.is_bound and not chosen:
        form.is_valid()
        form.add_error(None, "Choose the pupils whom the meeting is about.")
    elif form.is_bound and tried(form, lambda: made.append(_call(actor, form, chosen, before, "")), beside="on"):
        return back(request, made[0])
    known = {pupil.id for pupil in given}
    values = {
        "page": {
            "title": "Targeting meeting with the authority",
            "sub": "the pupils who are absent most, with figures and what is asked",
            "back": url(request, "list"),
            "back_label": "Meetings",
        },
        "form": form,
        "rows": [
            (line, severe, str(line.pupil.public_id) in ticked if form.is_bound else severe or line.pupil.id in known)
            for line in listed
            for severe in (is_severe(line.totals),)
        ],
        "severe_count": sum(is_severe(line.totals) for line in listed),
    }
    return render(request, "meetings/targeting.html", values, status=422 if form.errors else 200)


def _ticked(listed: Sequence[WatchLine], given: Sequence[PupilLine], ticked: set[str]) -> tuple[PupilLine, ...]:
    known = {str(line.pupil.public_id): line.pupil for line in listed} | {str(one.public_id): one for one in given}
    return tuple(pupil for name, pupil in known.items() if name in ticked)
