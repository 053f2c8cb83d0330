"""A report as parts of a page, on the screen or on paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rollbook.reports.report import Cell, Change, Numbers, Person, Picture, Report, Section, Share, Table, Words
from rollbook.web.charts import svg

_NAMES = {Words: "words", Numbers: "numbers", Table: "table", Picture: "picture"}


def drawn(report: Report, school: str, *, paper: bool = False) -> SafeString:
    """Every section in order, and how it was counted."""
    parts = [_section(section, school, paper) for section in report.sections]
    return mark_safe(render_to_string("reports/parts/report.html", {"report": report, "parts": parts, "paper": paper}))  # noqa: S308  # autoescaped there


def _section(section: Section, school: str, paper: bool) -> SafeString:
    name = _NAMES[type(section)]
    values: dict[str, object] = {"section": section, "paper": paper}
    table = section.table if isinstance(section, Picture) else section if isinstance(section, Table) else None
    if table is not None:
        values |= _table(table, school, paper)
    if isinstance(section, Picture):
        values["svg"] = mark_safe(svg(section.chart, paper=paper))  # noqa: S308  # made and escaped by the charts
    if isinstance(section, Numbers):
        values["numbers"] = [(n, cell(n.value, school, paper)) for n in section.numbers]
    return mark_safe(render_to_string(f"reports/parts/{name}.html", values))  # noqa: S308  # autoescaped there


def _table(table: Table, school: str, paper: bool) -> dict[str, object]:
    def row(cells: tuple[Cell, ...]) -> list[tuple[object, SafeString]]:
        return [(c, cell(v, school, paper)) for c, v in zip(table.columns, cells, strict=True)]

    return {"table": table, "rows": [row(r) for r in table.rows], "foot": row(table.foot) if table.foot else []}


def cell(value: Cell, school: str, paper: bool) -> SafeString:
    """One cell: a share links to what it opens to, a pupil to their page; on paper both are plain."""
    if value is None:
        return mark_safe("")
    if isinstance(value, Share) and value.opens and value.whole and not paper:
        url = reverse("reports:opened", kwargs={"school": school})
        return format_html('<a href="{}?{}">{}</a>', url, value.opens.query, value)
    if isinstance(value, Person):
        return _person(value.name, value.pupil, school, paper)
    if isinstance(value, Change):
        return format_html("<span>{}</span>", value)
    if isinstance(value, date):
        return format_html("{}", f"{value:%a} {value.day} {value:%b}")
    return format_html("{}", value)


def _person(name: str, pupil: UUID, school: str, paper: bool) -> SafeString:
    if paper:
        return format_html("<bdi>{}</bdi>", name)
    url = reverse("home:pupil", kwargs={"school": school, "pupil": pupil})
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, name)
