"""A report as nothing but tables, for files that hold nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.reports.report import Numbers, Report, Table, number, words


def tables_of(report: Report) -> Iterator[Table]:
    """The figures that stand by themselves as one table, then every table of the report."""
    figures = _figures(report)
    if figures.rows:
        yield figures
    yield from report.tables()


def _figures(report: Report) -> Table:
    rows = tuple(
        (one.label, one.value, one.moved, one.says)
        for section in report.sections
        if isinstance(section, Numbers)
        for one in section.numbers
    )
    columns = (words("Figure"), number("Value"), number("Change in points"), words("Why"))
    return Table("Figures", columns, rows)
