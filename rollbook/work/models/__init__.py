"""The tables of work, by subject: tasks, delegation, hand-over notes."""

from rollbook.work.models.delegation import Delegation
from rollbook.work.models.notes import HandOverNote, NoteReading
from rollbook.work.models.tasks import Task

__all__ = ["Delegation", "HandOverNote", "NoteReading", "Task"]
