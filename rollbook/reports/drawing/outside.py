"""What of a report may leave the school: nobody's name, and no small number or what gives one away (DAT-7)."""

from __future__ import annotations

from dataclasses import replace

from rollbook.reports.report import Cell, Number, Numbers, Person, Picture, Report, Section, Share, Table, Words
from rollbook.rules.small_numbers import MARK, NOTE, hidden_in_list, hides_share, is_small

LISTS_PUPILS = "This part lists pupils one by one, so it stays inside the school."

_Row = tuple[Cell, ...]


def for_outside(report: Report) -> Report:
    """The same report as it may leave the school; one that already may is as it was.

    A table of pupils by name is left out with its picture. In others, numbers and shares of pupils are hidden where
    they are small, and so are those from which a hidden one could be worked out; then no picture, no sentence and no
    link beside them tells it either.
    """
    sections = tuple(_section(section) for section in report.sections)
    if sections == report.sections:
        return report
    made = replace(report, sections=sections)
    notes = (*report.notes, NOTE) if _has_mark(made) and NOTE not in report.notes else report.notes
    return replace(made, notes=notes, says="")


def _section(section: Section) -> Section:
    match section:
        case Table():
            return _table(section)
        case Picture():
            table = _table(section.table)
            return section if table == section.table else table
        case Numbers():
            return replace(section, numbers=tuple(_number(one) for one in section.numbers))
        case _:
            return section


def _table(table: Table) -> Table | Words:
    if any(column.names for column in table.columns) or any(isinstance(c, Person) for row in table.rows for c in row):
        return Words(table.title, (LISTS_PUPILS,))
    counted = [n for n, column in enumerate(table.columns) if column.counts_people or _is_share_of_pupils(table, n)]
    if not counted:
        return table
    hidden, totals = _hidden(table, counted)
    if not hidden and not totals:
        return table
    size = next((n for n in counted if table.columns[n].counts_people), None)
    rows = tuple(_without(row, counted, size) if n in hidden else row for n, row in enumerate(table.rows))
    foot = tuple(MARK if n in totals else cell for n, cell in enumerate(table.foot))
    return replace(table, rows=rows, foot=foot, says="")


def _hidden(table: Table, counted: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Rows hidden in any column of pupils are hidden in all of them; and the columns whose total is hidden."""
    rows: set[int] = set()
    totals: set[int] = set()
    for n in counted:
        for counts in _counts(table, n):
            found = hidden_in_list(counts, total=bool(table.foot))
            rows |= found.places
            totals |= {n} if found.total else set()
    return frozenset(rows), frozenset(totals)


def _counts(table: Table, n: int) -> tuple[list[int], ...]:
    """The numbers of pupils that a column tells: of a share both its part and those left over."""
    cells = [row[n] for row in table.rows]
    parts = [_part(cell) for cell in cells]
    left = [cell.whole - cell.part if isinstance(cell, Share) else 0 for cell in cells]
    return parts, left


def _part(cell: Cell) -> int:
    if isinstance(cell, Share):
        return cell.part
    return cell if isinstance(cell, int) else 0


def _without(row: _Row, counted: list[int], size: int | None) -> _Row:
    """A row without its numbers of pupils; without any share at all where the group itself is hidden."""
    everything = size is not None and is_small(_part(row[size]))
    return tuple(
        MARK if (n in counted or (everything and isinstance(cell, Share))) and not _is_nought(cell) else cell
        for n, cell in enumerate(row)
    )


def _is_nought(cell: Cell) -> bool:
    return cell is None or cell == 0


def _number(one: Number) -> Number:
    value = one.value
    if isinstance(value, Share) and value.opens and value.opens.measure.of_pupils:
        return Number(one.label, MARK) if hides_share(value.part, value.whole) else one
    return Number(one.label, "") if isinstance(value, Person) else one


def _is_share_of_pupils(table: Table, n: int) -> bool:
    cells = (row[n] for row in table.rows)
    return any(isinstance(c, Share) and c.opens is not None and c.opens.measure.of_pupils for c in cells)


def _has_mark(report: Report) -> bool:
    cells = (cell for table in report.tables() for row in (*table.rows, table.foot) for cell in row)
    values = (one.value for section in report.sections if isinstance(section, Numbers) for one in section.numbers)
    return MARK in (*cells, *values)
