"""Who is late, how often, by how many minutes and when; before and after the close apart (ABS-H, PUN-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rollbook.absence.queries.late_steps import late_steps_taken
from rollbook.absence.words import count, span
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.registers.queries.lateness import late_marks
from rollbook.reports.asked import Asked, By, Measure, Slice, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.attendance_by import TITLES
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.saying import about, counted_how, only_theirs
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import Cell, Number, Numbers, Person, Picture, Report, Share, Table, number, person, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.lateness import A_HABIT, Late, LateStep, LateTotals, late_totals

_M = Measure
_SPLITS = (By.FORM, By.NC_YEAR, By.HOUSE, By.HAVING, By.SEX)


@dataclass(frozen=True, slots=True)
class _Late:
    """What the report is made of: the roll, and each pupil's late arrivals with their minutes."""

    roll: Roll
    asked: Asked
    own: Mapping[int, LateTotals]

    def of(self, whose: Whose) -> tuple[LateTotals, ...]:
        found = (self.own.get(self.roll.pupils[n].id) for n in self.roll.which(whose))
        return tuple(one for one in found if one is not None)


def make(actor: Actor, asked: Asked) -> Report:
    """The figures, the weekdays, the groups, and each pupil who is late often."""
    found = late_marks(actor, asked.first, asked.last)
    own = {pupil: totals for pupil, lates in found.items() if (totals := late_totals(_within(lates, asked.when)))}
    late = _Late(roll_for(actor, asked), asked, own)
    steps = late_steps_taken(actor, asked.first, asked.last)
    whole = late.roll.line(asked.when, asked.whose)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(_figures(late, whole), _weekdays(late, whole), _groups(late, whole), _pupils(actor, late, steps)),
        notes=(*_notes(actor), *counted_how(asked), *only_theirs(actor)),
        says=_says(late, whole),
    )


def _within(lates: Iterable[Late], when: When) -> list[Late]:
    """Those of the weekdays and halves asked about."""
    return [
        late
        for late in lates
        if (not when.weekdays or late.session.on.isoweekday() in when.weekdays)
        and (not when.halves or late.session.half in when.halves)
    ]


def _times(totals: Totals) -> int:
    return totals.late_before_close + totals.late_after_close


def _minutes(found: Iterable[LateTotals]) -> int:
    return sum(one.minutes for one in found)


def _says(late: _Late, whole: Line) -> str:
    times, theirs = _times(whole.totals), late.of(late.asked.whose)
    if not whole.totals.possible:
        return ""
    if not times:
        return "Nobody was late."
    often = sum(one.times >= A_HABIT for one in theirs)
    said = f"{count(len(theirs), 'pupil')} came late to {count(times, 'session')} ({whole.share(_M.LATE)} of all)"
    after = f"{whole.totals.late_after_close} of them after the register had closed"
    return f"{said}, {after}. {count(often, 'pupil')} {'was' if often == 1 else 'were'} late three times or more."


def _figures(late: _Late, whole: Line) -> Numbers:
    theirs = late.of(late.asked.whose)
    untimed = sum(one.untimed for one in theirs)
    return Numbers(
        "Lateness",
        (
            Number("Late", whole.share(_M.LATE), f"{_times(whole.totals):,} of {whole.totals.possible:,} sessions"),
            Number("After the close", whole.share(_M.LATE_AFTER), "an unauthorised absence (U)"),
            Number("Pupils who were late", Share(len(theirs), whole.pupils), f"{len(theirs)} of {whole.pupils}"),
            Number("Time lost", span(_minutes(theirs)), f"{untimed} more without minutes" if untimed else ""),
        ),
    )


def _weekdays(late: _Late, whole: Line) -> Picture | Table:
    lines = late.roll.lines(By.WEEKDAY, late.asked.when, late.asked.whose)
    theirs = late.of(late.asked.whose)
    most = max(lines, key=lambda line: _times(line.totals) / line.totals.possible, default=None)
    table = Table(
        "Lateness by weekday",
        (words("Weekday"), number("Late"), number("Before the close"), number("After the close"), number("Sessions")),
        tuple(_weekday(line) for line in lines),
        foot=_weekday(whole, "The week") if lines else (),
        says=f"{most.title} has the most ({most.share(_M.LATE)})." if most and theirs else "",
        empty="There is no mark in these days for these pupils.",
    )
    if not theirs:
        return table
    series = (("Late", [(line.title, line.share(_M.LATE)) for line in lines]),)
    return Picture(shares_chart(table, series, along="Weekday", up="Sessions late"), table)


def _weekday(line: Line, title: str = "") -> tuple[Cell, ...]:
    totals = line.totals
    return (
        title or line.title,
        line.share(_M.LATE),
        totals.late_before_close,
        totals.late_after_close,
        totals.possible,
    )


def _groups(late: _Late, whole: Line) -> Table:
    by = late.asked.by if late.asked.by in _SPLITS else By.FORM
    lines = late.roll.lines(by, late.asked.when, late.asked.whose)
    return Table(
        f"Lateness by {TITLES[by]}",
        (
            words(TITLES[by].capitalize()),
            number("Pupils", people=True, folds=True),
            number("Late"),
            number("Late after the close"),
            number("Times", folds=True),
            number("Pupils late", people=True, folds=True),
            number("Three times or more", people=True),
            number("Minutes"),
        ),
        tuple(_group(late, line) for line in lines),
        foot=_group(late, whole) if lines else (),
        empty="There is no mark in these days for these pupils.",
    )


def _group(late: _Late, line: Line) -> tuple[Cell, ...]:
    theirs = late.of(line.whose)
    return (
        line.title,
        line.pupils,
        line.share(_M.LATE),
        line.share(_M.LATE_AFTER),
        _times(line.totals),
        len(theirs),
        sum(one.times >= A_HABIT for one in theirs),
        _minutes(theirs),
    )


def _pupils(actor: Actor, late: _Late, steps: Mapping[int, tuple[LateStep, ...]]) -> Table:
    theirs = late.roll.by_pupil(late.asked.when, late.asked.whose)
    everybody = [(pupil, totals, late.own[pupil.id]) for pupil, totals in theirs if pupil.id in late.own]
    often = [one for one in everybody if one[2].times >= A_HABIT]
    told = actor.may(Permission.SEE_WATCH_LISTS)
    less = len(everybody) - len(often)
    return Table(
        "Late three times or more",
        (
            person(),
            words("Form", folds=True),
            number("Times"),
            number("After the close"),
            number("Minutes"),
            number("Of own sessions", folds=True),
            words("When", folds=True),
            *((words("Steps taken"),) if told else ()),
        ),
        tuple(
            (*_pupil(late, *one), *((_taken(steps.get(one[0].id, ())),) if told else ()))
            for one in sorted(often, key=lambda one: (-one[2].times, -one[2].minutes, one[0].order))
        ),
        empty="Nobody was late three times in these days.",
        note=f"{count(less, 'pupil')} came late once or twice." if less else "",
    )


def _pupil(late: _Late, pupil: OnTheRoll, totals: Totals, own: LateTotals) -> tuple[Cell, ...]:
    opens = Slice(_M.LATE, late.asked.when, Whose(pupil=pupil.public_id))
    return (
        Person(pupil.listed_name, pupil.public_id),
        pupil.form,
        own.times,
        own.after_close,
        own.minutes,
        Share(_times(totals), totals.possible, opens),
        own.pattern,
    )


def _taken(steps: tuple[LateStep, ...]) -> str:
    return "; ".join(step.says for step in steps)


def _notes(actor: Actor) -> tuple[str, ...]:
    steps = "Steps taken are those of the school's lateness policy with a date in these days."
    return (
        "Late before the close of the register (L) is attendance, after it (U) an unauthorised absence; the two are "
        "counted apart (PUN-1). Minutes are those written beside the mark; none is guessed where they were not.",
        *((steps,) if actor.may(Permission.SEE_WATCH_LISTS) else ()),
    )


KIND = Kind(
    key="lateness",
    title="Lateness",
    purpose="Who is late, how often, by how much and on which days; before and after the close; the steps taken.",
    duty="ABS-H",
    shelf=Shelf.TUTORS,
    make=make,
    asks=(Ask.PERIOD, Ask.BY, Ask.WHOSE),
    splits=_SPLITS,
    usual=Period.HALF_TERM,
)
