"""The tables of the timetable."""

from rollbook.timetable.models.files import TeacherCode, TimetableFile
from rollbook.timetable.models.lessons import DayChange, Lesson, WeekLetter

__all__ = ["DayChange", "Lesson", "TeacherCode", "TimetableFile", "WeekLetter"]
