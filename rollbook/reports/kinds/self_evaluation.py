"""An extract for the school's self-evaluation: three years, groups and their gaps, what was done (REP-C)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.audit.once import read_once
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.reports.asked import Asked, By, Measure, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds import interventions as acts
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.published import TITLE, published, published_table, sources
from rollbook.reports.kinds.saying import about, counted_how, days, inside, only_theirs
from rollbook.reports.queries.interventions import interventions
from rollbook.reports.queries.roll import Line, Roll, the_roll
from rollbook.reports.report import Cell, Change, Picture, Report, Section, Share, Table, Words, change, number, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.year_row import year_ends, year_of, year_starts
from rollbook.schools.queries import school_line

_M = Measure
YEARS = 3
_MEASURES = (_M.ATTENDANCE, _M.AUTHORISED, _M.UNAUTHORISED, _M.LATE, _M.PERSISTENT, _M.SEVERE)
FEW = 5


@dataclass(frozen=True, slots=True)
class Year:
    """A school year with its roll; `same` is its part up to the same day as this year, `then` the roll of that part."""

    roll: Roll
    then: Roll
    whole: When
    same: When

    def line(self, asked: Asked) -> Line:
        return self.roll.line(self.whole, asked.whose)

    def same_line(self, asked: Asked) -> Line:
        return self.then.line(self.same, asked.whose)

    @property
    def title(self) -> str:
        year = year_of(self.whole.first)
        return f"{year}/{(year + 1) % 100:02}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A group beside all others of a year: its line, and the sessions of everybody else."""

    line: Line
    others: Totals

    @property
    def share(self) -> Share:
        return self.line.share(_M.ATTENDANCE)

    @property
    def gap(self) -> Change | None:
        return change(self.share, Share(self.others.attended, self.others.possible))


def make(actor: Actor, asked: Asked) -> Report:
    """This year up to the last day asked about, and the two before it as far as there are marks."""
    with read_once():
        years = _years(actor, asked)
        now = years[-1]
        school = school_line(actor)
        done = interventions(actor, now.roll, now.whole, asked.whose)
    beside = dict(published(school, now.roll, now.whole, asked.whose)) if asked.whose == Whose() else {}
    held = [year for year in years if year.line(asked).pupils]
    says = _says(held, asked)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, _to_date(asked, now)),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            *(() if says else (Words("In short", ("There is no mark in these three years.",)),)),
            *_three_years(held, asked),
            *((published_table(school, beside),) if beside else ()),
            *_groups(actor, held, asked),
            *(acts.effect_sections(done, acts.says_of(done)) if held else ()),
        ),
        notes=(
            "This year is counted up to the last day; the years before stand whole, and up to the same day so that "
            "like stands beside like. A pupil’s groups and characteristics are those of the last day counted.",
            *([f"“{TITLE}” is left out: published figures are of whole schools."] if not beside and held else []),
            *only_theirs(actor),
            *sources(beside),
            *acts.NOTES,
            *counted_how(asked),
        ),
        says=says,
    )


def _to_date(asked: Asked, now: Year) -> Asked:
    return Asked(now.whole, asked.whose)


def _years(actor: Actor, asked: Asked) -> tuple[Year, ...]:
    this = year_of(asked.last)
    found = []
    for year in range(this - YEARS + 1, this + 1):
        same = _same_day(asked.last, this - year)
        last = min(year_ends(year), asked.last)
        first = year_starts(year)
        whole, then = the_roll(actor, first, last), the_roll(actor, first, same)
        found.append(Year(whole, then, When(first, last), When(first, same)))
    return tuple(found)


def _same_day(on: date, years: int) -> date:
    """The same day so many years ago; the day before where there was no 29 February."""
    day = on - timedelta(days=1) if (on.month, on.day) == (2, 29) and years % 4 else on
    return day.replace(year=day.year - years)


def _says(held: Sequence[Year], asked: Asked) -> str:
    if not held:
        return ""
    now = held[-1].line(asked)
    own = now.share(_M.ATTENDANCE)
    first = f"Attendance in {held[-1].title} is {own}"
    if len(held) > 1:
        before = held[-2].same_line(asked).share(_M.ATTENDANCE)
        moved = change(own, before)
        if moved is not None:
            side = "above" if moved.tenths > 0 else "below"
            way = f"{str(moved)[1:]} points {side}" if moved.tenths else "the same as"
            first = f"{first}, {way} the same weeks of {held[-2].title} ({before})"
    return f"{first}; {now.share(_M.PERSISTENT)} of pupils are persistently absent."


def _three_years(held: Sequence[Year], asked: Asked) -> tuple[Section, ...]:
    if not held:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for year in held[:-1]:
        rows.append(_year_row(f"{year.title}, whole year", year.line(asked)))
        rows.append(_year_row(f"{year.title}, to the same day", year.same_line(asked)))
    now = held[-1]
    today = days(When(now.whole.last, now.whole.last))
    rows.append(_year_row(f"{now.title}, to {today}", now.line(asked)))
    table = Table(
        "Year by year",
        (
            words("Year"),
            number("Pupils", people=True, folds=True),
            number("Attendance"),
            number("Authorised", folds=True),
            number("Unauthorised", folds=True),
            number("Late", folds=True),
            number("Persistently absent"),
            number("Severely absent", folds=True),
        ),
        tuple(rows),
        says=_trend(held, asked),
    )
    if len(held) < 2:
        return (table,)
    named = [(year.title, year.same_line(asked)) for year in held]
    series = (
        ("Attendance", [(title, line.share(_M.ATTENDANCE)) for title, line in named]),
        ("Persistently absent", [(title, line.share(_M.PERSISTENT)) for title, line in named]),
    )
    return (Picture(shares_chart(table, series, along="Year, to the same day", up="Share"), table, open=True),)


def _year_row(title: str, line: Line) -> tuple[Cell, ...]:
    return (title, line.pupils, *(line.share(measure) for measure in _MEASURES))


def _trend(held: Sequence[Year], asked: Asked) -> str:
    """Whether it rises or falls from year to year, to the same day."""
    shares = [year.same_line(asked).share(_M.ATTENDANCE) for year in held]
    moves = [moved.tenths for now, was in zip(shares[1:], shares, strict=False) if (moved := change(now, was))]
    if len(moves) < 1:
        return "There is one year to look at yet: no trend can be told."
    if all(move > 0 for move in moves):
        return "To the same day, attendance rose each year."
    if all(move < 0 for move in moves):
        return "To the same day, attendance fell each year."
    return "To the same day, attendance neither rose each year nor fell each year."


def _groups(actor: Actor, held: Sequence[Year], asked: Asked) -> tuple[Section, ...]:
    """Each group beside everybody else, this year and the last to the same day."""
    if not held:
        return ()
    now = _gaps(held[-1], asked)
    then = {gap.line.key: gap for gap in _gaps(held[-2], asked)} if len(held) > 1 else {}
    rows = tuple(_gap_row(gap, then.get(gap.line.key)) for gap in now)
    wide = min(
        (gap for gap in now if gap.gap and gap.line.pupils >= FEW), key=lambda gap: gap.gap.tenths if gap.gap else 0,
        default=None,
    )  # fmt: skip
    says = ""
    if wide and wide.gap and wide.gap.tenths < 0:
        says = f"The widest gap is of {inside(wide.line.title)}: {str(wide.gap)[1:]} points below everybody else."
    seen = actor.may(Permission.SEE_FLAGS)
    table = Table(
        "Groups and their gaps",
        (
            words("Pupils"),
            number("Pupils counted", people=True, folds=True),
            number("Attendance"),
            number("Gap to others"),
            number("Last year", folds=True),
            number("Gap last year", folds=True),
            number("Persistently absent", folds=True),
        ),
        rows,
        says=says,
        note="" if seen else "Groups by need or background are left out: they are not part of the reader’s role.",
        empty="There is no mark this year for these pupils.",
    )
    return (table,)


def _gaps(year: Year, asked: Asked) -> list[Gap]:
    """The groups of a year to the same day; none of which everybody is a member."""
    whole = year.same_line(asked)
    lines = [
        *year.then.lines(By.SEX, year.same, asked.whose),
        *(line for line in year.then.lines(By.HAVING, year.same, asked.whose) if line.key in CHARACTERISTICS),
    ]
    return [Gap(line, _less(whole.totals, line.totals)) for line in lines if line.pupils < whole.pupils]


def _less(whole: Totals, part: Totals) -> Totals:
    return Totals(
        whole.possible - part.possible,
        whole.attended - part.attended,
        whole.authorised - part.authorised,
        whole.unauthorised - part.unauthorised,
    )


def _gap_row(gap: Gap, then: Gap | None) -> tuple[Cell, ...]:
    return (
        gap.line.title,
        gap.line.pupils,
        gap.share,
        gap.gap,
        then.share if then else None,
        then.gap if then else None,
        gap.line.share(_M.PERSISTENT),
    )


KIND = Kind(
    key="self-evaluation",
    title="Self-evaluation extract",
    purpose="Three years, groups and their gaps, other schools beside, and what was done: figures with sentences.",
    duty="REP-C",
    shelf=Shelf.GOVERNORS,
    make=make,
    permission=Permission.SEE_WATCH_LISTS,
    asks=(Ask.WHOSE,),
    usual=Period.YEAR,
    leaves=True,
)
