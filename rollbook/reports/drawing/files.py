"""A report as a file: which forms there are, what each is called and how it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollbook.reports.drawing.csv import csv_file
from rollbook.reports.drawing.pdf import pdf_file
from rollbook.reports.drawing.xlsx import workbook
from rollbook.reports.report import Report
from rollbook.rules.actor import LONDON

_MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


class Form(StrEnum):
    """What a report can be saved as."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent: its bytes, what they are, and a name with nobody's name in it."""

    data: bytes
    media: str
    name: str


def file_of(report: Report, form: Form, *, outside: bool = False) -> File:
    """The report as a file of that form; several tables as CSV are a ZIP of them."""
    data, ending = _drawn(report, form, outside)
    day = report.made_at.astimezone(LONDON)
    return File(data, _MEDIA[ending], f"{report.kind}-{day:%Y-%m-%d}.{ending}")


def _drawn(report: Report, form: Form, outside: bool) -> tuple[bytes, str]:
    match form:
        case Form.PDF:
            return pdf_file(report, outside=outside), "pdf"
        case Form.XLSX:
            return workbook(report, outside=outside), "xlsx"
        case Form.CSV:
            return csv_file(report, outside=outside)
