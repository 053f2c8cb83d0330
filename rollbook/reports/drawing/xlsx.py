"""A report as a workbook: what it is about on the first sheet, then a sheet for each table, with real numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from rollbook.reports.drawing.cells import in_words, moment_in_words
from rollbook.reports.drawing.flat import tables_of
from rollbook.reports.drawing.outside import for_outside
from rollbook.reports.report import Align, Cell, Change, Column, Report, Share, Table, Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 48, 8
_LOOKED_AT = 200


def workbook(report: Report, *, outside: bool = False) -> bytes:
    """The workbook. A percentage is its two whole numbers divided, shown with one decimal; a date is a date.

    No text becomes a formula or a link. `outside` leaves out what may not leave the school.
    """
    import xlsxwriter

    report = for_outside(report) if outside else report
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "d mmm yyyy",
        },
    )
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": report.title, "subject": report.about, "author": report.school, "created": made})
    looks = _Looks(book)
    _about(book.add_worksheet("About"), report, looks)
    named = {"about"}
    divisions = _divisions()
    for table in tables_of(report):
        _sheet(book.add_worksheet(_sheet_name(table.title, named), divisions), table, looks)
    book.close()
    return out.getvalue()


def _divisions() -> type[Worksheet]:
    """A sheet whose formulas are taken as they are: ours only divide; looking each through took half of the time."""
    from xlsxwriter.worksheet import Worksheet

    class Divisions(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            del expand_future_functions
            return formula.removeprefix("=")

    return Divisions


class _Looks:
    """The formats of a workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.name = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        self.head = book.add_format(head)
        self.number_head = book.add_format({**head, "align": "right"})
        shapes: dict[str, dict[str, Any]] = {
            "words": {},
            "count": {"num_format": "#,##0"},
            "share": {"num_format": "0.0%"},
            "points": {"num_format": "+0.0;-0.0;0.0"},
            "date": {"num_format": "d mmm yyyy", "align": "left"},
            "right": {"align": "right"},
        }
        self.cells = {name: book.add_format(shape) for name, shape in shapes.items()}
        self.foot = {name: book.add_format({**shape, "bold": True, "top": 1}) for name, shape in shapes.items()}


def _about(sheet: Worksheet, report: Report, looks: _Looks) -> None:
    """Title, period, school, moment, conclusions, and how it was counted."""
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, report.title, looks.title)
    for n, (name, words) in enumerate(_said(report), 2):
        sheet.write_string(n, 0, name, looks.name)
        sheet.write_string(n, 1, words, looks.wrapped)


def _said(report: Report) -> Iterable[tuple[str, str]]:
    said = [
        ("School", report.school),
        ("Days and pupils", report.about),
        ("Read at", moment_in_words(report.made_at)),
        ("By", report.made_by),
        ("In short", report.says),
    ]
    said += [(s.title or "Note", " ".join(s.paragraphs)) for s in report.sections if isinstance(s, Words)]
    said += [(table.title, table.says) for table in report.tables() if table.says != report.says]
    said += [("How it was counted" if not n else "", note) for n, note in enumerate(report.notes)]
    return [(name, words) for name, words in said if words]


def _sheet(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, _width(table, n))
        sheet.write_string(0, n, column.title, looks.number_head if column.align == Align.NUMBER else looks.head)
    for r, row in enumerate(table.rows, 1):
        for c, cell in enumerate(row):
            _write(sheet, r, c, cell, table.columns[c], looks.cells)
    last = len(table.rows)
    for c, cell in enumerate(table.foot):
        _write(sheet, last + 1, c, cell, table.columns[c], looks.foot)
    if not table.rows:
        sheet.write_string(1, 0, table.empty)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, last), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, under: Column, looks: dict[str, Any]) -> None:
    match cell:
        case None | "":
            sheet.write_blank(row, column, None, looks["words"])
        case bool():
            sheet.write_string(row, column, "yes" if cell else "no", looks["words"])
        case int():
            sheet.write_number(row, column, cell, looks["count"])
        case Share(part=part, whole=whole) if whole:
            sheet.write_formula(row, column, f"={part}/{whole}", looks["share"], part / whole)
        case Change():
            sheet.write_number(row, column, cell.tenths / 10, looks["points"])
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), looks["date"])  # noqa: DTZ001
        case _:
            look = "right" if under.align == Align.NUMBER else "words"
            sheet.write_string(row, column, in_words(cell)[:32_000], looks[look])


def _width(table: Table, n: int) -> float:
    """Room for the heading's longest word and for what stands in the first rows."""
    heading = max((len(word) for word in table.columns[n].title.split()), default=0) + 3
    longest = max((len(in_words(row[n])) for row in table.rows[:_LOOKED_AT]), default=0)
    return min(_WIDEST, max(_NARROWEST, heading, longest + 2))


def _sheet_name(title: str, named: set[str]) -> str:
    """A name that workbooks allow, told apart from those before it."""
    plain = _FORBIDDEN.sub(" ", title).strip().strip("'")[:_LONGEST_NAME].strip() or "Table"
    name, n = plain, 1
    while name.lower() in named:
        n += 1
        name = f"{plain[: _LONGEST_NAME - len(str(n)) - 1]} {n}"
    named.add(name.lower())
    return name
