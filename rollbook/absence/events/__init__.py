"""What the absence desk announces, by subject."""

from rollbook.absence.events.contact import (
    ChildLadderSet,
    ContactHeld,
    ContactLadderSet,
    ContactOutcome,
    ContactTakenBack,
    CorrectionsSent,
    EscalationTaken,
    FamilyUnaware,
    HoldEnded,
    ProfessionalSet,
    ProfessionalTold,
    RoundBegun,
    StepsTaken,
    SweepTicked,
)
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
    "ChildLadderSet",
    "ContactHeld",
    "ContactLadderSet",
    "ContactOutcome",
    "ContactTakenBack",
    "CorrectionsSent",
    "EscalationTaken",
    "FamiliesTexted",
    "FamilyUnaware",
    "FilingTakenBack",
    "HoldEnded",
    "ProfessionalSet",
    "ProfessionalTold",
    "ReasonsSettled",
    "ReportFiled",
    "ReportRejected",
    "ReportReopened",
    "ReportTaken",
    "RingBackDone",
    "RingBackWanted",
    "RoundBegun",
    "StepsTaken",
    "SweepTicked",
]
