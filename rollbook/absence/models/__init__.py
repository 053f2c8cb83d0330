"""The tables of the absence desk, by subject: what the school was told of absences."""

from rollbook.absence.models.reports import CallNote, Report, ReportFile, ReportMark, ReportPupil

__all__ = ["CallNote", "Report", "ReportFile", "ReportMark", "ReportPupil"]
