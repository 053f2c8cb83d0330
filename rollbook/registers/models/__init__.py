"""The tables of the attendance register: the record, and what stands now."""

from rollbook.registers.models.lessons import LessonNote, SessionRule
from rollbook.registers.models.marks import LessonMark, Mark, PlannedMark, PupilYear
from rollbook.registers.models.record import (
    Amendment,
    Chain,
    Disposal,
    LegalHold,
    MarkDetail,
    RegisterSave,
    RetentionPermit,
    Seal,
)

__all__ = [
    "Amendment",
    "Chain",
    "Disposal",
    "LegalHold",
    "LessonMark",
    "LessonNote",
    "Mark",
    "MarkDetail",
    "PlannedMark",
    "PupilYear",
    "RegisterSave",
    "RetentionPermit",
    "Seal",
    "SessionRule",
]
