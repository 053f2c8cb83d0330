"""A timetable out of any of the files schools have, told apart by what is in them."""

from __future__ import annotations

from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets.csv_text import rows_of_text
from rollbook.formats.spreadsheets.kinds import kind_of_table
from rollbook.formats.timetables import asc, grid, untis
from rollbook.formats.timetables.rows import TimetableFile

MOST_LESSONS = 60_000
_MARKUP = (b"<?xml", b"<timetable", b"<!doctype", b"<\x00?\x00", b"\x00<\x00?")


def read_timetable(name: str, data: bytes) -> TimetableFile:
    """Read a timetable: Untis GPU001, aSc Timetables XML, or a grid as CSV, Excel or ODS.

    Raises `FileRefused` for anything else, for an empty timetable, and for one too large.
    """
    found = _read(name, data)
    if len(found.lessons) > MOST_LESSONS:
        raise FileRefused(f"“{name}” has {len(found.lessons):,} lessons, more than any school's timetable.")
    if not found.lessons:
        first = next((problem.says for problem in found.problems), "It is empty.")
        raise FileRefused(f"“{name}” has no lesson that can be read. {first}")
    return found


def _read(name: str, data: bytes) -> TimetableFile:
    start = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith(_MARKUP) and not start.startswith(b"<!doctype html"):
        return asc.lessons_of(name, data)
    kind, _ = kind_of_table(name, data)
    if kind == "csv":
        records, _ = rows_of_text(name, data)
        if untis.looks_like_untis(records):
            return untis.lessons_of(name, records)
    return grid.lessons_of(name, data)
