"""A whole file of marks, in whichever of its shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from rollbook.formats.mark_rows.codes import check_week, is_sub_code, read_code, split_marks
from rollbook.formats.mark_rows.headers import IDS, MarkLayout, is_mark_header, lay_out, read_half
from rollbook.formats.mark_rows.rows import MarkFile, MarkRow
from rollbook.formats.problems import Problems
from rollbook.formats.pupil_rows.filling import read_upn
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets import Sheet, SheetRow, read_sheet
from rollbook.formats.values.cells import Cell, Unreadable, text_of
from rollbook.formats.values.dates import read_date
from rollbook.formats.values.names import read_text

MOST_MINUTES = 600
NOT_MARKS = (
    "“{name}” is not a list of marks. It needs a column with the UPN, MIS ID or admission number, and either the "
    "columns Date, Session and Mark, or a column for each session (such as “07/09/2026 AM”) or each week."
)


@dataclass(slots=True)
class Reading:
    """The file under way: its sheet, its columns, and what has been found so far."""

    sheet: Sheet
    layout: MarkLayout
    problems: Problems = field(default_factory=Problems)
    marks: list[MarkRow] = field(default_factory=list)
    no_mark: int = 0
    sub_codes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pupil:
    """Whose marks a row holds, and which row it is."""

    row: int
    upn: str | None
    mis_id: str | None
    admission_number: str | None


def read_marks(name: str, data: bytes) -> MarkFile:
    """Read historic marks: a row for each mark, a column for each session, or a string for each week.

    A mark that cannot be read is an error of its own row and column; the others are kept. Whether
    a code was in force, or the school open, is not asked here. Raises `FileRefused` when the file
    cannot be read or is no list of marks.
    """
    sheet = read_sheet(name, data, known=is_mark_header)
    layout = lay_out(sheet.headers)
    if not layout.ids or not layout.shape or not sheet.rows:
        raise FileRefused(NOT_MARKS.format(name=name))
    reading = Reading(sheet, layout)
    for row in sheet.rows:
        pupil = _pupil(reading, row)
        if pupil:
            _read_row(reading, row, pupil)
    notes = (*sheet.notes, *_notes(reading))
    problems = reading.problems.as_tuple()
    return MarkFile(tuple(reading.marks), problems, layout.shape, layout.unrecognised, reading.no_mark, notes)


def _notes(reading: Reading) -> tuple[str, ...]:
    if not reading.sub_codes:
        return ()
    return (f"Sub codes were read as the code they belong to: {', '.join(sorted(reading.sub_codes))}.",)


def _pupil(reading: Reading, row: SheetRow) -> Pupil | None:
    ids = {name: text_of(row.cells[place]) or None for name, place in reading.layout.ids.items()}
    if not any(ids.values()):
        reading.problems.error(row.number, "", "", "This row does not say whose marks it holds. Fill in the UPN or id.")
        return None
    upn = None
    if ids.get("upn"):
        place = reading.layout.ids["upn"]
        try:
            upn = read_upn(row.cells[place])
        except Unreadable as unreadable:
            reading.problems.error(row.number, reading.sheet.headers[place], ids["upn"], unreadable.says)
            return None
    return Pupil(row.number, upn, *(ids.get(name) for name in IDS[1:]))


def _read_row(reading: Reading, row: SheetRow, pupil: Pupil) -> None:
    if reading.layout.shape == "long":
        _read_long(reading, row, pupil)
        return
    if "week" in reading.layout.fields and "marks" in reading.layout.fields:
        start = _date(reading, row, "week")
        if start:
            _read_string(reading, row, pupil, reading.layout.fields["marks"], start)
        return
    for column in reading.layout.dated:
        if column.half is None:
            _read_string(reading, row, pupil, column.place, column.on)
        else:
            typed = text_of(row.cells[column.place])
            _keep(reading, pupil, column.place, column.on, column.half, typed)


def _read_long(reading: Reading, row: SheetRow, pupil: Pupil) -> None:
    fields = reading.layout.fields
    on = _date(reading, row, "on")
    if on is None:
        return
    for half, name in enumerate(("am", "pm")):
        if name in fields:
            _keep(reading, pupil, fields[name], on, half, text_of(row.cells[fields[name]]))
    if "mark" not in fields:
        return
    half_read = _half(reading, row)
    if half_read is not None:
        minutes, comment = _minutes(reading, row), _comment(reading, row)
        typed = text_of(row.cells[fields["mark"]])
        _keep(reading, pupil, fields["mark"], on, half_read, typed, minutes, comment)


def _read_string(reading: Reading, row: SheetRow, pupil: Pupil, place: int, start: date) -> None:
    """A string of marks from a day on: morning, afternoon, next morning …"""
    cell = row.cells[place]
    text = cell if isinstance(cell, str) else text_of(cell)
    if not text.strip():
        return
    marks = split_marks(text)
    try:
        check_week(start, len(marks))
    except Unreadable as unreadable:
        reading.problems.error(row.number, reading.sheet.headers[place], text, unreadable.says)
        return
    for at, typed in enumerate(marks):
        _keep(reading, pupil, place, start + timedelta(days=at // 2), at % 2, typed)


def _keep(
    reading: Reading,
    pupil: Pupil,
    place: int,
    on: date,
    half: int,
    typed: str,
    minutes: int | None = None,
    comment: str | None = None,
) -> None:
    column = reading.sheet.headers[place]
    try:
        code = read_code(typed)
    except Unreadable as unreadable:
        where = f"{on:%d/%m/%Y} {'PM' if half else 'AM'}: "
        reading.problems.error(pupil.row, column, typed, where + unreadable.says)
        return
    if code is None:
        reading.no_mark += 1
        return
    if is_sub_code(typed):
        reading.sub_codes.add(f"{typed.strip().upper()} as {code}")
    ids = (pupil.upn, pupil.mis_id, pupil.admission_number)
    reading.marks.append(MarkRow(pupil.row, column, *ids, on, half, code, typed, minutes, comment))


def _date(reading: Reading, row: SheetRow, name: str) -> date | None:
    place = reading.layout.fields[name]
    cell: Cell = row.cells[place]
    try:
        on = read_date(cell)
    except Unreadable as unreadable:
        reading.problems.error(row.number, reading.sheet.headers[place], text_of(cell), unreadable.says)
        return None
    if on is None:
        reading.problems.error(row.number, reading.sheet.headers[place], "", "This row has no date. Fill it in.")
    return on


def _half(reading: Reading, row: SheetRow) -> int | None:
    place = reading.layout.fields.get("half")
    if place is None:
        says = "The file has no column that says AM or PM. Add a column Session."
        reading.problems.error(row.number, "Session", "", says)
        return None
    try:
        return read_half(text_of(row.cells[place]))
    except Unreadable as unreadable:
        reading.problems.error(row.number, reading.sheet.headers[place], text_of(row.cells[place]), unreadable.says)
        return None


def _minutes(reading: Reading, row: SheetRow) -> int | None:
    place = reading.layout.fields.get("minutes")
    text = text_of(row.cells[place]) if place is not None else ""
    if place is None or not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:6]) <= MOST_MINUTES:
        return int(text) or None
    says = f"“{text[:40]}” is not a number of minutes. The mark was kept without it."
    reading.problems.warn(row.number, reading.sheet.headers[place], text, says)
    return None


def _comment(reading: Reading, row: SheetRow) -> str | None:
    place = reading.layout.fields.get("comment")
    if place is None:
        return None
    try:
        return read_text(row.cells[place])
    except Unreadable as unreadable:
        says = f"{unreadable.says} The mark was kept without it."
        reading.problems.warn(row.number, reading.sheet.headers[place], text_of(row.cells[place]), says)
        return None
