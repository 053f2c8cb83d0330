"""A report as CSV that any spreadsheet opens, with nothing in it that one would run."""

from __future__ import annotations

import csv
import io

from rollbook.absence.views.downloads import plain
from rollbook.reports.report import Cell, Change, Person, Report


def csv_file(report: Report, *, outside: bool = False) -> bytes:
    """Every table under its title; without the columns that name somebody where it goes outside the school."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for table in report.tables():
        kept = [n for n, column in enumerate(table.columns) if not (outside and column.names)]
        writer.writerow([table.title])
        writer.writerow([table.columns[n].title for n in kept])
        for row in (*table.rows, *((table.foot,) if table.foot else ())):
            writer.writerow([_plain(row[n]) for n in kept])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> object:
    if isinstance(cell, int):
        return cell
    if isinstance(cell, Person):
        return plain(cell.name)
    if isinstance(cell, Change):
        return str(cell)
    return "" if cell is None else plain(cell)
