"""Attendance and punctuality of some weeks, form by form, with what moved against as many days before (REP-B)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.absence.words import count, span
from rollbook.registers.queries.lateness import late_marks
from rollbook.reports.asked import Asked, By, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.attendance_by import TITLES
from rollbook.reports.kinds.charting import percent, shares_chart
from rollbook.reports.kinds.saying import about, counted_how, days, inside, only_theirs
from rollbook.reports.queries.before import period_before
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import Cell, Change, Column, Picture, Report, Table, change, number, words
from rollbook.rules.actor import Actor
from rollbook.web.charts import ChartKind

_M = Measure
_MOST_BARS = 16
_SPLITS = (By.FORM, By.NC_YEAR, By.HOUSE, By.HAVING, By.SEX)


@dataclass(frozen=True, slots=True)
class _Both:
    """A line of the period, the same pupils' line before it, and the minutes that they came late."""

    now: Line
    before: Line | None
    minutes: int

    def moved(self, measure: Measure) -> Change | None:
        if self.before is None:
            return None
        return change(self.now.share(measure), self.before.share(measure), up_is_good=measure.up_is_good)


def make(actor: Actor, asked: Asked) -> Report:
    """Each form beside itself before, the weeks of both, and how it was counted."""
    by = asked.by if asked.by in _SPLITS else By.FORM
    before = period_before(actor, asked.when)
    roll = roll_for(actor, asked, since=before.first if before else None)
    minutes = _minutes(actor, asked)
    lines = tuple(_both(roll, line, before, minutes) for line in roll.lines(by, asked.when, asked.whose))
    whole = _both(roll, roll.line(asked.when, asked.whose), before, minutes)
    table = _table(by, lines, whole)
    weeks = _weeks(roll, asked, before)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(table, *_picture(lines, by), *((weeks,) if weeks else ())),
        notes=(*counted_how(asked), *only_theirs(actor), *_compared(before)),
        says=table.says,
    )


def _minutes(actor: Actor, asked: Asked) -> Mapping[int, int]:
    """Minutes late by pupil: only what was written beside the mark is counted."""
    found = late_marks(actor, asked.first, asked.last)
    return {pupil: sum(late.minutes or 0 for late in lates) for pupil, lates in found.items()}


def _both(roll: Roll, line: Line, before: When | None, minutes: Mapping[int, int]) -> _Both:
    late = sum(minutes.get(roll.pupils[n].id, 0) for n in roll.which(line.whose)) if minutes else 0
    return _Both(line, roll.line(before, line.whose) if before else None, late)


def _table(by: By, lines: tuple[_Both, ...], whole: _Both) -> Table:
    return Table(
        f"Attendance and punctuality by {TITLES[by]}",
        _columns(by),
        tuple(_row(line) for line in lines),
        foot=_row(whole) if whole.now.totals.possible else (),
        says=_says(lines, whole),
        empty="There is no mark in these days for these pupils.",
    )


def _columns(by: By) -> tuple[Column, ...]:
    return (
        words(TITLES[by].capitalize()),
        number("Pupils", people=True, folds=True),
        number("Attendance"),
        number("Change"),
        number("Late"),
        number("Change in lateness", folds=True),
        number("Late after the close", folds=True),
        number("Minutes late", folds=True),
        number("Persistently absent", folds=True),
    )


def _row(line: _Both) -> tuple[Cell, ...]:
    now = line.now
    return (
        now.title,
        now.pupils,
        now.share(_M.ATTENDANCE),
        line.moved(_M.ATTENDANCE),
        now.share(_M.LATE),
        line.moved(_M.LATE),
        now.share(_M.LATE_AFTER),
        line.minutes,
        now.share(_M.PERSISTENT),
    )


def _says(lines: tuple[_Both, ...], whole: _Both) -> str:
    if not whole.now.totals.possible:
        return ""
    first = f"Attendance is {whole.now.share(_M.ATTENDANCE)}{_against(whole.moved(_M.ATTENDANCE))}"
    late = whole.now.totals.late_before_close + whole.now.totals.late_after_close
    second = f"{count(late, 'session')} began late ({whole.now.share(_M.LATE)})"
    if whole.minutes:
        second += f", {span(whole.minutes)} in all"
    return f"{first}. {second}.{_furthest(lines)}"


def _against(moved: Change | None) -> str:
    if moved is None:
        return ""
    if not moved.tenths:
        return ", as in as many school days before"
    way = "up" if moved.tenths > 0 else "down"
    return f", {way} {str(moved)[1:]} points on as many school days before"


def _furthest(lines: tuple[_Both, ...]) -> str:
    moved = [(m.tenths, line.now.title) for line in lines if (m := line.moved(_M.ATTENDANCE)) and m.tenths]
    if len(lines) < 2 or not moved:
        return ""
    (least, fell), (most, rose) = min(moved), max(moved)
    said = [f"{rose} rose most ({Change(most)})"] if most > 0 else []
    said += [f"{fell} fell most ({Change(least)})"] if least < 0 else []
    return f" {' and '.join(said)}."


def _picture(lines: tuple[_Both, ...], by: By) -> tuple[Picture, ...]:
    """Each line now and before, where there are few enough to be seen side by side."""
    compared = [(line.now, line.before) for line in lines if line.before and line.before.totals.possible]
    if not 2 <= len(compared) <= _MOST_BARS:
        return ()
    table = Table(
        "Now and before",
        (words(TITLES[by].capitalize()), number("Now"), number("Before")),
        tuple((now.title, now.share(_M.ATTENDANCE), before.share(_M.ATTENDANCE)) for now, before in compared),
        says=_furthest(lines).strip() or "Nothing moved.",
    )
    series = (
        ("now", [(now.title, now.share(_M.ATTENDANCE)) for now, _ in compared]),
        ("before", [(now.title, before.share(_M.ATTENDANCE)) for now, before in compared]),
    )
    return (Picture(shares_chart(table, series, along=TITLES[by].capitalize(), up="Attendance"), table),)


def _weeks(roll: Roll, asked: Asked, before: When | None) -> Picture | None:
    """Attendance and lateness week by week, through the days compared."""
    since = before.first if before else asked.first
    lines = roll.lines(By.WEEK, When(since, asked.last, asked.when.weekdays, asked.when.halves), asked.whose)
    if len(lines) < 2:
        return None
    table = Table(
        "Week by week",
        (words("Week"), number("Attendance"), number("Late"), number("Late after the close", folds=True)),
        tuple((w.title, w.share(_M.ATTENDANCE), w.share(_M.LATE), w.share(_M.LATE_AFTER)) for w in lines),
        says=_trend(lines),
    )
    named = [(w.title.removeprefix("Week of "), w.share(_M.ATTENDANCE)) for w in lines]
    series = (("Attendance", named),)
    return Picture(shares_chart(table, series, kind=ChartKind.LINE, along="Week of", up="Attendance"), table)


def _trend(lines: tuple[Line, ...]) -> str:
    held = [line for line in lines if percent(line.share(_M.ATTENDANCE)) is not None]
    best = max(held, key=lambda line: line.totals.attended / line.totals.possible)
    worst = min(held, key=lambda line: line.totals.attended / line.totals.possible)
    return f"The best was the {inside(best.title)}, the weakest the {inside(worst.title)}."


def _compared(before: When | None) -> tuple[str, ...]:
    minutes = "Minutes late are those written beside the mark; none is guessed where they were not."
    if before is None:
        return (minutes, "Nothing is compared: the calendar does not hold as many school days before these.")
    return (minutes, f"Compared with {days(before)}: as many school days, the same pupils as they are grouped now.")


KIND = Kind(
    key="punctuality-and-attendance",
    title="Attendance and punctuality",
    purpose="The last two weeks or the half term, form by form, with what moved against as many days before.",
    duty="REP-B",
    shelf=Shelf.TUTORS,
    make=make,
    asks=(Ask.PERIOD, Ask.BY, Ask.WHOSE),
    splits=_SPLITS,
    usual=Period.FORTNIGHT,
)
