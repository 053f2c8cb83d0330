"""Marks of earlier weeks and years out of exports: one row per mark, or wide weeks."""

from rollbook.formats.mark_rows.reading import read_marks
from rollbook.formats.mark_rows.rows import MarkFile, MarkRow

__all__ = ["MarkFile", "MarkRow", "read_marks"]
