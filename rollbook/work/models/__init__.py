"""The tables of work, by subject: tasks, delegation, hand-over notes, questions, scripts."""

from rollbook.work.models.delegation import Delegation
from rollbook.work.models.notes import HandOverNote, NoteReading
from rollbook.work.models.questions import Question
from rollbook.work.models.scripts import ScriptText
from rollbook.work.models.tasks import Task

__all__ = ["Delegation", "HandOverNote", "NoteReading", "Question", "ScriptText", "Task"]
