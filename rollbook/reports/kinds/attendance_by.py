"""Attendance split by year group, form, house, sex, characteristic, weekday, session or week (REP-B)."""

from __future__ import annotations

from rollbook.reports.asked import Asked, By, Measure
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.saying import about, counted_how
from rollbook.reports.queries.roll import Line, roll_for
from rollbook.reports.report import Cell, Column, Picture, Report, Table, number, words
from rollbook.rules.actor import Actor
from rollbook.web.charts import Chart, ChartKind, Mark, Point, Series

_M = Measure
TITLES = {
    By.NC_YEAR: "year group",
    By.FORM: "form",
    By.HOUSE: "house",
    By.SEX: "sex",
    By.HAVING: "characteristic",
    By.WEEKDAY: "weekday",
    By.HALF: "session",
    By.WEEK: "week",
}
_SHARES = (_M.ATTENDANCE, _M.AUTHORISED, _M.UNAUTHORISED, _M.LATE, _M.PERSISTENT, _M.SEVERE)


def make(actor: Actor, asked: Asked) -> Report:
    """One line for each part, the whole at the foot, and the picture of it."""
    by = asked.by if asked.by in TITLES else By.NC_YEAR
    roll = roll_for(actor, asked)
    lines = roll.lines(by, asked.when, asked.whose)
    whole = roll.line(asked.when, asked.whose)
    table = Table(
        f"Attendance by {TITLES[by]}",
        _columns(by),
        tuple(_row(line) for line in lines),
        foot=_row(whole) if whole.totals.possible else (),
        says=_says(lines, whole, by),
        empty="There is no mark in these days for these pupils.",
    )
    return Report(
        kind=KIND.key,
        title=table.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(Picture(_chart(table, lines, whole, by), table, open=True),) if len(lines) > 1 else (table,),
        notes=counted_how(asked),
        says=table.says,
    )


def _columns(by: By) -> tuple[Column, ...]:
    return (
        words(TITLES[by].capitalize()),
        number("Pupils", people=True),
        number("Attendance"),
        number("Authorised absence", folds=True),
        number("Unauthorised absence", folds=True),
        number("Late", folds=True),
        number("Persistently absent"),
        number("Severely absent", folds=True),
    )


def _row(line: Line) -> tuple[Cell, ...]:
    return (line.title, line.pupils, *(line.share(measure) for measure in _SHARES))


def _says(lines: tuple[Line, ...], whole: Line, by: By) -> str:
    if not lines:
        return ""
    shares = sorted(lines, key=lambda line: line.totals.attended / line.totals.possible)
    least, most = shares[0], shares[-1]
    first = f"Attendance is {whole.share(_M.ATTENDANCE)}."
    if len(lines) == 1:
        return first
    return f"{first} It is lowest in {_in_words(least)} and highest in {_in_words(most)}."


def _in_words(line: Line) -> str:
    return f"{line.title} ({line.share(_M.ATTENDANCE)})"


def _chart(table: Table, lines: tuple[Line, ...], whole: Line, by: By) -> Chart:
    points = tuple(Point(line.title, _percent(line)) for line in lines)
    own = whole.share(_M.ATTENDANCE).percentage
    return Chart(
        kind=ChartKind.LINE if by is By.WEEK else ChartKind.BAR,
        title=table.title,
        says=table.says,
        series=(Series("Attendance", points),),
        unit="%",
        along=TITLES[by].capitalize(),
        up="Attendance",
        marks=(Mark(f"Everybody {own} %", float(str(own))),) if own else (),
    )


def _percent(line: Line) -> float | None:
    own = line.share(_M.ATTENDANCE).percentage
    return float(str(own)) if own else None


KIND = Kind(
    key="attendance-by",
    title="Attendance by group",
    purpose="Attendance, lateness and persistent absence by year, form, house, characteristic, weekday or week.",
    duty="REP-B",
    shelf=Shelf.LEADERS,
    make=make,
    asks=(Ask.PERIOD, Ask.BY, Ask.WHOSE),
    usual=Period.HALF_TERM,
)
