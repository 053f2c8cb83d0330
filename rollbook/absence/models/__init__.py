"""The tables of the absence desk, by subject: what the school was told, and how families are reached."""

from rollbook.absence.models.contact import (
    ChildLadder,
    ContactEntry,
    ContactHold,
    ContactLadder,
    ContactRound,
    Professional,
    SweepTick,
)
from rollbook.absence.models.reports import CallNote, Report, ReportFile, ReportMark, ReportPupil

__all__ = [
    "CallNote",
    "ChildLadder",
    "ContactEntry",
    "ContactHold",
    "ContactLadder",
    "ContactRound",
    "Professional",
    "Report",
    "ReportFile",
    "ReportMark",
    "ReportPupil",
    "SweepTick",
]
