"""The tables of the caseload, by subject."""

from rollbook.cases.models.beside import CaseFile, CaseNote, CaseNotice, CaseRest
from rollbook.cases.models.case import Case
from rollbook.cases.models.stages import StagePolicy
from rollbook.cases.models.step import CaseStep
from rollbook.cases.models.suggestion import Suggestion

__all__ = ["Case", "CaseFile", "CaseNote", "CaseNotice", "CaseRest", "CaseStep", "StagePolicy", "Suggestion"]
