"""Who a pupil page is about, on every one of its tabs; and the people around the pupil."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollbook.absence.views.places import pupil_url, shown_flags
from rollbook.absence.words import short_day
from rollbook.audit.actions import log_access
from rollbook.pupils.queries import PupilOverview, contacts_of, contacts_to_ring, pupil
from rollbook.rules.access import Permission
from rollbook.web.components.layout import Identity, Tab
from rollbook.web.pages import OfficeRequest, page

SEES = (Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS)
READS = (*SEES, Permission.SEE_RECORD)


def around(request: OfficeRequest, found: PupilOverview, tab: str) -> dict[str, Any]:
    """What every tab of a pupil's page shows: the identity bar and the way to the other tabs.

    That somebody looked is noted once a page; the people around the pupil have a note of their own.
    """
    if tab not in ("contacts", "needs", "own fields", "history"):
        log_access(request.actor, what="pupil page", subject=f"pupil:{found.line.public_id}")
    where = {"school": request.school.slug, "pupil": found.line.public_id}
    return {
        "page": {"title": _title(found, tab)},
        "pupil": found,
        "who": identity(request, found),
        "tabs": _tabs(request, found, tab),
        "certificate_url": pupil_url(request, found.line.public_id, "certificate") if _opens(request) else "",
        "told_url": reverse("absence:told", kwargs=where) if request.actor.may(Permission.TAKE_REPORTS) else "",
        "letter_url": _letter_url(request, found) if request.actor.may(Permission.SEND_MESSAGES) else "",
        "meet_url": _meet_url(request, found) if request.actor.may(Permission.HOLD_MEETINGS) else "",
        "move_url": reverse("timetable:move", kwargs=where) if request.actor.may(Permission.EDIT_PUPILS) else "",
        "signed_url": _signed_url(request, found) if request.actor.may(Permission.PRINT_DOCUMENTS) else "",
        "reference_url": _reference_url(request, found) if _writes_references(request) else "",
    }


def identity(request: OfficeRequest, found: PupilOverview) -> Identity:
    """The pupil header; the number to ring now only for those who may see contacts."""
    ring = contacts_to_ring(request.actor, [found.line.id]).get(found.line.id)
    legal = f"{found.legal_forename} {found.legal_surname}"
    also = [f"age {found.age}"]
    if legal != found.line.name:
        also.append(f"legally {legal}")
    also += _standing(request, found)
    return Identity(
        name=found.line.name,
        group=found.line.registration,
        year=f"Year {found.line.nc_year}" if found.line.nc_year else "",
        also=tuple(also),
        flags=shown_flags(found.flags),
        contact=f"{ring.says}, {ring.name} ({ring.relationship.lower()})" if ring else "",
    )


def _opens(request: OfficeRequest) -> bool:
    """Whether this person opens the whole of a pupil's pages, and not the attendance alone."""
    return any(request.actor.may(p) for p in SEES)


def _writes_references(request: OfficeRequest) -> bool:
    return request.actor.may(Permission.PRINT_DOCUMENTS) and request.actor.may(Permission.SEE_REPORTS)


def _reference_url(request: OfficeRequest, found: PupilOverview) -> str:
    """Where a leaver's attendance is written for a next school."""
    where = {"school": request.school.slug, "report_kind": "leaver-reference"}
    return f"{reverse('reports:report', kwargs=where)}?pupil={found.line.public_id}"


def _signed_url(request: OfficeRequest, found: PupilOverview) -> str:
    """Where the certificate is made that a head signs, for any period."""
    return reverse("registers:certificate", kwargs={"school": request.school.slug, "pupil": found.line.public_id})


def _letter_url(request: OfficeRequest, found: PupilOverview) -> str:
    """Where a letter about this pupil alone is begun."""
    where = {"school": request.school.slug, "template": "general"}
    return f"{reverse('comms:letter-write', kwargs=where)}?pupil={found.line.public_id}"


def _meet_url(request: OfficeRequest, found: PupilOverview) -> str:
    """Where a meeting about this pupil is called."""
    return f"{reverse('meetings:new', kwargs={'school': request.school.slug})}?pupil={found.line.public_id}"


def _title(found: PupilOverview, tab: str) -> str:
    return found.line.name if tab == "overview" else f"{found.line.name}: {tab}"


def _standing(request: OfficeRequest, found: PupilOverview) -> list[str]:
    today, line = request.actor.today, found.line
    if line.first_day is None:
        return ["never on roll"]
    if line.first_day > today:
        return [f"starts {short_day(line.first_day, around=today)}"]
    if line.last_day is not None:
        verb = "left" if line.last_day < today else "leaves"
        return [f"{verb} {short_day(line.last_day, around=today)}"]
    return []


def _tabs(request: OfficeRequest, found: PupilOverview, current: str) -> list[Tab]:
    names = [("attendance", "Attendance", "attendance")]
    if _opens(request):
        names.insert(0, ("overview", "Overview", "pupil"))
    if request.actor.may(Permission.SEE_WATCH_LISTS) and _opens(request):
        names.append(("watch", "Watch", "pupil-watch"))
    if request.actor.may(Permission.SEE_CONTACTS):
        names.append(("contacts", "Contacts", "contacts"))
    if request.actor.may(Permission.SEE_NEEDS):
        names.append(("needs", "Needs", "needs"))
    if _opens(request):
        names.append(("own fields", "Own fields", "own-fields"))
        names.append(("history", "History", "history"))
    tabs = [Tab(label, pupil_url(request, found.line.public_id, name), key == current) for key, label, name in names]
    if request.actor.may(Permission.WORK_CASES):
        where = {"school": request.school.slug, "pupil": found.line.public_id}
        tabs.append(Tab("Cases", reverse("cases:new", kwargs=where)))
    return tabs


@require_safe
@page(Permission.SEE_CONTACTS)
def contacts(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The people around a pupil in the order to ring; that somebody looked is noted."""
    found = pupil_of(request, pupil)
    people = contacts_of(request.actor, pupil)
    values = {
        **around(request, found, "contacts"),
        "people": people,
        "kept_away": [one for one in people if one.no_contact],
        "ordered": [one for one in people if one.court_order],
        "sees_notes": request.actor.may(Permission.SEE_FLAGS),
        "writes": request.actor.may(Permission.SEND_MESSAGES),
        "list_url": reverse("home:pupils", kwargs={"school": request.school.slug}),
        "own_ladder_url": _own_ladder_url(request, pupil),
    }
    return render(request, "home/contacts.html", values)


def _own_ladder_url(request: OfficeRequest, pupil: uuid.UUID) -> str:
    """Where this one family's way to be reached is set, for those who may set it."""
    if not (request.actor.may(Permission.SEND_MESSAGES) or request.actor.may(Permission.HOLD_CONTACT)):
        return ""
    return reverse("absence:own-ladder", kwargs={"school": request.school.slug, "pupil": pupil})


def pupil_of(request: OfficeRequest, public_id: uuid.UUID) -> PupilOverview:
    """The pupil, if this person may open their page."""
    return pupil(request.actor, public_id)
