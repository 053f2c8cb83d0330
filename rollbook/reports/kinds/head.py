"""The head's page: five numbers, why each moved, and where to look (REP-B)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rollbook.absence.queries.clocks import UnexplainedAbsence, unexplained
from rollbook.absence.words import count, short_day
from rollbook.audit.once import read_once
from rollbook.cases.queries import CaseLine, caseload
from rollbook.reports.asked import EVERYBODY, Asked, By, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import reference, shares_chart
from rollbook.reports.kinds.saying import counted_how, days, inside, only_theirs
from rollbook.reports.queries.movement import Movement, between, day_before, moving, those
from rollbook.reports.queries.registers import Due, registers_due
from rollbook.reports.queries.roll import Line, Roll
from rollbook.reports.queries.week import Week, roll_of_week, standings, week_of
from rollbook.reports.report import (
    Change,
    Number,
    Numbers,
    Picture,
    Report,
    Section,
    Share,
    Table,
    change,
    number,
    words,
)
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Percentage
from rollbook.rules.codes import in_force
from rollbook.rules.no_reason import ClockState
from rollbook.rules.taken_in_time import Taking
from rollbook.web.charts import ChartKind

_M = Measure
_LATE = (Taking.LATE, Taking.LATER_DAY, Taking.NOT)


@dataclass(frozen=True, slots=True)
class Told:
    """One of the five: the figure with what it is of, why it is so, and where in Rollbook it is worked on."""

    number: Number
    why: str
    where: str


def make(actor: Actor, asked: Asked) -> Report:
    """The week of the day asked about, up to that day; reasons and cases as they stand now."""
    with read_once():
        week = week_of(actor, asked.last)
        roll = roll_of_week(actor, week)
        told = tuple(
            one
            for one in (
                _attendance(roll, week),
                _persistent(roll, week),
                _without_reason(actor),
                _registers(actor, replace(asked, when=week.days, whose=EVERYBODY)),
                _cases(actor),
            )
            if one is not None
        )
    table = Table(
        "Why, and where to look",
        (words("Number"), words("Why"), words("Look in")),
        tuple((one.number.label, one.why, one.where) for one in told),
    )
    return Report(
        kind=KIND.key,
        title="Five numbers for the head",
        about=days(week.days),
        made_at=actor.now,
        made_by=actor.name,
        sections=(Numbers("The week so far", tuple(one.number for one in told)), table, *_weeks(roll, week)),
        notes=(*_NOTES, *only_theirs(actor), *counted_how(asked)),
        says=_says(told),
    )


def _says(told: tuple[Told, ...]) -> str:
    """The numbers that got worse, or that none did."""
    worse = [one.number.label.lower() for one in told if one.number.moved and one.number.moved.better is False]
    first = told[0].number
    if isinstance(first.value, Share) and not first.value.whole:
        return "There is no mark in this week yet."
    return f"Attendance is {first.value}. " + (
        f"Worse than before: {', '.join(worse)}." if worse else "None got worse."
    )


def _attendance(roll: Roll, week: Week) -> Told:
    now = roll.line(week.days)
    before = roll.line(week.before) if week.before else None
    share = now.share(_M.ATTENDANCE)
    moved = change(share, before.share(_M.ATTENDANCE)) if before else None
    away = sum(one.all_week for one in standings(roll, week, EVERYBODY))
    because = [
        _moved_by(moved),
        _most_risen(roll, week) if before else "",
        _fell_most(roll, week) if before else "",
        f"{count(away, 'pupil')} away all week" if away else "",
    ]
    of = f"of {now.totals.possible:,} sessions of {count(now.pupils, 'pupil')}"
    where = "Reports, Weekly student information"
    return Told(Number("Attendance this week", share, of, moved), _sentence(because), where)


def _moved_by(moved: Change | None) -> str:
    if moved is None:
        return "the first week of the year"
    if not moved.tenths:
        return "as last week"
    return f"{str(moved)[1:]} points {'up' if moved.tenths > 0 else 'down'} on last week"


def _most_risen(roll: Roll, week: Week) -> str:
    """The reason for absence whose share of the sessions rose most since last week, where one rose by a tenth."""
    assert week.before is not None
    now, before = _absences(roll, week.days), _absences(roll, week.before)
    most = max(((share, before.get(code), code) for code, share in now.items()), key=_risen, default=None)
    if most is None or _risen(most) <= 0:
        return ""
    share, was, code = most
    name = in_force(week.days.last)[code].name.partition(" (")[0]
    return f"{inside(name)} ({code}) rose most, from {was or '0.0'} % to {share} % of sessions"


def _risen(one: tuple[Percentage, Percentage | None, str]) -> int:
    """By how many tenths of a point, as the two are printed (PA-10)."""
    now, was, _ = one
    return _tenths(now) - (_tenths(was) if was else 0)


def _tenths(share: Percentage) -> int:
    return int(str(share).replace(".", ""))


def _absences(roll: Roll, when: When) -> dict[str, Percentage]:
    """What part of the possible sessions each code of absence makes."""
    possible, known = roll.totals(when).possible, in_force(when.last)
    counted = roll.codes(when).items()
    return {c: Percentage(n, possible) for c, n in counted if possible and c in known and known[c].absent}


def _fell_most(roll: Roll, week: Week) -> str:
    """The year group whose attendance fell most since last week."""
    assert week.before is not None
    moves = []
    for line in roll.lines(By.NC_YEAR, week.days):
        moved = change(line.share(_M.ATTENDANCE), roll.line(week.before, line.whose).share(_M.ATTENDANCE))
        if moved and moved.tenths < 0:
            moves.append((moved.tenths, line.title, moved))
    low = min(moves, default=None, key=lambda one: one[:2])
    return f"{low[1]} fell most ({low[2]})" if low else ""


def _persistent(roll: Roll, week: Week) -> Told:
    span = between(day_before(week.days.first), week.days.last)
    line = roll.line(span.now)
    share = line.share(_M.PERSISTENT)
    before = roll.line(span.then).share(_M.PERSISTENT) if span.then else None
    found = moving(roll, span)
    joined, left = those(found, Movement.JOINED), those(found, Movement.LEFT)
    years = Counter(one.pupil.nc_year for one in joined if one.pupil.nc_year).most_common(1)
    most = f", most of them in Year {years[0][0]} ({years[0][1]})" if years and years[0][1] > 1 else ""
    why = f"{count(len(joined), 'pupil')} joined this week{most}, {len(left)} came back under."
    of = f"{line.persistent:,} of {count(line.pupils, 'pupil')}, over the year"
    moved = change(share, before, up_is_good=False) if before else None
    return Told(Number("Persistently absent", share, of, moved), why, "Absence, Watch list")


def _without_reason(actor: Actor) -> Told | None:
    if not actor.may(Permission.SEE_WATCH_LISTS):
        return None
    still = unexplained(actor)
    overdue = sum(one.clock.state is ClockState.OVERDUE for one in still)
    if not still:
        return Told(Number("Absences without a reason", 0), "Every absence up to yesterday has one.", _UNEXPLAINED)
    because = [
        f"{overdue} of them past the five school days that the law gives",
        f"the oldest of {short_day(still[0].clock.session.on, around=actor.today)}",
        _most_in(still),
    ]
    return Told(
        Number("Absences without a reason", len(still), f"{overdue} past the law’s days"),
        _sentence(because),
        _UNEXPLAINED,
    )


_UNEXPLAINED = "Absence, Unexplained"


def _most_in(still: Iterable[UnexplainedAbsence]) -> str:
    forms = Counter(one.pupil.registration for one in still if one.pupil.registration).most_common(1)
    return f"most in {forms[0][0]} ({forms[0][1]})" if forms else ""


def _registers(actor: Actor, asked: Asked) -> Told | None:
    """Registers of the week that were not taken before they closed, by form; of staff nothing is said here."""
    if not actor.may(Permission.SEE_BOARD):
        return None
    due = [one for one in registers_due(actor, asked) if one.taking is not Taking.OTHERWISE]
    late = [one for one in due if one.taking in _LATE]
    if not due:
        return Told(Number("Registers late this week", 0), "None was due yet.", _REGISTERS)
    missing = sum(one.taking is Taking.NOT for one in late)
    today = _today(late, asked.last)
    because = [
        f"{len(due) - len(late)} taken in time",
        f"{missing} not taken at all" if missing else "",
        _forms(late),
        f"{'all' if today == len(late) else today} of {short_day(asked.last)}" if today else "",
    ]
    return Told(Number("Registers late this week", len(late), f"of {len(due)} due"), _sentence(because), _REGISTERS)


_REGISTERS = "Registers, Board; Reports, Registers taken"


def _today(late: list[Due], on: date) -> int:
    return sum(one.session.on == on for one in late)


def _forms(late: list[Due]) -> str:
    forms = Counter(one.register.name for one in late).most_common(1)
    return f"most often {forms[0][0]} ({count(forms[0][1], 'time')})" if forms and forms[0][1] > 1 else ""


def _cases(actor: Actor) -> Told | None:
    if not actor.may(Permission.SEE_CASES):
        return None
    held = caseload(actor)
    overdue = [line for line in held if line.is_overdue(actor.today)]
    where, of = "Cases, the caseload", f"of {count(len(held), 'open case')}"
    if not overdue:
        return Told(Number("Cases past their clock", 0, of), "Every one is in time.", where)
    kinds = Counter(line.process.name for line in overdue).most_common(1)
    oldest = min(line.next_day for line in overdue if line.next_day)
    because = [
        f"the oldest since {short_day(oldest, around=actor.today)}",
        f"most are {inside(kinds[0][0])} ({kinds[0][1]})",
        _nobodys(overdue),
    ]
    return Told(Number("Cases past their clock", len(overdue), of), _sentence(because), where)


def _nobodys(overdue: list[CaseLine]) -> str:
    alone = sum(line.owner_id is None for line in overdue)
    return f"{alone} with no person as owner" if alone else ""


def _sentence(parts: Iterable[str]) -> str:
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _weeks(roll: Roll, week: Week) -> tuple[Section, ...]:
    lines: tuple[Line, ...] = roll.lines(By.WEEK, week.year)
    if len(lines) < 2:
        return ()
    year = roll.line(week.year).share(_M.ATTENDANCE)
    table = Table(
        "Attendance, week by week",
        (words("Week"), number("Attendance")),
        tuple((line.title, line.share(_M.ATTENDANCE)) for line in lines),
        says=f"This year so far {year}, this week {lines[-1].share(_M.ATTENDANCE)}.",
    )
    named = [(line.title.removeprefix("Week of "), line.share(_M.ATTENDANCE)) for line in lines]
    marks = reference("This year", year)
    chart = shares_chart(
        table, (("Attendance", named),), kind=ChartKind.LINE, along="Week", up="Attendance", marks=marks
    )
    return (Picture(chart, table),)


_NOTES = (
    "Attendance and registers are of the week up to the day asked about; persistent absence is of the year up to it. "
    "Absences without a reason and cases are as they stand at this moment.",
    "Why a number moved is read from the marks alone: the code of absence whose part of the sessions rose most, and "
    "the year group that fell most. A register counts as late when it was first saved after its close (REG-4).",
)

KIND = Kind(
    key="head",
    title="Five numbers for the head",
    purpose="Attendance, persistent absence, absences without a reason, late registers, overdue cases; why each moved.",
    duty="REP-B",
    shelf=Shelf.LEADERS,
    make=make,
    permission=Permission.SEE_WATCH_LISTS,
    asks=(Ask.DAY,),
    usual=Period.TODAY,
)
