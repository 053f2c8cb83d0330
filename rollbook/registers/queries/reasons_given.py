"""The reasons that were kept with a pupil's absences: what a court reads beside the year (LEG-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.registers.models import Mark
from rollbook.registers.notes import detail_place
from rollbook.registers.queries.noted import note_of_session, read_note
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class GivenReason:
    """An absence as it stands with what was written beside it; `note` is empty where nothing was."""

    session: Session
    code: str
    minutes: int | None
    note: str


def reasons_given(actor: Actor, pupil_id: int, public_id: str, first: date, last: date) -> tuple[GivenReason, ...]:
    """Every absence or lateness of a pupil in these days, in order: one statement, for who may see reasons."""
    actor.require(Permission.SEE_REASONS)
    rows = Mark.objects.filter(school_id=actor.school, pupil_id=pupil_id, date__range=(first, last))
    found = rows.order_by("date", "half").annotate(kept=note_of_session())
    return tuple(
        _reason(public_id, Session(day, Half(half)), code, minutes, kept)
        for day, half, code, minutes, kept in found.values_list("date", "half", "code", "minutes", "kept")
        if in_force(day)[code].absent or in_force(day)[code].late or kept
    )


def _reason(
    public_id: str, session: Session, code: str, minutes: int | None, kept: bytes | memoryview | None
) -> GivenReason:
    return GivenReason(session, code, minutes, read_note(kept, detail_place(public_id, session)))
