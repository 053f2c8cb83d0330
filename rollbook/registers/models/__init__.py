"""The tables of the attendance register: the record, and what stands now."""

from rollbook.registers.models.challenges import Challenge
from rollbook.registers.models.chasing import BoardCount, Chase, ChaseLadder
from rollbook.registers.models.days import ContactStop, NoShow, Occasion, Route, RouteRider
from rollbook.registers.models.lessons import LessonNote, SessionRule
from rollbook.registers.models.marks import LessonMark, Mark, PlannedMark, PupilYear
from rollbook.registers.models.outings import Outing, OutingLink
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
    "BoardCount",
    "Chain",
    "Challenge",
    "Chase",
    "ChaseLadder",
    "ContactStop",
    "Disposal",
    "LegalHold",
    "LessonMark",
    "LessonNote",
    "Mark",
    "MarkDetail",
    "NoShow",
    "Occasion",
    "Outing",
    "OutingLink",
    "PlannedMark",
    "PupilYear",
    "RegisterSave",
    "RetentionPermit",
    "Route",
    "RouteRider",
    "Seal",
    "SessionRule",
]
