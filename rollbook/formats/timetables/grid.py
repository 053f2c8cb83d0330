"""Grids in a spreadsheet: a row a lesson (Class, `MonA:1`, Teacher, Room), or a column a period of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rollbook.formats.problems import Problems
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets import Sheet, SheetRow, read_sheet
from rollbook.formats.timetables.rows import (
    LONGEST_PERIOD,
    LessonRow,
    TimetableFile,
    day_of,
    finished,
    slot_of,
    week_letter,
)
from rollbook.formats.values.cells import text_of

NAMES: Mapping[str, tuple[str, ...]] = {
    "group": ("class", "group", "teaching group", "class name", "set", "form"),
    "slot": ("day period", "dayperiod", "day:period", "slot", "time", "when", "lesson"),
    "day": ("day", "weekday"),
    "period": ("period", "lesson period"),
    "week": ("week", "cycle", "timetable week"),
    "subject": ("subject", "course"),
    "teacher": ("teacher", "staff", "teacher code", "staff code", "initials", "member of staff"),
    "room": ("room", "room code", "location"),
}
PARTS = re.compile(r"\s*[\n,;/]\s*|\s+")


def lessons_of(name: str, data: bytes) -> TimetableFile:
    """The lessons of a grid; its headings say which of the two shapes it has."""
    sheet = read_sheet(name, data, known=_is_known)
    columns = _columns(sheet)
    slots = {n: slot for n, header in enumerate(sheet.headers) if (slot := slot_of(header)) is not None}
    problems = Problems()
    for note in sheet.notes:
        problems.warn(None, "", "", note)
    if "group" not in columns:
        raise FileRefused(f"“{name}” has no column called Class. Give the classes' column that heading.")
    if slots:
        return finished(name, "grid", _wide(sheet, columns["group"], slots, problems), problems)
    if not ({"slot"} <= columns.keys() or {"day", "period"} <= columns.keys() or "period" in columns):
        raise FileRefused(
            f"“{name}” says for no class when it meets. It needs a column with day and period, such as MonA:1, "
            "or a column for each period of the week."
        )
    return finished(name, "grid", _long(sheet, columns, problems), problems)


def _long(sheet: Sheet, columns: Mapping[str, int], problems: Problems) -> Iterator[LessonRow]:
    for row in sheet.rows:
        said = {what: text_of(row.cells[place]) for what, place in columns.items()}
        if not said["group"]:
            problems.error(row.number, "Class", "", "The row names no class.")
            continue
        place = _place(said)
        if place is None:
            shown = said.get("slot") or f"{said.get('day', '')} {said.get('period', '')}".strip()
            says = "This is not a day and period. Write it as MonA:1: day, week letter if any, colon, period."
            problems.error(row.number, sheet.headers[columns.get("slot", columns.get("period", 0))], shown, says)
            continue
        about = (said.get("subject", ""), said.get("teacher", ""), said.get("room", ""))
        yield LessonRow(row.number, *place, said["group"], *about)


def _place(said: Mapping[str, str]) -> tuple[str, int, str] | None:
    week, period = week_letter(said.get("week", "")), said.get("period", "")
    found = slot_of(said.get("slot", "")) or slot_of(period)
    if found is not None:
        return week or found[0], found[1], found[2]
    day = day_of(said.get("day", ""))
    if day is None or not period or len(period) > LONGEST_PERIOD:
        return None
    return week or day[0], day[1], period


def _wide(
    sheet: Sheet, group: int, slots: Mapping[int, tuple[str, int, str]], problems: Problems
) -> Iterator[LessonRow]:
    for row in sheet.rows:
        name = text_of(row.cells[group])
        if not name:
            problems.error(row.number, "Class", "", "The row names no class.")
            continue
        yield from _cells(sheet, row, name, slots, problems)


def _cells(
    sheet: Sheet, row: SheetRow, group: str, slots: Mapping[int, tuple[str, int, str]], problems: Problems
) -> Iterator[LessonRow]:
    for place, (week, weekday, period) in slots.items():
        text = row.cells[place]
        words = [part for part in PARTS.split(text if isinstance(text, str) else text_of(text)) if part]
        if not words:
            continue
        if len(words) > 3:
            says = "A cell holds teacher and room, or subject, teacher and room, and nothing more."
            problems.error(row.number, sheet.headers[place], " ".join(words), says)
            continue
        subject = words[0] if len(words) == 3 else ""
        teacher, room = words[-2:] if len(words) > 1 else (words[0], "")
        yield LessonRow(row.number, week, weekday, period, group, subject, teacher, room)


def _columns(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(sheet.headers):
        for what, names in NAMES.items():
            if _plain(header) in names:
                found.setdefault(what, place)
    return found


def _is_known(header: str) -> bool:
    return slot_of(header) is not None or any(_plain(header) in names for names in NAMES.values())


def _plain(header: str) -> str:
    return " ".join(header.casefold().replace("_", " ").split())
