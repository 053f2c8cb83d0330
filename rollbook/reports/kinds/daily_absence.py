"""One day for senior leaders and the inclusion team: who is not in, whose absence matters most first (REP-A)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rollbook.absence.words import count
from rollbook.reports.asked import Asked, By, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.daily_absence_lists import absent_sections, registers_section
from rollbook.reports.kinds.saying import about, counted_how, days, only_theirs
from rollbook.reports.queries.before import school_days_to
from rollbook.reports.queries.day import NO_REASON, DayLine, count_halves, day_lines, whole_year_to
from rollbook.reports.queries.roll import HALVES, Roll, the_roll
from rollbook.reports.report import Cell, Number, Numbers, Picture, Report, Section, Table, change, number, words
from rollbook.rules.actor import Actor
from rollbook.rules.code import StatClass
from rollbook.rules.codes import in_force
from rollbook.web.charts import ChartKind

_M = Measure
_DAYS_DRAWN = 15


def make(actor: Actor, asked: Asked) -> Report:
    """The day asked about, or the last school day before it."""
    held = school_days_to(actor, asked.last)
    on = held[-1] if held else asked.last
    day = replace(asked, when=When(on, on))
    roll = the_roll(actor, whole_year_to(on).first, on)
    lines = day_lines(roll, on, asked.whose)
    registers = registers_section(actor, on, asked)
    sections: tuple[Section, ...] = (
        _figures(roll, day, lines, held),
        _sessions(lines, on),
        *absent_sections(actor, lines),
        *((registers,) if registers else ()),
        _by_year(roll, day),
        *_last_days(roll, asked, held),
    )
    return Report(
        kind=KIND.key,
        title=f"{KIND.title}, {days(day.when)}",
        about=about(actor, day),
        made_at=actor.now,
        made_by=actor.name,
        sections=sections,
        notes=(*_notes(actor, asked.last, on), *counted_how(day)[1:], *only_theirs(actor)),
        says=_says(lines, registers),
    )


def _says(lines: tuple[DayLine, ...], registers: Table | None) -> str:
    absent = [line for line in lines if line.is_absent and not line.came]
    if not any(any(line.codes) for line in lines):
        return "No pupil has a mark on this day yet."
    said = f"{len(absent)} of {count(len(lines), 'pupil')} {_is(len(absent))} absent for some or all of the day so far"
    without = sum(line.no_reason for line in lines)
    said += f", {without} without a reason yet" if without else ", each with a reason"
    waiting = len(registers.rows) if registers else 0
    return f"{said}. {count(waiting, 'register')} {_is(waiting)} not complete." if waiting else f"{said}."


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def _figures(roll: Roll, day: Asked, lines: tuple[DayLine, ...], held: tuple[date, ...]) -> Numbers:
    now = roll.line(day.when, day.whose)
    before = held[-2] if len(held) > 1 else None
    own = now.share(_M.ATTENDANCE)
    moved = change(own, roll.line(When(before, before), day.whose).share(_M.ATTENDANCE)) if before else None
    year = roll.line(whole_year_to(day.last), day.whose)
    persistent = [line for line in lines if line.persistent and line.is_absent]
    return Numbers(
        "The day",
        (
            Number("Attendance", own, f"against {days(When(before, before))}" if before else "", moved),
            Number("Attendance this year", year.share(_M.ATTENDANCE), "to this day"),
            Number("No reason yet", sum(line.no_reason for line in lines), "pupils with an N today"),
            Number("Persistently absent, absent today", len(persistent), f"of {year.persistent} in the year so far"),
        ),
    )


def _sessions(lines: tuple[DayLine, ...], on: date) -> Table:
    """Morning and afternoon, every pupil in one column and no more."""
    return Table(
        "Each session",
        (
            words("Session"),
            number("Pupils"),
            number("In time"),
            number("Late"),
            number("After the close"),
            number("Educated elsewhere", folds=True),
            number("Absent, authorised"),
            number("Absent, not authorised"),
            number("No reason yet"),
            number("Not due in", folds=True),
            number("No mark yet"),
        ),
        tuple((HALVES[half], len(lines), *_counted(counts, on)) for half, counts in count_halves(lines).items()),
        note="Every pupil stands in one column of a session.",
    )


def _counted(counts: Mapping[str, int], on: date) -> tuple[Cell, ...]:
    found = [0] * 9
    for code, n in counts.items():
        found[_column(code, on)] += n
    return tuple(found)


def _column(code: str, on: date) -> int:
    """In which column of its session a pupil with this code stands."""
    if not code:
        return 8
    known = in_force(on)[code]
    if known.late:
        return 2 if known.absent else 1
    if code == NO_REASON:
        return 6
    places = {StatClass.PRESENT: 0, StatClass.ACTIVITY: 3, StatClass.AUTHORISED: 4, StatClass.UNAUTHORISED: 5}
    return places.get(known.stat, 7)


def _by_year(roll: Roll, day: Asked) -> Table:
    lines = roll.lines(By.NC_YEAR, day.when, day.whose)
    whole = roll.line(day.when, day.whose)
    row = [
        (
            line.title,
            line.pupils,
            line.share(_M.ATTENDANCE),
            line.share(_M.LATE),
            line.share(_M.AUTHORISED),
            line.share(_M.UNAUTHORISED),
            roll.codes(line.when, line.whose).get(NO_REASON, 0),
        )
        for line in (*lines, whole)
    ]
    return Table(
        "By year group",
        (
            words("Year group"),
            number("Pupils marked", people=True),
            number("Attendance"),
            number("Late"),
            number("Authorised absence"),
            number("Unauthorised absence"),
            number("Sessions without a reason yet", folds=True),
        ),
        tuple(row[:-1]),
        foot=row[-1] if lines else (),
        empty="There is no mark on this day for these pupils.",
    )


def _last_days(roll: Roll, asked: Asked, held: tuple[date, ...]) -> tuple[Picture, ...]:
    """The school days that lead up to this one, so that the day is seen for what it is."""
    shown = [on for on in held[-_DAYS_DRAWN:] if on >= roll.first]
    lines = [(on, roll.line(When(on, on), asked.whose)) for on in shown]
    lines = [(on, line) for on, line in lines if line.totals.possible]
    if len(lines) < 3:
        return ()
    lowest = min(lines, key=lambda one: one[1].totals.attended / one[1].totals.possible)
    table = Table(
        f"The last {len(lines)} school days",
        (words("Day"), number("Attendance"), number("Late"), number("Unauthorised absence")),
        tuple(
            (days(When(on, on)), line.share(_M.ATTENDANCE), line.share(_M.LATE), line.share(_M.UNAUTHORISED))
            for on, line in lines
        ),
        says=f"The lowest of these days was {days(When(lowest[0], lowest[0]))} ({lowest[1].share(_M.ATTENDANCE)}).",
    )
    series = (("Attendance", [(f"{on:%a} {on.day} {on:%b}", line.share(_M.ATTENDANCE)) for on, line in lines]),)
    return (Picture(shares_chart(table, series, kind=ChartKind.LINE, along="School day", up="Attendance"), table),)


def _notes(actor: Actor, wanted: date, on: date) -> tuple[str, ...]:
    found = []
    if wanted != on:
        found.append(f"There was no school on {days(When(wanted, wanted))}: the last school day before it is shown.")
    if on == actor.today:
        found.append("The day is not over: sessions without a mark are in no percentage.")
    found.append("“This year” is from 1 August to this day.")
    return tuple(found)


KIND = Kind(
    key="daily-absence",
    title="Daily absence",
    purpose="One day: who is not in and why, the most vulnerable first, and which registers are not complete.",
    duty="REP-A",
    shelf=Shelf.OFFICE,
    make=make,
    asks=(Ask.DAY, Ask.WHOSE),
    usual=Period.TODAY,
)
