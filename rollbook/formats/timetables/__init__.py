"""Timetables as the schools' own programs export them: Untis, aSc Timetables, and grids in a spreadsheet."""

from rollbook.formats.timetables.reading import read_timetable
from rollbook.formats.timetables.rows import LessonRow, TimetableFile

__all__ = ["LessonRow", "TimetableFile", "read_timetable"]
