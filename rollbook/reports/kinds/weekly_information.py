"""The week on one page for the leadership meeting: beside last week, the year and last year (REP-B)."""

from __future__ import annotations

from dataclasses import replace

from rollbook.absence.words import count, short_day
from rollbook.reports.asked import Asked, By, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import reference, shares_chart
from rollbook.reports.kinds.saying import about, counted_how, days, inside, only_theirs
from rollbook.reports.kinds.weekly_lists import concerns, movements, suspended
from rollbook.reports.queries.roll import Line, Roll
from rollbook.reports.queries.week import Standing, Week, roll_of_week, standings, week_of
from rollbook.reports.report import Cell, Change, Number, Numbers, Picture, Report, Share, Table, change, number, words
from rollbook.rules.actor import Actor
from rollbook.web.charts import ChartKind

_M = Measure


def make(actor: Actor, asked: Asked) -> Report:
    """The week in which the last day asked about lies, to that day; the weeks before it lie on the other side."""
    week = week_of(actor, asked.last)
    roll = roll_of_week(actor, week)
    own = replace(asked, when=week.days)
    theirs = standings(roll, week, asked.whose)
    whole = roll.line(week.days, asked.whose)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, own),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            _figures(roll, week, asked, whole, theirs),
            _by_year(roll, week, asked, theirs),
            concerns(week, theirs),
            suspended(roll, week, asked.whose),
            movements(roll, week, asked.whose),
            *_weeks(roll, week, asked),
        ),
        notes=(*_notes(week), *counted_how(own), *only_theirs(actor)),
        says=_says(roll, week, asked, whole, theirs),
    )


def _against(
    now: Share, roll: Roll, then: When | None, asked: Asked, measure: Measure = _M.ATTENDANCE
) -> Change | None:
    """How a share of this week moved against other days."""
    if then is None:
        return None
    return change(now, roll.line(then, asked.whose).share(measure), up_is_good=measure.up_is_good)


def _figures(roll: Roll, week: Week, asked: Asked, whole: Line, theirs: tuple[Standing, ...]) -> Numbers:
    own, late = whole.share(_M.ATTENDANCE), whole.share(_M.LATE)
    year = roll.line(week.year, asked.whose)
    then = roll.line(week.last_year, asked.whose).share(_M.ATTENDANCE)
    against = f"against {days(week.before)}" if week.before else "the first week of the year"
    return Numbers(
        "The week",
        (
            Number("Attendance this week", own, against, _against(own, roll, week.before, asked)),
            Number("Attendance this year", year.share(_M.ATTENDANCE), f"to {short_day(week.days.last)}"),
            Number("The same week last year", then, days(week.last_year) if then.whole else "no marks of that week"),
            Number("Persistently absent", year.share(_M.PERSISTENT), _movement(theirs)),
            Number("Severely absent", year.share(_M.SEVERE), f"{sum(s.newly_severe for s in theirs)} since last week"),
            Number("Late this week", late, against, _against(late, roll, week.before, asked, _M.LATE)),
        ),
    )


def _movement(theirs: tuple[Standing, ...]) -> str:
    came, left = (sum(getattr(s, name) for s in theirs) for name in ("newly_persistent", "no_longer_persistent"))
    return f"{came} crossed the line this week, {left} came back over it"


def _says(roll: Roll, week: Week, asked: Asked, whole: Line, theirs: tuple[Standing, ...]) -> str:
    own = whole.share(_M.ATTENDANCE)
    if not own.whole:
        return "There is no mark in this week for these pupils."
    moved = [
        _moved(_against(own, roll, week.before, asked), "the week before"),
        _moved(_against(own, roll, week.last_year, asked), "the same week last year"),
    ]
    year = roll.line(week.year, asked.whose)
    said = ", ".join([f"Attendance this week is {own}", *(m for m in moved if m)])
    missed = f"{count(year.persistent, 'pupil')} of {year.pupils} missed a tenth or more of the year so far"
    return f"{said}. {missed}: {_movement(theirs)}."


def _moved(moved: Change | None, than: str) -> str:
    if moved is None:
        return ""
    if not moved.tenths:
        return f"the same as {than}"
    return f"{str(moved)[1:]} points {'up' if moved.tenths > 0 else 'down'} on {than}"


def _weeks(roll: Roll, week: Week, asked: Asked) -> tuple[Picture, ...]:
    lines = roll.lines(By.WEEK, week.year, asked.whose)
    if len(lines) < 2:
        return ()
    lowest = min(lines, key=lambda line: line.totals.attended / line.totals.possible)
    table = Table(
        "The weeks of this year",
        (words("Week"), number("Attendance"), number("Unauthorised absence", folds=True), number("Late", folds=True)),
        tuple((w.title, *(w.share(m) for m in (_M.ATTENDANCE, _M.UNAUTHORISED, _M.LATE))) for w in lines),
        says=f"The lowest was the {inside(lowest.title)} ({lowest.share(_M.ATTENDANCE)}).",
    )
    named = [(line.title.removeprefix("Week of "), line.share(_M.ATTENDANCE)) for line in lines]
    marks = reference("Year to date", roll.line(week.year, asked.whose).share(_M.ATTENDANCE))
    series = (("Attendance", named),)
    chart = shares_chart(table, series, kind=ChartKind.LINE, along="Week of", up="Attendance", marks=marks)
    return (Picture(chart, table),)


def _by_year(roll: Roll, week: Week, asked: Asked, theirs: tuple[Standing, ...]) -> Table:
    lines = roll.lines(By.NC_YEAR, week.days, asked.whose)
    whole = roll.line(week.days, asked.whose)
    return Table(
        "Year by year",
        (
            words("Year group"),
            number("Pupils", people=True, folds=True),
            number("This week"),
            number("Change"),
            number("Year to date"),
            number("Unauthorised this week", folds=True),
            number("Late this week", folds=True),
            number("Persistently absent"),
            number("Crossed the line", people=True, folds=True),
        ),
        tuple(_year_row(roll, week, asked, line, theirs) for line in lines),
        foot=_year_row(roll, week, asked, whole, theirs) if lines else (),
        empty="There is no mark in this week for these pupils.",
    )


def _year_row(roll: Roll, week: Week, asked: Asked, line: Line, theirs: tuple[Standing, ...]) -> tuple[Cell, ...]:
    own = line.share(_M.ATTENDANCE)
    year = roll.line(week.year, line.whose)
    crossed = sum(
        s.newly_persistent for s in theirs if line.whose == asked.whose or s.pupil.nc_year in line.whose.nc_years
    )
    return (
        line.title,
        line.pupils,
        own,
        _against(own, roll, week.before, replace(asked, whose=line.whose)),
        year.share(_M.ATTENDANCE),
        line.share(_M.UNAUTHORISED),
        line.share(_M.LATE),
        year.share(_M.PERSISTENT),
        crossed,
    )


def _notes(week: Week) -> tuple[str, ...]:
    then = f"The week before is {days(week.before)}. " if week.before else ""
    return (
        f"{then}The same week last year is {days(week.last_year)}, with the pupils of that time.",
        "Persistently and severely absent are counted over the school year to date; who crossed the line was under "
        "it at the end of the week before (PA-3). In the first weeks few absences are enough.",
        "Suspensions are sessions with the code E.",
    )


KIND = Kind(
    key="weekly-information",
    title="Weekly student information",
    purpose="The week on one page: beside last week, the year and last year; who crossed a line, joined or left.",
    duty="REP-B",
    shelf=Shelf.LEADERS,
    make=make,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.LAST_WEEK,
)
