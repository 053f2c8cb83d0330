"""The screens of work, by subject."""

from rollbook.work.views.notes import note_done, note_read, notes
from rollbook.work.views.questions import ask_about, one_question, questions, tell
from rollbook.work.views.scripts import all_scripts, one_script
from rollbook.work.views.standing_in import delegation_end, since_last, standing_in
from rollbook.work.views.tasks import mine, task_done, task_taken

__all__ = [
    "all_scripts",
    "ask_about",
    "delegation_end",
    "mine",
    "note_done",
    "note_read",
    "notes",
    "one_question",
    "one_script",
    "questions",
    "since_last",
    "standing_in",
    "task_done",
    "task_taken",
    "tell",
]
