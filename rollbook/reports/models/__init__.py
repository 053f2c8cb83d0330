"""The tables of reports: a school's year in figures, what is saved, and when it is sent."""

from rollbook.reports.models.figures import SchoolFigures
from rollbook.reports.models.saved import SavedReport, Schedule, ScheduleReader

__all__ = ["SavedReport", "Schedule", "ScheduleReader", "SchoolFigures"]
