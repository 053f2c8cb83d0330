"""What may be done about work, by subject."""

from rollbook.work.actions.notes import finish_note, leave_note, read_note
from rollbook.work.actions.questions import Asked, answer_question, log_question, record_told
from rollbook.work.actions.scripts import write_script
from rollbook.work.actions.standing_in import delegate, end_delegation, look_back
from rollbook.work.actions.tasks import finish_from, finish_task, make_task, take_over

__all__ = [
    "Asked",
    "answer_question",
    "delegate",
    "end_delegation",
    "finish_from",
    "finish_note",
    "finish_task",
    "leave_note",
    "log_question",
    "look_back",
    "make_task",
    "read_note",
    "record_told",
    "take_over",
    "write_script",
]
