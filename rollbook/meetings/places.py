"""Where the words of a meeting belong, to which their encryption is bound."""

from __future__ import annotations

from uuid import UUID


def meeting_place(meeting: UUID, what: str, pupil: int | str = "") -> str:
    """The agenda, why it was cancelled, a pupil's part of the pack, a frozen copy."""
    return f"meeting:{meeting}|{what}|{pupil}"


def person_place(person: UUID, what: str) -> str:
    return f"meeting.person:{person}|{what}"


def minute_place(minute: UUID) -> str:
    return f"meeting.minute:{minute}|words"


def decision_place(decision: UUID) -> str:
    return f"meeting.decision:{decision}|reason"


def point_place(point: UUID, what: str) -> str:
    return f"meeting.point:{point}|{what}"
