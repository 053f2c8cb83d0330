"""The addresses of registers and marks, and days as their pages write them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half, Session
from rollbook.web.pages import OfficeRequest


def register_url(request: OfficeRequest, group: UUID, session: Session, name: str = "take") -> str:
    """Where a group's register of one session is taken (or `name`: saved, known)."""
    return reverse(f"registers:{name}", kwargs={"group": group, **_place(request, session)})


def mark_url(request: OfficeRequest, pupil: UUID, session: Session, name: str = "mark") -> str:
    """Where one mark's history stands (or `name`: amend)."""
    return reverse(f"registers:{name}", kwargs={"pupil": pupil, **_place(request, session)})


def board_url(request: OfficeRequest, session: Session) -> str:
    """The board of one session."""
    address = reverse("registers:board", kwargs={"school": request.school.slug})
    return f"{address}?on={session.on.isoformat()}&half={session.half.name.lower()}"


def paper_url(request: OfficeRequest, group: UUID, on: date) -> str:
    """The printable sheet of the week of a day."""
    return reverse("registers:paper", kwargs={"school": request.school.slug, "group": group, "on": on.isoformat()})


def clock(moment: datetime) -> str:
    """A moment as the wall clock of the school shows it, e.g. 8:40."""
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"


def short_day(on: date) -> str:
    """A day as a busy person writes it, e.g. Tue 24 Nov."""
    return f"{on:%a} {on.day} {on:%b}"


def _place(request: OfficeRequest, session: Session) -> dict[str, str]:
    return {"school": request.school.slug, "on": session.on.isoformat(), "half": session.half.name.lower()}


def half_of_now(now: datetime) -> Half:
    """The half of the day at this moment: what a page shows when nobody says which."""
    return Half.AM if now.astimezone(LONDON).hour < 12 else Half.PM
