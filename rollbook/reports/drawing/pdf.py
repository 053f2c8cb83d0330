"""A report on paper: plain values for its template, made into a tagged PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rollbook.reports.drawing.cells import in_words, moment_in_words, moved_in_words
from rollbook.reports.drawing.outside import for_outside
from rollbook.reports.report import Align, Column, Number, Numbers, Picture, Report, Section, Table
from rollbook.web.charts import svg
from rollbook.web.printing import pdf

TEMPLATE = "reports/typst/report.typ"
_PORTRAIT, _LANDSCAPE = 92, 140  # letters across, at the size of a table
_NARROW = 0.7
_LEAST, _MOST = 6, 34
_BREAKABLE = 16
_LOOKED_AT = 200
_LONG_WORD = re.compile(rf"\S{{{_BREAKABLE + 1},}}")
_PICTURE, _WIDE_PICTURE = 640, 900

_Data = dict[str, object]


def pdf_file(report: Report, *, outside: bool = False) -> bytes:
    """The report as a PDF: A4, lying where a table is wide; the same report is the same file.

    `outside` leaves out what may not leave the school.
    """
    report = for_outside(report) if outside else report
    return pdf(TEMPLATE, data_of(report), made_at=report.made_at)


def data_of(report: Report) -> _Data:
    """What the template is given: words, and pictures as SVG."""
    wide = any(sum(_widths(table)) > _PORTRAIT for table in report.tables())
    made = f"read at {moment_in_words(report.made_at)}" + (f" by {report.made_by}" if report.made_by else "")
    return {
        "title": report.title,
        "school": report.school or " ",
        "about": report.about,
        "says": report.says,
        "foot": f"{report.title} · {made}",
        "wide": wide,
        "sections": [data for section in report.sections for data in _section(section, report, wide=wide)],
        "notes": list(report.notes),
    }


def _section(section: Section, report: Report, *, wide: bool) -> Iterator[_Data]:
    match section:
        case Table():
            yield from _tables(section, wide=wide, said=report.says)
        case Picture(chart=chart, table=table):
            yield {
                "kind": "picture",
                "title": chart.title,
                "says": "" if chart.says == report.says else chart.says,
                "svg": svg(chart, paper=True, width=_WIDE_PICTURE if wide else _PICTURE),
                "alt": f"Chart: {chart.title}. {chart.says} The table below has its values.",
            }
            yield from _tables(table, wide=wide, said=chart.says, named=table.title != chart.title)
        case Numbers():
            yield {"kind": "numbers", "title": section.title, "rows": [_number(n) for n in section.numbers]}
        case _:
            yield {"kind": "words", "title": section.title, "paragraphs": list(section.paragraphs)}


def _number(one: Number) -> _Data:
    says = [moved_in_words(one.moved) if one.moved else "", one.says]
    return {"label": one.label, "value": in_words(one.value) or "–", "says": ". ".join(s for s in says if s)}


def _tables(table: Table, *, wide: bool, said: str, named: bool = True) -> Iterator[_Data]:
    """A table; in several parts with the first column repeated where it has more columns than a sheet has room."""
    room, widths = _LANDSCAPE if wide else _PORTRAIT, _widths(table)
    parts = _parts(widths, room)
    for n, part in enumerate(parts):
        title = table.title if len(parts) == 1 else f"{table.title}, part {n + 1} of {len(parts)}"
        yield {
            "kind": "table",
            "title": title if named or n else "",
            "says": "" if n or table.says == said else table.says,
            "columns": [_column(table.columns[c]) for c in part],
            "widths": [widths[c] for c in part],
            "narrow": sum(widths[c] for c in part) < room * _NARROW,
            "rows": [[_breakable(in_words(row[c])) for c in part] for row in table.rows],
            "foot": [_breakable(in_words(table.foot[c])) for c in part] if table.foot else [],
            "empty": table.empty,
            "note": table.note if n == len(parts) - 1 else "",
        }


def _column(column: Column) -> _Data:
    return {"title": _breakable(column.title), "number": column.align == Align.NUMBER}


def _parts(widths: Sequence[int], room: int) -> list[list[int]]:
    """Columns for each part, so that each fits: the first column stands in all."""
    parts: list[list[int]] = [[0]]
    used = widths[0]
    for n in range(1, len(widths)):
        if used + widths[n] > room and len(parts[-1]) > 1:
            parts.append([0])
            used = widths[0]
        parts[-1].append(n)
        used += widths[n]
    return parts


def _widths(table: Table) -> list[int]:
    return [_width(table, n) for n in range(len(table.columns))]


def _width(table: Table, n: int) -> int:
    """Letters that a column wants: its heading's longest word, or what stands in it."""
    heading = max((len(word) for word in table.columns[n].title.split()), default=0)
    longest = max((len(in_words(row[n])) for row in table.rows[:_LOOKED_AT]), default=0)
    return min(_MOST, max(_LEAST, heading, longest)) + 2


def _breakable(words: str) -> str:
    """The words with places where one of two hundred letters may be broken."""
    return _LONG_WORD.sub(lambda long: "\u200b".join(_chunks(long.group())), words)


def _chunks(word: str) -> Iterator[str]:
    for n in range(0, len(word), _BREAKABLE):
        yield word[n : n + _BREAKABLE]
