"""Absences that once stood without a reason, and when each was given one: from the amendments (REG-7, COD-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from rollbook.registers.models import Amendment
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class Explained:
    """A session's N gave way to a code (empty: to no mark) at a moment."""

    pupil_id: int
    session: Session
    code: str
    at: datetime


def explained(actor: Actor, first: date, last: date) -> tuple[Explained, ...]:
    """Every time that an N of a session from a day to a day gave way to something else, in order: one statement.

    No entry is amended before its own day, so what was amended before the first day is not looked through.
    """
    rows = Amendment.objects.filter(
        school_id=actor.school, at__gte=datetime.combine(first, time(), LONDON), date__range=(first, last), old="N"
    ).filter(lesson="")
    columns = ("pupil_id", "date", "half", "new", "at")
    found = rows.exclude(new="N").order_by("at", "id").values_list(*columns)
    return tuple(Explained(pupil, Session(on, Half(half)), new, at) for pupil, on, half, new, at in found)
