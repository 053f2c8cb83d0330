"""Excel and OpenDocument workbooks, through calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rollbook.formats.archives import Archive
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets.bounds import check_bounds

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Cells = list[str | date | None]


def tables_of_workbook(name: str, data: bytes, archive: Archive) -> Iterator[tuple[str, list[tuple[int, Cells]]]]:
    """Each visible sheet of the workbook that holds anything: its name, and its numbered rows."""
    check_bounds(archive)
    import python_calamine

    visible = python_calamine.SheetVisibleEnum.Visible
    book = _opened(name, data)
    for sheet in book.sheets_metadata:
        if sheet.visible == visible and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            rows = _rows(name, book, sheet.name)
            if rows:
                yield sheet.name, rows


def _opened(name: str, data: bytes) -> CalamineWorkbook:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as locked:
        raise FileRefused(f"“{name}” is protected by a password. Save it without one and send it again.") from locked
    except BaseException as broken:
        raise _unreadable(name, broken) from broken


def _rows(name: str, book: CalamineWorkbook, sheet_name: str) -> list[tuple[int, Cells]]:
    try:
        sheet = book.get_sheet_by_name(sheet_name)
        if sheet.start is None:
            return []
        first_row, first_column = sheet.start
        raw = sheet.to_python(skip_empty_area=True)
    except BaseException as broken:
        raise _unreadable(name, broken) from broken
    blank: Cells = [None] * first_column
    return [(first_row + 1 + place, blank + [_cell(value) for value in row]) for place, row in enumerate(raw)]


def _unreadable(name: str, broken: BaseException) -> FileRefused:
    """A refusal for the reader's own errors, its panics among them; an interrupt stays one."""
    if isinstance(broken, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise broken
    return FileRefused(
        f"“{name}” is damaged and cannot be read. Open it, save it again as .xlsx or CSV, and send that."
    )


def _cell(value: object) -> str | date | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return _hours(value)
    return value if isinstance(value, date) else str(value)


def _plain_number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _hours(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
