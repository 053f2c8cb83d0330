"""Attendance by weekday and session: on which halves of the week it slips (REP-B)."""

from __future__ import annotations

from fractions import Fraction

from rollbook.reports.asked import Asked, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.saying import about, counted_how, only_theirs
from rollbook.reports.queries.roll import HALVES, WEEKDAYS, Line, Roll, roll_for
from rollbook.reports.report import Cell, Picture, Report, Share, Table, number, words
from rollbook.rules.actor import Actor
from rollbook.web.charts import ChartKind

_M = Measure


def make(actor: Actor, asked: Asked) -> Report:
    """A grid of weekdays by morning and afternoon: attendance, then absence without authority and lateness."""
    roll = roll_for(actor, asked)
    days = [day for day in range(1, 8) if not asked.when.weekdays or day in asked.when.weekdays]
    held = [day for day in days if _line(roll, asked, (day,)).totals.possible]
    grid = _grid(roll, asked, held)
    sections = (_picture(grid, roll, asked, held), _more(roll, asked, held)) if held else (grid,)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=sections,
        notes=(*counted_how(asked), *only_theirs(actor)),
        says=grid.says,
    )


def _line(roll: Roll, asked: Asked, weekdays: tuple[int, ...] = (), halves: tuple[int, ...] = ()) -> Line:
    when = When(asked.first, asked.last, weekdays or asked.when.weekdays, halves or asked.when.halves)
    return roll.line(when, asked.whose)


def _three(roll: Roll, asked: Asked, weekdays: tuple[int, ...], measure: Measure) -> tuple[Share, ...]:
    """The morning's share, the afternoon's, and the whole day's."""
    return (
        *(_line(roll, asked, weekdays, (half,)).share(measure) for half in (0, 1)),
        _line(roll, asked, weekdays).share(measure),
    )


def _grid(roll: Roll, asked: Asked, held: list[int]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (WEEKDAYS[day - 1], *_three(roll, asked, (day,), _M.ATTENDANCE)) for day in held
    )
    return Table(
        "Attendance by weekday and session",
        (words("Weekday"), *(number(half) for half in HALVES), number("All day")),
        rows,
        foot=("The week", *_three(roll, asked, (), _M.ATTENDANCE)) if rows else (),
        says=_says(roll, asked, held),
        empty="There is no mark in these days for these pupils.",
    )


def _says(roll: Roll, asked: Asked, held: list[int]) -> str:
    cells = [
        (line, f"{WEEKDAYS[day - 1]} {HALVES[half].lower()}s")
        for day in held
        for half in (0, 1)
        if (line := _line(roll, asked, (day,), (half,))).totals.possible
    ]
    if not cells:
        return ""
    first = f"Attendance is {_line(roll, asked).share(_M.ATTENDANCE)}."
    (low, when_low), (high, when_high) = min(cells, key=_exactly), max(cells, key=_exactly)
    if _exactly((low, "")) == _exactly((high, "")):
        return first
    return (
        f"{first} It is lowest on {when_low} ({low.share(_M.ATTENDANCE)}) and highest on "
        f"{when_high} ({high.share(_M.ATTENDANCE)})."
    )


def _exactly(cell: tuple[Line, str]) -> Fraction:
    return Fraction(cell[0].totals.attended, cell[0].totals.possible)


def _picture(grid: Table, roll: Roll, asked: Asked, held: list[int]) -> Picture:
    series = tuple(
        (title, [(WEEKDAYS[day - 1], _line(roll, asked, (day,), (half,)).share(_M.ATTENDANCE)) for day in held])
        for half, title in enumerate(HALVES)
        if not asked.when.halves or half in asked.when.halves
    )
    return Picture(shares_chart(grid, series, kind=ChartKind.LINE, along="Weekday", up="Attendance"), grid)


def _more(roll: Roll, asked: Asked, held: list[int]) -> Table:
    def row(title: str, weekdays: tuple[int, ...]) -> tuple[Cell, ...]:
        return (
            title,
            *_three(roll, asked, weekdays, _M.UNAUTHORISED),
            *_three(roll, asked, weekdays, _M.LATE),
        )

    columns = [
        number(f"{what}, {when}", folds=when != "all day")
        for what in ("Unauthorised absence", "Late")
        for when in ("morning", "afternoon", "all day")
    ]
    return Table(
        "Unauthorised absence and lateness",
        (words("Weekday"), *columns),
        tuple(row(WEEKDAYS[day - 1], (day,)) for day in held),
        foot=row("The week", ()),
    )


KIND = Kind(
    key="weekdays",
    title="Weekdays and sessions",
    purpose="Attendance, unauthorised absence and lateness on each morning and afternoon of the week.",
    duty="REP-B",
    shelf=Shelf.LEADERS,
    make=make,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.TERM,
)
