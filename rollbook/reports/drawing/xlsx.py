"""A report as a workbook."""

from __future__ import annotations

from rollbook.reports.report import Report


def workbook(report: Report, *, outside: bool = False) -> bytes:
    """A sheet for each table; numbers stay numbers."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for number, table in enumerate(report.tables(), start=1):
        sheet = book.add_worksheet(f"{number}")
        kept = [n for n, column in enumerate(table.columns) if not (outside and column.names)]
        sheet.write_row(0, 0, [table.columns[n].title for n in kept])
        for at, row in enumerate((*table.rows, *((table.foot,) if table.foot else ())), start=1):
            sheet.write_row(at, 0, [row[n] if isinstance(row[n], int) else str(row[n] or "") for n in kept])
    book.close()
    return out.getvalue()
