"""Pupils and their contacts out of SIMS, Arbor and Bromcom exports, and files like them."""

from rollbook.formats.pupil_rows.reading import read_pupils
from rollbook.formats.pupil_rows.rows import Column, ContactRow, PupilFile, PupilRow

__all__ = ["Column", "ContactRow", "PupilFile", "PupilRow", "read_pupils"]
