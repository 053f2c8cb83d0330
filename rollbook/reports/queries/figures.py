"""A school's year in figures: counted from every session by the engine, and kept as a row of its own.

What is kept says at which save of the chain it was counted; the definitions are PA-1 to PA-3, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from rollbook.audit.once import read_once
from rollbook.audit.snapshots import one_snapshot
from rollbook.registers.queries.chain import ChainAt, chain_of
from rollbook.reports.asked import By, When
from rollbook.reports.models import SchoolFigures
from rollbook.reports.queries.roll import Line, Roll, the_roll
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.calendar import monday_of
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import session_of, slot_of, year_ends, year_starts
from rollbook.schools.queries import SchoolYear, terms_and_closures

DAYS_LOOKED_AT = 10
NEVER = date.min


@dataclass(frozen=True, slots=True)
class Week:
    """A week's sessions of the whole school, from its Monday."""

    monday: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class Part:
    """The year of some pupils: those with a possible session, and how many of them are over a line."""

    key: str
    totals: Totals
    pupils: int
    persistent: int
    severe: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A school's year at one save of its chain: the whole, the same up to `since`, by week and by year group.

    `due` sessions of pupils were to be marked in the school's last ten days, `unmarked` of them have no mark;
    `counted_to` is the last day with a mark.
    """

    year: int
    made_at: datetime
    chain: ChainAt
    whole: Part
    then: Part | None
    since: date | None
    counted_to: date | None
    due: int
    unmarked: int
    weeks: tuple[Week, ...]
    year_groups: tuple[Part, ...]


def count_year(actor: Actor, year: int) -> Figures:
    """Count a school's year as it stands at this moment, from every session: eight statements, in one snapshot."""
    with one_snapshot(), read_once():
        calendar = terms_and_closures(actor, year)
        first, last = year_starts(year), min(actor.today, year_ends(year))
        chain = chain_of(actor)
        roll = the_roll(actor, first, last)
    return _counted(actor, roll, calendar, chain)


def _counted(actor: Actor, roll: Roll, calendar: SchoolYear, chain: ChainAt) -> Figures:
    when = When(roll.first, roll.last)
    since = _half_term_before(calendar, roll.last)
    due, unmarked = gaps(roll, [day for day in calendar.calendar.days if day < actor.today][-DAYS_LOOKED_AT:])
    weeks = ((monday_of(week.first), roll.totals(week)) for week in roll.weeks(when))
    return Figures(
        year=calendar.year,
        made_at=actor.now,
        chain=chain,
        whole=_part(roll.line(when)),
        then=_part(roll.line(When(roll.first, since))) if since else None,
        since=since,
        counted_to=_last_mark(roll),
        due=due,
        unmarked=unmarked,
        weeks=tuple(Week(monday, totals) for monday, totals in weeks if totals.possible),
        year_groups=tuple(_part(line) for line in roll.lines(By.NC_YEAR, when)),
    )


def _part(line: Line) -> Part:
    return Part(line.key, line.totals, line.pupils, line.persistent, line.severe)


def _half_term_before(calendar: SchoolYear, on: date) -> date | None:
    """The last day of the half term that ended before this one began; None in the year's first."""
    ends = {term.last for term in calendar.terms}
    ends |= {closure.first - timedelta(days=1) for closure in calendar.closures if closure.kind == "half-term"}
    over = max((day for day in ends if day < on), default=NEVER)
    return max((day for day in calendar.calendar.days if day <= over), default=None)


def gaps(roll: Roll, days: Sequence[date]) -> tuple[int, int]:
    """Sessions that pupils on the roll were due to have a mark for on these days, and how many have none."""
    import numpy as np

    if not days or not roll.pupils:
        return 0, 0
    codes = roll.matrices[0].codes
    joined = np.array([pupil.first_day.toordinal() for pupil in roll.pupils])
    left = np.array([(pupil.last_day or date.max).toordinal() for pupil in roll.pupils])
    due = unmarked = 0
    for day in days:
        here = (joined <= day.toordinal()) & (left >= day.toordinal())
        slot = slot_of(Session(day, Half.AM))
        due += 2 * int(here.sum())
        unmarked += int((codes[here, slot : slot + 2] == 0).sum())
    return due, unmarked


def _last_mark(roll: Roll) -> date | None:
    import numpy as np

    columns = np.flatnonzero(roll.matrices[0].codes.any(axis=0)) if roll.pupils else np.empty(0)
    return session_of(roll.matrices[0].year, int(columns[-1])).on if columns.size else None


def figures_of(actor: Actor, year: int) -> Figures | None:
    """What is kept of the actor's school; None where it was never counted: one statement."""
    return kept_figures(actor, (actor.school,), year).get(actor.school)


def kept_figures(actor: Actor, schools: Iterable[int], year: int) -> Mapping[int, Figures]:
    """What is kept of many schools, whose figures the caller may see: one statement."""
    rows = SchoolFigures.objects.filter(school_id__in=tuple(schools), year=year).order_by("school_id").values()
    return {row["school_id"]: of_row(row) for row in rows}


def as_row(found: Figures) -> Mapping[str, Any]:
    """Figures as the columns that keep them; `of_row` is the way back."""
    then = found.then or Part("", Totals(), 0, 0, 0)
    return {
        "made_at": found.made_at,
        "chain_year": found.chain.year,
        "chain_seq": found.chain.seq,
        "chain_head": found.chain.head,
        "pupils": found.whole.pupils,
        **{name: getattr(found.whole.totals, name) for name in _TOTALS},
        "persistent": found.whole.persistent,
        "severe": found.whole.severe,
        "counted_to": found.counted_to,
        "since": found.since,
        "pupils_then": then.pupils,
        "possible_then": then.totals.possible,
        "absent_then": then.totals.absent,
        "persistent_then": then.persistent,
        "severe_then": then.severe,
        "due": found.due,
        "unmarked": found.unmarked,
        "weeks": [[week.monday.isoformat(), *_counts(week.totals)] for week in found.weeks],
        "year_groups": [[p.key, *_counts(p.totals), p.pupils, p.persistent, p.severe] for p in found.year_groups],
    }


def of_row(row: Mapping[str, Any]) -> Figures:
    """Figures from their columns, as this Rollbook or a shard keeps them."""
    then = Totals(row["possible_then"], row["possible_then"] - row["absent_then"], 0, row["absent_then"])
    return Figures(
        year=row["year"],
        made_at=row["made_at"],
        chain=ChainAt(row["chain_year"], row["chain_seq"], bytes(row.get("chain_head") or b"")),
        whole=Part("", Totals(*(row[name] for name in _TOTALS)), row["pupils"], row["persistent"], row["severe"]),
        then=Part("", then, row["pupils_then"], row["persistent_then"], row["severe_then"]) if row["since"] else None,
        since=row["since"],
        counted_to=row["counted_to"],
        due=row["due"],
        unmarked=row["unmarked"],
        weeks=tuple(Week(date.fromisoformat(monday), Totals(*counts)) for monday, *counts in row["weeks"]),
        year_groups=tuple(Part(key, Totals(*rest[:4]), *rest[4:]) for key, *rest in row["year_groups"]),
    )


_TOTALS = tuple(field.name for field in fields(Totals))


def _counts(totals: Totals) -> tuple[int, int, int, int]:
    return totals.possible, totals.attended, totals.authorised, totals.unauthorised
