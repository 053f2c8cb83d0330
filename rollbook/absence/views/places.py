"""Addresses around an absence, and marks as its screens draw them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.urls import reverse

from rollbook.absence.queries import Counted
from rollbook.absence.words import short_session
from rollbook.pupils.queries import Flag as PupilFlag
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Session
from rollbook.web.components.layout import Flag, Tab
from rollbook.web.marks import EMPTY_BOX, MarkBox
from rollbook.web.pages import OfficeRequest

_NOBODY = str(UUID(int=0))

# Flags that make a name be looked for first; the rest are told in the same place, quietly.
LOUD = {"child-protection": "stop", "looked-after": "stop", "social-worker": "stop", "child-in-need": "warn"}


@dataclass(frozen=True, slots=True)
class MarkLink:
    """A session's mark as a box that opens it."""

    when: str
    box: MarkBox
    url: str


def settle_url(request: OfficeRequest, pupil: UUID, session: Session, query: str = "") -> str:
    """Where one session without a reason is settled; `query` says what stands in the form."""
    where = {"school": request.school.slug, "pupil": pupil, "on": session.on.isoformat()}
    return reverse("absence:settle", kwargs={**where, "half": session.half.name.lower()}) + query


def pupil_url(request: OfficeRequest, pupil: UUID, name: str = "pupil") -> str:
    """Where a pupil's page stands (or `name`: attendance, contacts)."""
    return _pupils_page(name, request.school.slug).replace(_NOBODY, str(pupil))


@lru_cache(maxsize=512)
def _pupils_page(name: str, school: str) -> str:
    """The address of one page of any pupil: Today asks for it a hundred times."""
    return reverse(f"home:{name}", kwargs={"school": school, "pupil": _NOBODY})


def mark_url(request: OfficeRequest, pupil: UUID, session: Session) -> str:
    """Where a mark's history stands."""
    where = {"school": request.school.slug, "pupil": pupil, "on": session.on.isoformat()}
    return reverse("registers:mark", kwargs={**where, "half": session.half.name.lower()})


def mark_links(request: OfficeRequest, pupil: PupilLine, marks: Iterable[Counted], around: date) -> list[MarkLink]:
    """Sessions as boxes, each with its day, each opening its history."""
    return [
        MarkLink(
            short_session(m.session, around=around),
            MarkBox.of(code_on(m.code, m.session.on)) if m.code else EMPTY_BOX,
            mark_url(request, pupil.public_id, m.session),
        )
        for m in marks
    ]


def shown_flags(flags: Iterable[PupilFlag]) -> tuple[Flag, ...]:
    """Flags as tags, the weightiest first."""
    return tuple(Flag(flag.title, LOUD.get(flag.kind, "info")) for flag in flags)


def absence_tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The sub-navigation of absence."""
    names: tuple[tuple[str, str, str], ...] = (
        ("no-reason", "No reason", reverse("absence:list", kwargs={"school": request.school.slug})),
        ("watch", "Watch lists", reverse("home:watch", kwargs={"school": request.school.slug})),
        ("ten", "Ten in ten weeks", reverse("absence:ten", kwargs={"school": request.school.slug})),
    )
    if request.actor.may(Permission.SEE_WATCH_LISTS):
        names = (*names, ("lateness", "Lateness", reverse("absence:lateness", kwargs={"school": request.school.slug})))
    if request.actor.may(Permission.SEE_FLAGS):
        figures = reverse("absence:looked-after", kwargs={"school": request.school.slug})
        names = (*names, ("looked-after", "Looked after", figures))
    if request.actor.may(Permission.SEND_MESSAGES) or request.actor.may(Permission.HOLD_CONTACT):
        today = ("contact", "To reach today", reverse("absence:contact", kwargs={"school": request.school.slug}))
        names = (today, *names)
    if request.actor.may(Permission.FILE_REPORTS):
        names = (("line", "Absence line", reverse("absence:line", kwargs={"school": request.school.slug})), *names)
    names = (*names, ("daily", "Daily lists", reverse("absence:daily-lists", kwargs={"school": request.school.slug})))
    if request.actor.may(Permission.REQUEST_VISITS):
        names = (*names, ("visits", "Home visits", reverse("absence:visits", kwargs={"school": request.school.slug})))
    return [Tab(label, url, key == current) for key, label, url in names]
