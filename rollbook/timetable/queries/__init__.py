"""What others may ask of the timetable; answers are frozen values."""

from rollbook.timetable.queries.days import LessonOn, lesson_on, lessons_named, lessons_now, lessons_on, may_take_lesson
from rollbook.timetable.queries.moving import MovePreview, SlotLine, move_preview
from rollbook.timetable.queries.periods import find_time, same_period
from rollbook.timetable.queries.weeks import WeekGrid, WeekLine, week_grid, week_letters

__all__ = [
    "LessonOn",
    "MovePreview",
    "SlotLine",
    "WeekGrid",
    "WeekLine",
    "find_time",
    "lesson_on",
    "lessons_named",
    "lessons_now",
    "lessons_on",
    "may_take_lesson",
    "move_preview",
    "same_period",
    "week_grid",
    "week_letters",
]
