"""Where a note about a pupil belongs; encrypted for its place, it can be read in no other."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rollbook.rules.sessions import Session


def detail_place(pupil: str, session: Session) -> str:
    """The place of a mark's note: the pupil's public id and the session."""
    return f"registers.detail|{pupil}|{session.on.isoformat()}|{int(session.half)}"


def plan_place(pupil: str) -> str:
    """The place of a planned absence's note: the pupil's public id."""
    return f"registers.plan|{pupil}"


def lesson_place(pupil: str, on: date, lesson: str) -> str:
    """The place of a lesson mark's note: the pupil's public id, the date and the lesson's key."""
    return f"registers.lesson|{pupil}|{on.isoformat()}|{lesson}"


def no_show_place(row: UUID) -> str:
    """The place of what was heard of a pupil who has not come: its own public id."""
    return f"registers.no-show|{row}"
