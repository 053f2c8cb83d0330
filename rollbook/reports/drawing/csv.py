"""A report's tables as CSV: one file, or several in a ZIP; numbers as numbers, no word ever a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

from rollbook.formats.values.guarded import guarded
from rollbook.reports.drawing.flat import tables_of
from rollbook.reports.drawing.outside import for_outside
from rollbook.reports.report import Cell, Change, Column, Person, Report, Share, Table, words

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NOT_IN_A_NAME = re.compile(r"[^\w ()-]+")


def csv_file(report: Report, *, outside: bool = False) -> tuple[bytes, str]:
    """The tables and how the file ends: `csv` for the only one, `zip` for several.

    UTF-8 with its mark, lines end as spreadsheets expect. A share is three columns: the percentage to one decimal,
    its part and its whole. A report without tables is its figures. `outside` leaves out what may not leave the school.
    """
    report = for_outside(report) if outside else report
    tables = list(tables_of(report)) or [Table(report.title, (words("Nothing to show"),), ())]
    if len(tables) == 1:
        return _csv(tables[0]), "csv"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n, table in enumerate(tables, 1):
            entry = zipfile.ZipInfo(f"{n} {_plain(table.title)}.csv", report.made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, _csv(table))
    return out.getvalue(), "zip"


def _plain(title: str) -> str:
    return _NOT_IN_A_NAME.sub("", title).strip()[:60] or "Table"


def _csv(table: Table) -> bytes:
    wide = shares_of(table)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for n, column in enumerate(table.columns) for name in _heads(column, n in wide)])
    for row in (*table.rows, *([table.foot] if table.foot else [])):
        writer.writerow([value for n, cell in enumerate(row) for value in _values(cell, n in wide)])
    return out.getvalue().encode("utf-8-sig")


def shares_of(table: Table) -> frozenset[int]:
    """Which columns hold a share in any row."""
    return frozenset(n for row in (*table.rows, table.foot) for n, cell in enumerate(row) if isinstance(cell, Share))


def _heads(column: Column, wide: bool) -> tuple[str, ...]:
    if not wide:
        return (guarded(column.title),)
    return (guarded(f"{column.title} %"), guarded(f"{column.title}: part"), guarded(f"{column.title}: of"))


def _values(cell: Cell, wide: bool) -> tuple[str, ...]:
    if isinstance(cell, Share):
        return (str(cell.percentage) if cell.percentage else "", str(cell.part), str(cell.whole))
    return (_value(cell), *(("", "") if wide else ()))


def _value(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case int():
            return str(cell)
        case date():
            return cell.isoformat()
        case Change():
            return f"{cell.tenths / 10:.1f}"
        case Person():
            return _harmless(cell.name)
        case _:
            return _harmless(str(cell))


def _harmless(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else guarded(text)
