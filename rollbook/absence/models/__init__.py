"""The tables of the absence desk, by subject: what the school was told, and how families are reached."""

from rollbook.absence.models.chasing import ReasonChase, ReasonLadder
from rollbook.absence.models.contact import (
    ChildLadder,
    ContactEntry,
    ContactHold,
    ContactLadder,
    ContactRound,
    Professional,
    SweepTick,
)
from rollbook.absence.models.daily import DailyPolicy, DailySending
from rollbook.absence.models.given_out import GivenOut
from rollbook.absence.models.lateness import Detention, LatePolicy, LateStepTaken
from rollbook.absence.models.parents import ParentEvidence, ParentForm, ParentVisit
from rollbook.absence.models.reports import CallNote, Report, ReportFile, ReportMark, ReportPupil
from rollbook.absence.models.visits import (
    Doorstep,
    DoorstepChild,
    HomeVisit,
    VisitPolicy,
    VisitPupil,
    VisitsOut,
)

__all__ = [
    "CallNote",
    "ChildLadder",
    "ContactEntry",
    "ContactHold",
    "ContactLadder",
    "ContactRound",
    "DailyPolicy",
    "DailySending",
    "Detention",
    "Doorstep",
    "DoorstepChild",
    "GivenOut",
    "HomeVisit",
    "LatePolicy",
    "LateStepTaken",
    "ParentEvidence",
    "ParentForm",
    "ParentVisit",
    "Professional",
    "ReasonChase",
    "ReasonLadder",
    "Report",
    "ReportFile",
    "ReportMark",
    "ReportPupil",
    "SweepTick",
    "VisitPolicy",
    "VisitPupil",
    "VisitsOut",
]
