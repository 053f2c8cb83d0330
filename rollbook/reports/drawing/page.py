"""A report as parts of a page: figures, tables that sort and fold, pictures with their data, how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from rollbook.reports.asked import Slice
from rollbook.reports.drawing.cells import in_words, moment_in_words, moved_in_words, order
from rollbook.reports.report import (
    Align,
    Cell,
    Change,
    Column,
    Number,
    Numbers,
    Person,
    Picture,
    Report,
    Section,
    Share,
    Table,
)
from rollbook.web.charts import svg
from rollbook.web.components.charts import NARROW
from rollbook.web.components.drawing import drawn_at
from rollbook.web.components.tables import written_rows

AT_ONCE = 50
_SORTS_FROM = 3
_FEW = 9


def nowhere(_: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a share and a person open for this reader; an empty address where they may not be opened."""

    share: Callable[[Slice], str] = nowhere
    person: Callable[[UUID], str] = nowhere


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the parts of one drawing have in common. `query` is the address, None on paper; `said` stands at the top."""

    links: Links
    query: QueryDict | None
    said: str


def body(report: Report, *, links: Links | None = None, query: QueryDict | None = None) -> SafeString:
    """Everything below the title: for a page with the `query` of its address, for paper (all rows, no links) without.

    In the address `sort` is “2.5” or “-2.5” (table, column) and `all` the tables that are shown whole.
    """
    sheet = _Sheet(links if links and query is not None else Links(), query, report.says)
    numbers = _numbered(report)
    parts = [_section(section, number, sheet) for section, number in zip(report.sections, numbers, strict=True)]
    return _draw(
        "report",
        report=report,
        parts=parts,
        made=moment_in_words(report.made_at),
        on_paper=query is None,
    )


def _numbered(report: Report) -> list[int]:
    """Tables counted from 1 in order, those of pictures too; 0 for what is none."""
    found, n = [], 0
    for section in report.sections:
        n += isinstance(section, Table | Picture)
        found.append(n if isinstance(section, Table | Picture) else 0)
    return found


def _section(section: Section, number: int, sheet: _Sheet) -> SafeString:
    match section:
        case Table():
            return _table(section, number, sheet)
        case Picture():
            return _picture(section, number, sheet)
        case Numbers():
            return _draw("numbers", title=section.title, numbers=[_number(one, sheet) for one in section.numbers])
        case _:
            return _draw("words", title=section.title, paragraphs=section.paragraphs)


def _number(one: Number, sheet: _Sheet) -> dict[str, object]:
    return {"label": one.label, "value": cell_html(one.value, sheet.links), "says": one.says, "moved": _moved(one)}


def _moved(one: Number) -> SafeString:
    if one.moved is None:
        return SafeString("")
    return format_html('<span class="rb-moved{}">{}</span>', _tone(one.moved), moved_in_words(one.moved))


def _picture(picture: Picture, number: int, sheet: _Sheet) -> SafeString:
    return _draw(
        "picture",
        chart=picture.chart,
        says=picture.chart.says if picture.chart.says != sheet.said else "",
        wide=svg(picture.chart),
        narrow=svg(picture.chart, width=NARROW) if sheet.query is not None else "",
        table=_table(picture.table, number, sheet, beside=picture.chart.says),
        on_paper=sheet.query is None,
        open=_stands_open(picture, number, sheet),
    )


def _stands_open(picture: Picture, number: int, sheet: _Sheet) -> bool:
    """Where it says more than the chart, and where the reader has sorted or unfolded it."""
    return picture.open or (sheet.query is not None and _is_touched(sheet.query, number))


def _is_touched(query: QueryDict, number: int) -> bool:
    return query.get("sort", "").lstrip("-").startswith(f"{number}.") or str(number) in query.getlist("all")


def _table(table: Table, number: int, sheet: _Sheet, *, beside: str = "") -> SafeString:
    rows, heads = table.rows, [_plain_head(column) for column in table.columns]
    more = ""
    if sheet.query is not None and len(rows) >= _SORTS_FROM:
        column, falling = _sorting(sheet.query, number, len(table.columns))
        rows = _sorted(rows, column, falling) if column is not None else rows
        heads = [_head(one, n, number, sheet.query) for n, one in enumerate(table.columns)]
    if sheet.query is not None and len(rows) > AT_ONCE + 10 and str(number) not in sheet.query.getlist("all"):
        rows, more = rows[:AT_ONCE], _address(sheet.query, number, whole=True)
    return _draw(
        "table",
        table=table,
        says=table.says if table.says not in (beside, sheet.said) else "",
        number=number,
        few=len(table.columns) <= _FEW,
        heads=heads,
        rows=_rows(table.columns, rows, sheet.links),
        foot=_rows(table.columns, [table.foot], sheet.links) if table.foot else "",
        shown=len(rows),
        more=more,
        on_paper=sheet.query is None,
    )


def _sorting(query: QueryDict, number: int, columns: int) -> tuple[int | None, bool]:
    """Which column of this table the address sorts by, from 0, and whether the greatest comes first."""
    asked = query.get("sort", "")
    table, _, column = asked.lstrip("-").partition(".")
    mine = table == str(number) and column.isascii() and column.isdigit() and 1 <= int(column[:4]) <= columns
    return (int(column[:4]) - 1 if mine else None), asked.startswith("-")


def _sorted(rows: tuple[tuple[Cell, ...], ...], column: int, falling: bool) -> tuple[tuple[Cell, ...], ...]:
    """Rows by a column; what is empty stays last either way."""
    known = [row for row in rows if order(row[column])[0] < 2]
    return (
        *sorted(known, key=lambda row: order(row[column]), reverse=falling),
        *(row for row in rows if order(row[column])[0] == 2),
    )


def _plain_head(column: Column) -> SafeString:
    return format_html('<th scope="col"{}>{}</th>', _look(column), column.title)


def _head(column: Column, n: int, number: int, query: QueryDict) -> SafeString:
    """A heading that sorts; numbers begin with the greatest."""
    now, falling = _sorting(query, number, n + 1)
    here = now == n
    first_falling = column.align == Align.NUMBER
    key = f"{number}.{n + 1}"
    turned = f"-{key}" if (not falling if here else first_falling) else key
    state = ("descending" if falling else "ascending") if here else "none"
    return format_html(
        '<th scope="col"{} aria-sort="{}"><a class="rb-sort" href="{}">{}</a></th>',
        _look(column),
        state,
        _address(query, number, sort=turned),
        column.title,
    )


def _address(query: QueryDict, number: int, *, sort: str = "", whole: bool = False) -> str:
    changed = query.copy()
    if sort:
        changed["sort"] = sort
    if whole:
        changed.appendlist("all", str(number))
    return f"?{changed.urlencode()}#table-{number}"


def _look(column: Column) -> SafeString:
    looks = _looks(column)
    return format_html(' class="{}"', looks) if looks else SafeString("")


def _looks(column: Column) -> str:
    return " ".join(name for name, so in (("rb-num", column.align == Align.NUMBER), ("rb-fold", column.folds)) if so)


def _rows(columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], links: Links) -> SafeString:
    return written_rows([_looks(column) for column in columns], ([cell_html(c, links) for c in row] for row in rows))


def cell_html(cell: Cell, links: Links) -> SafeString:
    """A cell as markup: a share and a person are links where they open."""
    match cell:
        case Share(opens=Slice() as asked):
            return _link(links.share(asked), in_words(cell))
        case Person():
            return _link(links.person(cell.pupil), format_html("<bdi>{}</bdi>", cell.name))
        case Change():
            spoken = moved_in_words(cell)
            return format_html(
                '<span class="rb-moved{}"><span aria-hidden="true">{}</span><span class="rb-hidden">{}</span></span>',
                _tone(cell),
                str(cell),
                spoken,
            )
        case date():
            return conditional_escape(in_words(cell).replace(" ", "\u00a0"))
        case _:
            return conditional_escape(in_words(cell))


def _tone(change: Change) -> str:
    return {True: " rb-moved--better", False: " rb-moved--worse", None: ""}[change.better]


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words) if address else conditional_escape(words)


def _draw(name: str, **values: object) -> SafeString:
    return drawn_at(f"reports/drawing/{name}.html", values)
