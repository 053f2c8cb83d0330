"""The timetable's verbs, by subject: importing, weeks, changes of a day, moving pupils."""

from rollbook.timetable.actions.changes import cancel_lesson, change_room, set_cover
from rollbook.timetable.actions.importing import commit_timetable, import_timetable, say_teacher
from rollbook.timetable.actions.moving import move_pupil
from rollbook.timetable.actions.weeks import set_week_letter, set_week_letters

__all__ = [
    "cancel_lesson",
    "change_room",
    "commit_timetable",
    "import_timetable",
    "move_pupil",
    "say_teacher",
    "set_cover",
    "set_week_letter",
    "set_week_letters",
]
