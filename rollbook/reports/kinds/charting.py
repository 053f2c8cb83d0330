"""From the lines of a table to the points of its chart."""

from __future__ import annotations

from collections.abc import Iterable

from rollbook.reports.report import Share, Table
from rollbook.web.charts import Chart, ChartKind, Mark, Point, Series

Named = tuple[str, Share]


def percent(share: Share) -> float | None:
    """A share as a number to draw, rounded as it is printed (PA-10); None where it is none."""
    return float(str(share.percentage)) if share.percentage else None


def points(named: Iterable[Named]) -> tuple[Point, ...]:
    return tuple(Point(name, percent(share)) for name, share in named)


def reference(name: str, share: Share) -> tuple[Mark, ...]:
    """A line across the chart at a share: none where nothing was counted."""
    value = percent(share)
    return () if value is None else (Mark(name, value),)


def shares_chart(
    table: Table,
    series: Iterable[tuple[str, Iterable[Named]]],
    *,
    kind: ChartKind = ChartKind.BAR,
    along: str,
    up: str,
    marks: tuple[Mark, ...] = (),
) -> Chart:
    """A chart of percentages beside a table, with the table's title and its conclusion."""
    drawn = tuple(Series(name, points(named)) for name, named in series)
    return Chart(kind, table.title, table.says, drawn, unit="%", along=along, up=up, marks=marks)


def numbers_chart(
    table: Table, name: str, counted: Iterable[tuple[str, int]], *, along: str, up: str, kind: ChartKind = ChartKind.BAR
) -> Chart:
    """A chart of plain numbers beside a table."""
    drawn = Series(name, tuple(Point(at, float(n)) for at, n in counted))
    return Chart(kind, table.title, table.says, (drawn,), along=along, up=up)
