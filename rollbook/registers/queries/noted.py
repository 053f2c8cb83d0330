"""The notes of marks that stand, read in the same statement as the marks."""

from __future__ import annotations

from django.db.models import BinaryField, Case, OuterRef, Subquery, Value, When
from django.db.models.expressions import Combinable

from rollbook.audit.keys import decrypt
from rollbook.registers.models import LessonNote, MarkDetail


def note_of_session() -> Combinable:
    """The note of a session's mark that has one, as it is kept (encrypted); empty for any other."""
    return _latest(MarkDetail, "half")


def note_of_lesson() -> Combinable:
    """The same of a lesson's mark."""
    return _latest(LessonNote, "lesson")


def _latest(notes: type[MarkDetail] | type[LessonNote], of: str) -> Combinable:
    these = {name: OuterRef(name) for name in ("school_id", "date", of, "pupil_id")}
    kept = Subquery(notes._default_manager.filter(**these).order_by("-id").values("text")[:1])
    return Case(When(has_detail=True, then=kept), default=Value(b""), output_field=BinaryField())


def read_note(kept: bytes | memoryview | None, place: str) -> str:
    """What was written, from what is kept for its place."""
    text = bytes(kept or b"")
    return decrypt(text, place=place) if text else ""
