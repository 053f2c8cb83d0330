"""Comma-separated text of any school system: its encoding, its separator, its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets.bounds import MOST_COLUMNS, MOST_ROWS, too_large
from rollbook.formats.values.guarded import unguarded

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 40
SAMPLE_CHARACTERS = 60_000
MOST_LINES_IN_A_CELL = 60
LONGEST_LINE = 1_000_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def rows_of_text(name: str, data: bytes) -> tuple[list[list[str]], tuple[str, ...]]:
    """Every record of the text, blank ones as empty lists, and notes on how it was read."""
    text, notes = _decoded(name, data)
    if "\x00" in text:
        raise FileRefused(f"“{name}” holds NUL characters, so it is not a text file. Export it again as CSV.")
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise FileRefused(f"“{name}” has a line of more than a million characters, so it is no list. Export it again.")
    text, separator = _separator(text)
    return _records(name, text, separator), notes


def _decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding, data = _marked_encoding(data)
    if encoding not in ("", "utf-8"):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError as broken:
            raise FileRefused(f"“{name}” breaks off inside a letter. Export it again as CSV (UTF-8).") from broken
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _line_by_line(data)


def _marked_encoding(data: bytes) -> tuple[str, bytes]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding, data[len(bom) :]
    start = data[:400]
    if start[1::2].count(0) > len(start) * 0.4:
        return "utf-16-le", data
    if start[0::2].count(0) > len(start) * 0.4:
        return "utf-16-be", data
    return "", data


def _line_by_line(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Windows letters, perhaps only in some lines: systems join pieces of both kinds."""
    lines = []
    mixed = doubtful = False
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            mixed = mixed or not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            doubtful = doubtful or "\ufffd" in lines[-1]
    notes = ["The file is in the Windows alphabet (Windows-1252), not UTF-8."]
    if mixed:
        notes = ["The file mixes two alphabets (UTF-8 and Windows-1252). Look at names with accents."]
    if doubtful:
        notes.append("Some letters could not be read; they are shown as \ufffd.")
    return "\n".join(lines), tuple(notes)


def _separator(text: str) -> tuple[str, str]:
    first = text[:8].casefold()
    if first.startswith("sep=") and len(text) > 4 and text[4] in SEPARATORS:
        # Excel's own way to name the separator; its row stays a row, so that numbers agree.
        return text, text[4]
    sample = text[:SAMPLE_CHARACTERS]
    return text, max(SEPARATORS, key=lambda separator: _fits(sample, separator))


def _fits(sample: str, separator: str) -> tuple[int, int]:
    """How many rows share the commonest width above one, then how wide that is."""
    widths: Counter[int] = Counter()
    try:
        records = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        for record in islice(records, SAMPLE_ROWS):
            widths[len(record)] += 1
    except csv.Error:
        return 0, 0
    wide = [(count, width) for width, count in widths.items() if width > 1]
    return max(wide, default=(0, 0))


def _records(name: str, text: str, separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            _add(name, records, record)
        return records
    except csv.Error as broken:
        if "unexpected end" in str(broken):
            raise _open_quote(name, len(records) + 1) from broken
    return _loose_records(name, text, separator)


def _loose_records(name: str, text: str, separator: str) -> list[list[str]]:
    """Quotation marks inside names, not doubled: read on, but never swallow rows."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in record):
                raise _open_quote(name, len(records) + 1)
            _add(name, records, record)
    except csv.Error as broken:
        raise FileRefused(f"“{name}” cannot be read after row {len(records)}. Export it again as CSV.") from broken
    return records


def _add(name: str, records: list[list[str]], record: list[str]) -> None:
    """Keep a record, and stop reading as soon as the table outgrows its bounds."""
    records.append([unguarded(cell) for cell in record])
    if len(records) > MOST_ROWS or len(record) > MOST_COLUMNS:
        raise too_large(name, len(records), len(record))


def _open_quote(name: str, row: int) -> FileRefused:
    return FileRefused(
        f'“{name}”: a quotation mark (") opened in row {row} is never closed, so the rows after it cannot be told '
        "apart. The file may be cut short: export it again."
    )
