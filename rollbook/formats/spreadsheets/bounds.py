"""How large a workbook will become when opened, told from its XML before it is.

A few bytes can claim a cell in the last corner of a sheet; the reader would lay out every cell between."""

from __future__ import annotations

import re

from rollbook.formats.archives import Archive
from rollbook.formats.refusals import FileRefused

MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000
MOST_TEXT = 400 * 1024 * 1024

PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
END_OF_STRING = re.compile(rb"</(?:\w+:)?si\s*>")
ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)")
COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)")


def check_bounds(archive: Archive) -> None:
    """Refuse a workbook whose cells or texts would not fit, whatever little room they take packed."""
    for _, content in archive.members:
        _refuse_wide_letters(archive.name, content)
        if b"sheetData" in content:
            _check_excel_sheet(archive, content)
        if b"table:table" in content:
            _check_ods(archive.name, content)


def _refuse_wide_letters(name: str, content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise FileRefused(
            f"“{name}” is written in an unusual alphabet inside. Save it again with Excel or LibreOffice."
        )


def _check_excel_sheet(archive: Archive, content: bytes) -> None:
    rows = columns = 0
    for letters, digits in PLACE.findall(content):
        rows = max(rows, int(digits[:9]))
        columns = max(columns, _column_number(letters))
    cells = len(CELL.findall(content))
    _check_area(archive.name, rows, columns)
    longest = max((_longest_string(part) for _, part in archive.members), default=0)
    if longest * cells > MOST_TEXT and longest > 1_000:
        raise FileRefused(
            f"“{archive.name}” repeats a very long text too often to be opened. Remove it and save again."
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:5].upper():
        number = number * 26 + letter - 64
    return number


def _longest_string(content: bytes) -> int:
    if b"si>" not in content:
        return 0
    return max(len(part) for part in END_OF_STRING.split(content))


def _check_ods(name: str, content: bytes) -> None:
    row = text = widest = last = 0
    marks = list(ODS_ROW.finditer(content))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(content)
        repeats = _repeats(ROWS_REPEATED, mark.group(1))
        row += repeats
        width, most = _ods_row(content[mark.end() : end])
        if not width:
            continue
        last, widest = row, max(widest, width)
        text += (end - mark.end()) * most * repeats
        _check_area(name, last, widest)
        if text > MOST_TEXT:
            raise FileRefused(f"“{name}” repeats its cells too often to be opened. Save it again with fewer rows.")


def _ods_row(content: bytes) -> tuple[int, int]:
    """How wide the row is up to its last filled cell, and the most a filled cell is repeated."""
    width = at = 0
    most = 1
    cells = list(ODS_CELL.finditer(content))
    for place, cell in enumerate(cells):
        repeats = _repeats(COLUMNS_REPEATED, cell.group(1))
        at += repeats
        end = cells[place + 1].start() if place + 1 < len(cells) else len(content)
        body = content[cell.end() : end]
        if b"office:" in cell.group(1) or b"<text:" in body:
            width, most = at, max(most, repeats)
    return width, most


def _repeats(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(1, int(found.group(1)[:9])) if found else 1


def _check_area(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise too_large(name, rows, columns)


def too_large(name: str, rows: int, columns: int) -> FileRefused:
    """The sentence for a table beyond 500,000 rows, 1,000 columns or five million cells."""
    return FileRefused(
        f"“{name}” reaches to row {rows:,} and column {columns:,}. At most {MOST_ROWS:,} rows, "
        f"{MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells are read. Delete what stands far below or beside the "
        "list, or split the file."
    )
