"""The notes of marks that stand, read in the same statement as the marks."""

from __future__ import annotations

from typing import Any

from django.db.models import BinaryField, Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

from rollbook.audit.keys import decrypt
from rollbook.registers.models import LessonNote, MarkDetail


def notes_of_sessions() -> QuerySet[Any]:
    """The notes that were kept of a session's mark."""
    of = {name: OuterRef(name) for name in ("school_id", "date", "half", "pupil_id")}
    return MarkDetail.objects.filter(**of)


def notes_of_lessons() -> QuerySet[Any]:
    """The same of a lesson's mark."""
    return LessonNote.objects.filter(**{name: OuterRef(name) for name in ("school_id", "date", "lesson", "pupil_id")})


def latest(notes: QuerySet[Any]) -> Combinable:
    """The note of a mark that has one, as it is kept (encrypted); empty for any other."""
    kept = Subquery(notes.order_by("-id").values("text")[:1])
    return Case(When(has_detail=True, then=kept), default=Value(b""), output_field=BinaryField())


def read_note(kept: bytes | memoryview | None, place: str) -> str:
    """What was written, from what is kept for its place."""
    text = bytes(kept or b"")
    return decrypt(text, place=place) if text else ""
