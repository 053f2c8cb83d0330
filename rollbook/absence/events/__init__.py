"""What the absence desk announces, by subject."""

from rollbook.absence.events.desk import FamiliesTexted, ReasonsSettled
from rollbook.absence.events.line import (
    FilingTakenBack,
    ReportFiled,
    ReportRejected,
    ReportReopened,
    ReportTaken,
    RingBackDone,
    RingBackWanted,
)

__all__ = [
    "FamiliesTexted",
    "FilingTakenBack",
    "ReasonsSettled",
    "ReportFiled",
    "ReportRejected",
    "ReportReopened",
    "ReportTaken",
    "RingBackDone",
    "RingBackWanted",
]
