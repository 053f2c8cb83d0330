"""The termly report for governors: what the law asks, in plain words and without a name (REP-C, DAT-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.absence.queries.clocks import unexplained
from rollbook.absence.words import count
from rollbook.audit.once import read_once
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.reports.asked import Asked, By, Measure, When
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds import penalty_notices as notices
from rollbook.reports.kinds.charting import reference, shares_chart
from rollbook.reports.kinds.hiding import alone, apart, counted, within
from rollbook.reports.kinds.published import published, published_table, sources
from rollbook.reports.kinds.saying import counted_how, days, inside, only_theirs
from rollbook.reports.queries.figures import gaps
from rollbook.reports.queries.penalty_notices import Event, PenaltyFigures, penalty_figures
from rollbook.reports.queries.returns import Return, returns
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import (
    Cell,
    Number,
    Numbers,
    Picture,
    Report,
    Section,
    Share,
    Table,
    Words,
    change,
    number,
    words,
)
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.benchmarks import Beside
from rollbook.rules.benchmarks import Measure as Published
from rollbook.rules.no_reason import ClockState
from rollbook.rules.sessions import in_words
from rollbook.rules.small_numbers import MARK, NOTE, hides_share, is_small
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import SchoolDetails, calendar_of, policy_on, school_line
from rollbook.web.charts import ChartKind

_M = Measure
_MEASURES = (_M.ATTENDANCE, _M.UNAUTHORISED, _M.PERSISTENT, _M.SEVERE)
_GROUPS = (
    number("Pupils", people=True, folds=True),
    number("Attendance"),
    number("Unauthorised absence", folds=True),
    number("Persistently absent"),
    number("Severely absent", folds=True),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that the report is written from, read at one moment."""

    school: SchoolDetails
    roll: Roll
    term: When
    year: When
    due: int
    unmarked: int
    no_reason: int
    late_reasons: int
    returns: tuple[Return, ...]
    notices: PenaltyFigures | None
    beside: dict[Published, Beside]

    @property
    def this_term(self) -> Line:
        return self.roll.line(self.term)

    @property
    def this_year(self) -> Line:
        return self.roll.line(self.year)


def make(actor: Actor, asked: Asked) -> Report:
    """The days asked about and the year up to the last of them, beside the published figures."""
    with read_once():
        found = _read(actor, asked)
        policy = _policy(actor, asked)
    seen = actor.may(Permission.SEE_FLAGS)
    return Report(
        kind=KIND.key,
        title=f"Attendance: report to governors of {found.school.name}",
        about=days(asked.when),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            _words(found),
            _numbers(found),
            published_table(found.school, found.beside),
            *_weeks(found),
            _years(found),
            *((_having(found),) if seen else ()),
            _duties(found),
            *((_notices(found.notices),) if found.notices else ()),
            policy,
        ),
        notes=(
            NOTE,
            *_plainly(),
            *only_theirs(actor),
            *(() if seen else ("Groups by need or background are left out: they are not part of the reader’s role.",)),
            *sources(found.beside),
            *counted_how(asked),
        ),
        says=_says(found),
    )


def _read(actor: Actor, asked: Asked) -> _Found:
    year = When(year_starts(year_of(asked.last)), asked.last)
    roll, school = roll_for(actor, asked, since=year.first), school_line(actor)
    met = [day for day in calendar_of(actor, first=asked.first, last=asked.last).days if day < actor.today]
    inside = [day for day in met if day >= year.first]
    due, unmarked = gaps(roll, inside) if roll.matrices and roll.matrices[0].year == year_of(year.first) else (0, 0)
    still = [one for one in unexplained(actor) if asked.first <= one.clock.session.on <= asked.last]
    return _Found(
        school,
        roll,
        asked.when,
        year,
        due,
        unmarked,
        len(still),
        sum(one.clock.state is ClockState.OVERDUE for one in still),
        returns(actor, asked.when),
        penalty_figures(actor, asked.when) if actor.may(Permission.SEE_CASES) else None,
        dict(published(school, roll, year, outside=True)),
    )


def _says(found: _Found) -> str:
    year, own = found.this_year, found.beside.get(Published.ATTENDANCE)
    if not year.pupils:
        return "There is no mark this year."
    return own.says if own else f"Attendance this year is {year.share(_M.ATTENDANCE)}."


def _words(found: _Found) -> Words:
    """What a governor should know, in sentences."""
    term, year = found.this_term, found.this_year
    if not year.pupils:
        return Words("In short", ("The registers hold no mark this year.",))
    persistent = _of_ten(found)
    ended = sum(one.clocks.ended for one in found.returns)
    in_time = sum(one.clocks.in_time for one in found.returns)
    made = "No return to the local authority fell due." if not ended else _all_or(in_time, ended)
    return Words(
        "In short",
        (
            f"In these days pupils attended {term.share(_M.ATTENDANCE)} of the sessions that they could attend; over "
            f"the year so far it is {year.share(_M.ATTENDANCE)}. {persistent}",
            f"{_registers(found)} {_reasons(found)}",
            f"{made} What the school must report, and by when, is in the table of duties below.",
        ),
    )


def _of_ten(found: _Found) -> str:
    line = found.this_year
    if hides_share(line.persistent, line.pupils):
        return "How many are persistently absent is not shown: they are too few, or all but a few."
    return (
        f"{line.share(_M.PERSISTENT)} of pupils have missed a tenth of their sessions or more this year: the "
        "Department calls that persistently absent."
    )


def _all_or(in_time: int, ended: int) -> str:
    if in_time == ended:
        return "Every return to the local authority that fell due was made in time."
    return "Not every return to the local authority that fell due was made in time."


def _registers(found: _Found) -> str:
    if not found.due:
        return "No register was due."
    if not found.unmarked:
        return "Every register was completed."
    return f"{Share(found.due - found.unmarked, found.due)} of the marks that were due have been given."


def _reasons(found: _Found) -> str:
    if not found.no_reason:
        return "Every absence has its reason."
    late = f", for {found.late_reasons} of them longer than the five school days that the law gives"
    await_ = "awaits" if found.no_reason == 1 else "await"
    return f"{count(found.no_reason, 'session')} still {await_} a reason{late if found.late_reasons else ''}."


def _numbers(found: _Found) -> Numbers:
    term, year = found.this_term, found.this_year
    return Numbers(
        "The figures",
        (
            Number("Attendance in these days", term.share(_M.ATTENDANCE), days(found.term)),
            Number("Attendance this year", year.share(_M.ATTENDANCE), f"{count(year.pupils, 'pupil')}."),
            Number("Persistently absent", _people(year, _M.PERSISTENT), "A tenth of their sessions missed, or more."),
            Number("Severely absent", _people(year, _M.SEVERE), "Half of their sessions missed, or more."),
            Number(
                "Marks given",
                Share(found.due - found.unmarked, found.due),
                f"{found.unmarked:,} of {found.due:,} marks are missing.",
            ),
        ),
    )


def _people(line: Line, measure: Measure) -> Cell:
    share = line.share(measure)
    return MARK if hides_share(share.part, share.whole) else share


def _weeks(found: _Found) -> tuple[Section, ...]:
    lines = found.roll.lines(By.WEEK, found.term)
    if len(lines) < 2:
        return ()
    low = min(lines, key=lambda line: line.totals.attended / line.totals.possible)
    table = Table(
        "Week by week",
        (words("Week"), number("Attendance"), number("Unauthorised absence")),
        tuple((line.title, line.share(_M.ATTENDANCE), line.share(_M.UNAUTHORISED)) for line in lines),
        says=f"The lowest was the {inside(low.title)} ({low.share(_M.ATTENDANCE)}).",
    )
    named = [(line.title.removeprefix("Week of "), line.share(_M.ATTENDANCE)) for line in lines]
    marks = reference("These days", found.this_term.share(_M.ATTENDANCE))
    series = (("Attendance", named),)
    return (
        Picture(shares_chart(table, series, kind=ChartKind.LINE, along="Week", up="Attendance", marks=marks), table),
    )


def _years(found: _Found) -> Table:
    """Year groups do not overlap: what gives a small one away with the total is hidden too."""
    lines = found.roll.lines(By.NC_YEAR, found.year)
    shown = apart(lines, _MEASURES)
    rows = tuple((line.title, *cells) for line, cells in zip(lines, shown, strict=True))
    return Table(
        "Year groups, this year so far",
        (words("Year group"), *_GROUPS),
        rows,
        foot=("Everybody", *alone(found.this_year, _MEASURES)) if rows else (),
        empty="There is no mark this year.",
    )


def _having(found: _Found) -> Table:
    """Groups by need and background, which overlap, each beside everybody."""
    whole = found.this_year
    lines = [line for line in found.roll.lines(By.HAVING, found.year) if line.key in CHARACTERISTICS]
    rows = tuple((line.title, *within(line, whole, _MEASURES)) for line in lines)
    furthest = _furthest(lines, rows, whole)
    return Table(
        "Groups of pupils, this year so far",
        (words("Pupils with"), *_GROUPS),
        rows,
        foot=("Everybody", *alone(whole, _MEASURES)) if rows else (),
        says=furthest,
        empty="No pupil of this year has a need or background on record.",
    )


def _furthest(lines: Sequence[Line], rows: Sequence[tuple[Cell, ...]], whole: Line) -> str:
    """Which group that may be shown is furthest below everybody."""
    gaps_ = [
        (moved.tenths, line.title)
        for line, row in zip(lines, rows, strict=True)
        if row[1] != MARK and (moved := change(line.share(_M.ATTENDANCE), whole.share(_M.ATTENDANCE)))
    ]
    low = min(gaps_, default=None)
    if low is None or low[0] >= 0:
        return ""
    return f"Furthest below everybody: {inside(low[1])}, by {-low[0] // 10}.{-low[0] % 10} percentage points."


def _duties(found: _Found) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("Marks given of those due", "REG-2", f"{found.due:,}", Share(found.due - found.unmarked, found.due)),
        ("Absences that still await a reason", "COD-4", found.no_reason, _overdue(found)),
    ]
    rows += [(one.title, one.rule, counted(one.clocks.ended), _in_time(one)) for one in found.returns]
    return Table(
        "What the law asks",
        (words("Duty"), words("Rule", folds=True), number("How many"), words("Done in time")),
        tuple(rows),
        note="Returns whose last day lay in these days; one that is overdue counts as not in time.",
    )


def _overdue(found: _Found) -> str:
    if not found.no_reason:
        return "All have one"
    return f"{found.late_reasons} past the five school days"


def _in_time(one: Return) -> Cell:
    """A share, or where it is of few pupils only whether it was all of them."""
    clocks = one.clocks
    if not clocks.ended:
        return "None fell due"
    if clocks.in_time == clocks.ended:
        return "All in time"
    if hides_share(clocks.in_time, clocks.ended):
        return "Not all in time"
    return Share(clocks.in_time, clocks.ended)


def _notices(found: PenaltyFigures) -> Table:
    shown = (Event.CONSIDERED, Event.WARNED, Event.REQUESTED, Event.ISSUED, Event.PAID, Event.WITHDRAWN)
    numbers = [(event, len(found.of(event))) for event in shown]
    rows = tuple((notices.TITLES[event], counted(n)) for event, n in numbers)
    hidden = any(is_small(n) for _, n in numbers)
    return Table(
        "Penalty notices",
        (words("What happened in these days"), number("Notices", people=True)),
        rows if found.events else (),
        empty=notices.NONE,
        note="Each is one parent’s, for one child." + (" Small numbers are hidden." if hidden else ""),
    )


def _policy(actor: Actor, asked: Asked) -> Words:
    policy = policy_on(actor, asked.last)
    return Words(
        "The attendance policy in force",
        (
            f"In force since {in_words(policy.valid_from)} (version {policy.version}). "
            f"Families of absent pupils are contacted by {policy.contact_by_time}.",
            f"Absence is watched in bands: {policy.bands_words}.",
        ),
    )


def _plainly() -> tuple[str, ...]:
    return (
        "A session is a morning or an afternoon. An authorised absence is one that the school accepts, such as "
        "illness; an unauthorised one it does not.",
        "No pupil is named in this report, and none should be named when it is discussed.",
    )


KIND = Kind(
    key="governors",
    title="Termly report to governors",
    purpose="Attendance beside England, groups compared, registers, returns and penalty notices, in plain words.",
    duty="REP-C",
    shelf=Shelf.GOVERNORS,
    make=make,
    asks=(Ask.PERIOD,),
    usual=Period.TERM,
    leaves=True,
)
