"""A school's year at a glance: its sessions against the 380 (REG-5), and what looks wrong.

What it warns of is never refused: an academy or a nursery may have its reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.rules.actor import Actor
from rollbook.rules.bank_holidays import BANK_HOLIDAYS, KNOWN_TO
from rollbook.rules.calendar import monday_of
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_ends, year_starts
from rollbook.schools.models import Closure
from rollbook.schools.queries.days import ClosureLine, SchoolYear, TermLine, terms_and_closures

SESSIONS_EXPECTED = 380
INSET_DAYS_ALLOWED = 5
_WEEKEND = 5
_LETTERS = {
    "half-term": "H",
    "inset": "I",
    "bank-holiday": "B",
    "occasional": "O",
    "polling": "P",
    "unplanned": "Y",
    "holiday": "·",
}


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the planner: what it is (school, weekend, holiday, or a closure's kind) and in words."""

    on: date
    kind: str
    says: str

    @property
    def letter(self) -> str:
        """What stands beside the number, so that colour is never all that tells."""
        return _LETTERS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """A month, Monday to Friday in weeks (None outside the month), with the number of its sessions."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class YearOutline:
    """A year's terms, closures and counts, and sentences on what to look at again."""

    year: int
    terms: tuple[TermLine, ...]
    closures: tuple[ClosureLine, ...]
    school_days: int
    sessions: int
    sessions_lost: int
    inset_days: int
    warnings: tuple[str, ...]
    months: tuple[MonthPlan, ...]

    @property
    def title(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"

    @property
    def half_terms(self) -> tuple[ClosureLine, ...]:
        return tuple(c for c in self.closures if c.kind == Closure.Kind.HALF_TERM)

    @property
    def bank_holidays(self) -> tuple[ClosureLine, ...]:
        return tuple(c for c in self.closures if c.kind == Closure.Kind.BANK_HOLIDAY)


def year_outline(actor: Actor, year: int) -> YearOutline:
    """The year's terms and closures with its sessions counted and its planner drawn: two statements."""
    found = terms_and_closures(actor, year)
    days = frozenset(found.calendar.days)
    inset = _weekdays(found, Closure.Kind.INSET)
    lost = days & _weekdays(found, Closure.Kind.UNPLANNED)
    return YearOutline(
        year=year,
        terms=found.terms,
        closures=found.closures,
        school_days=len(days),
        sessions=2 * len(days),
        sessions_lost=2 * len(lost),
        inset_days=len(inset),
        warnings=tuple(_warnings(found, days, len(inset))),
        months=_months(found, days),
    )


def _weekdays(found: SchoolYear, kind: str) -> frozenset[date]:
    begins, ends = year_starts(found.year), year_ends(found.year)
    closed = {day for c in found.closures if c.kind == kind for day in _each(c.first, c.last)}
    return frozenset(day for day in closed if day.weekday() < _WEEKEND and begins <= day <= ends)


def _warnings(found: SchoolYear, days: frozenset[date], inset: int) -> list[str]:
    if not found.terms:
        return ["No terms are set for this year, so no register can be taken in it."]
    says = []
    if 2 * len(days) < SESSIONS_EXPECTED:
        says.append(
            f"The year has {2 * len(days)} sessions. A maintained school meets for at least {SESSIONS_EXPECTED} "
            "(190 days); an academy follows its funding agreement (REG-5)."
        )
    if inset > INSET_DAYS_ALLOWED:
        says.append(f"There are {inset} INSET days. Up to {INSET_DAYS_ALLOWED} a year are usual (COD-18).")
    open_on = [(day, name) for day, name in BANK_HOLIDAYS if day in days]
    says += [f"{in_words(day)} is a bank holiday ({name}), but the school is due to meet." for day, name in open_on]
    if year_ends(found.year) > KNOWN_TO:
        says.append(f"The bank holidays after {in_words(KNOWN_TO)} are not known to Rollbook yet. Add them yourself.")
    return says


def _months(found: SchoolYear, days: frozenset[date]) -> tuple[MonthPlan, ...]:
    cells = {day: _cell(day, found, days) for day in _each(year_starts(found.year), year_ends(found.year))}
    firsts = [day for day in cells if day.day == 1]
    return tuple(_month(first, cells, days) for first in firsts)


def _month(first: date, cells: dict[date, DayCell], days: frozenset[date]) -> MonthPlan:
    after = (first + timedelta(days=31)).replace(day=1)
    of_month = [day for day in cells if first <= day < after and day.weekday() < _WEEKEND]
    mondays = dict.fromkeys(monday_of(day) for day in of_month)
    weeks = tuple(tuple(_in_month(monday + timedelta(days=n), first, cells) for n in range(5)) for monday in mondays)
    return MonthPlan(first, weeks, 2 * sum(day in days for day in of_month))


def _in_month(day: date, first: date, cells: dict[date, DayCell]) -> DayCell | None:
    return cells[day] if (day.year, day.month) == (first.year, first.month) else None


def _cell(day: date, found: SchoolYear, days: frozenset[date]) -> DayCell:
    closure = next((c for c in found.closures if c.first <= day <= c.last), None)
    if closure is not None and (day in days) != closure.is_planned:
        return DayCell(day, closure.kind, closure.name or closure.label)
    if day in days:
        return DayCell(day, "school", "2 sessions")
    return DayCell(day, "weekend" if day.weekday() >= _WEEKEND else "holiday", "no school")


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
