"""A report drawn: a whole school as a workbook and a PDF, a chart anew; each beside the least that it could be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from rollbook.config.bench.measuring import Bench, Floors, median, once
from rollbook.reports.drawing.csv import csv_file
from rollbook.reports.drawing.pdf import pdf_file
from rollbook.reports.drawing.xlsx import workbook
from rollbook.reports.report import Cell, Person, Report, Share, Table, number, person
from rollbook.rules.actor import Actor
from rollbook.web import charts
from rollbook.web.charts.inks import PAGE
from rollbook.web.charts.spec import spec_of
from rollbook.web.charts.svg import WIDTH

PUPILS, COLUMNS, ON_PAPER = 1500, 40, 8
GOAL = 2000.0
WEEKS = 12
CSV, LIBRARY = "the same cells as CSV", "the drawing library alone"


def run_drawing(actor: Actor, _: Floors) -> Iterator[Bench]:
    """Half of the cells are percentages, each of them opened to its two whole numbers."""
    wide, narrow = _report(actor, COLUMNS), _report(actor, ON_PAPER)
    charts.warm()
    once(lambda: workbook(narrow))
    spent, floor = (median(partial(draw, wide), 3) for draw in (workbook, csv_file))
    yield Bench(f"a workbook of {PUPILS:,} pupils × {COLUMNS} columns", spent, CSV, floor, GOAL)
    spent, floor = median(partial(pdf_file, narrow), 3), median(partial(csv_file, narrow), 3)
    yield Bench(f"a PDF of {PUPILS:,} pupils × {ON_PAPER} columns", spent, CSV, floor)
    chart = _chart()
    library = median(partial(_by_library, chart), 10)
    yield Bench("a chart drawn anew", median(partial(_anew, chart), 10), LIBRARY, library)
    yield Bench("the same chart again", median(partial(charts.svg, chart), 10), LIBRARY, library)


def _report(actor: Actor, columns: int) -> Report:
    heads = (person(), *(number(f"Measure {n}") for n in range(1, columns)))
    rows = tuple(
        (Person(f"Shah {n}, Maya", UUID(int=n)), *(_cell(n, c) for c in range(1, columns))) for n in range(PUPILS)
    )
    table = Table("Pupils", heads, rows)
    return Report("bench", "Everybody", "a year", actor.now, actor.name, (table,), school="Bench")


def _cell(row: int, column: int) -> Cell:
    return Share((row * column) % 380, 380) if column % 2 else row * column


def _chart() -> charts.Chart:
    def line(name: str, start: float) -> charts.Series:
        return charts.Series(name, tuple(charts.Point(f"{n + 1}", start + n % 3) for n in range(WEEKS)))

    lines = (line("This year", 91.2), line("Last year", 92.4))
    return charts.Chart(charts.ChartKind.LINE, "Attendance by week", "It is steady.", lines, "%", "school week")


def _anew(chart: charts.Chart) -> None:
    charts.forget()
    charts.svg(chart)


def _by_library(chart: charts.Chart) -> None:
    import vl_convert

    vl_convert.vegalite_to_svg(spec_of(chart, PAGE, WIDTH))
