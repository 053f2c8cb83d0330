"""A report as a tagged PDF."""

from __future__ import annotations

from rollbook.reports.report import Report
from rollbook.web.printing import pdf


def pdf_file(report: Report, *, outside: bool = False) -> bytes:
    """The report as it stands on paper."""
    tables = [
        {
            "title": table.title,
            "columns": [c.title for c in table.columns if not (outside and c.names)],
            "rows": [
                [str(v or "") for v, c in zip(row, table.columns, strict=True) if not (outside and c.names)]
                for row in table.rows
            ],
        }
        for table in report.tables()
    ]
    data = {
        "title": report.title,
        "about": report.about,
        "school": report.school,
        "says": report.says,
        "tables": tables,
    }
    return pdf("reports/typst/report.typ", data, made_at=report.made_at)
