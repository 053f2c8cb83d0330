"""The days on which a school meets: its terms less its planned closures.

An unexpected closure keeps its sessions, which are coded Y4 (COD-18), so it takes no day away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from rollbook.audit.once import once
from rollbook.audit.prepared import Prepared, given
from rollbook.rules import calendar
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.year_row import year_ends, year_starts
from rollbook.schools.models import Closure, School, Term

_WEEKEND = 5
_FOREVER = (date(1900, 1, 1), date(2999, 12, 31))


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term as the school names it, both days included; `year` 2026 is 2026/27."""

    id: int
    year: int
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """Days without school inside a term, both included; `kind` as the office chooses it, `label` in words."""

    id: int
    kind: str
    label: str
    name: str
    first: date
    last: date

    @property
    def is_planned(self) -> bool:
        return self.kind != Closure.Kind.UNPLANNED


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A year's terms and closures, in the order of the calendar."""

    year: int
    terms: tuple[TermLine, ...]
    closures: tuple[ClosureLine, ...]

    @property
    def calendar(self) -> SchoolCalendar:
        return SchoolCalendar(_days_of(self.terms, self.closures))


@dataclass(frozen=True, slots=True)
class DaysDue:
    """The days on which the school was due to meet, and those of them that an unexpected closure touched (COD-18)."""

    calendar: SchoolCalendar
    unexpected: frozenset[date]


def calendar_of(
    actor: Actor, year: int | None = None, *, first: date | None = None, last: date | None = None
) -> SchoolCalendar:
    """The days with sessions to mark: of one academic year (2026 = 2026/27), of a run of days, or all that are known.

    Days lost to an unexpected closure are among them, marked Y4 (COD-18); the law's clocks do not
    count those (REG-6, `absence.queries.days`). Two statements.
    """
    return days_due(actor, year, first=first, last=last).calendar


def days_due(actor: Actor, year: int | None = None, *, first: date | None = None, last: date | None = None) -> DaysDue:
    """The same days, and which of them an unexpected closure of the whole school touched: two statements."""
    begins, ends = (year_starts(year), year_ends(year)) if year is not None else _FOREVER
    begins, ends = max(begins, first or begins), min(ends, last or ends)
    closures = _closures(actor, begins, ends)
    days = [day for day in _days_of(_terms(actor, begins, ends), closures) if begins <= day <= ends]
    lost = [c for c in closures if not c.is_planned]
    return DaysDue(SchoolCalendar(days), frozenset(d for d in days if any(c.first <= d <= c.last for c in lost)))


@once
def is_school_day(actor: Actor, on: date) -> bool:
    """Whether the school is due to meet on a day: a weekday of a term that no planned closure takes away."""
    if on.weekday() >= _WEEKEND:
        return False
    return _MEETS.any(on=on, school=actor.school)


def terms_and_closures(actor: Actor, year: int) -> SchoolYear:
    """The terms of an academic year and every closure that touches its days, by date: two statements."""
    begins, ends = year_starts(year), year_ends(year)
    return SchoolYear(year, _terms(actor, begins, ends), _closures(actor, begins, ends))


def years_known(actor: Actor) -> tuple[int, ...]:
    """The academic years for which the school has set terms, newest first."""
    years = Term.objects.filter(school_id=actor.school).values_list("year", flat=True)
    return tuple(years.distinct().order_by("-year"))


def meets_on(on: date, school: str = "pk") -> Exists:
    """The condition, on a school's row, that a term covers this weekday and no planned closure does.

    `school` names the school's key where the row is another's.
    """
    return Exists(
        Term.objects.filter(school_id=OuterRef(school), first__lte=on, last__gte=on).exclude(
            Exists(closed_on(on, OuterRef("school_id")))
        )
    )


def closed_on(on: date, school: OuterRef) -> QuerySet[Closure]:
    """The planned closures of a school that take this day away."""
    return Closure.objects.filter(school_id=school, first__lte=on, last__gte=on).exclude(kind=Closure.Kind.UNPLANNED)


_MEETS = Prepared(
    lambda: School.objects.filter(meets_on(given("on", "day")), pk=given("school")).order_by().values_list("pk")
)


def _terms(actor: Actor, first: date, last: date) -> tuple[TermLine, ...]:
    return tuple(t for t in _all_terms(actor) if t.first <= last and t.last >= first)


def _closures(actor: Actor, first: date, last: date) -> tuple[ClosureLine, ...]:
    return tuple(c for c in _all_closures(actor) if c.first <= last and c.last >= first)


@once
def _all_terms(actor: Actor) -> tuple[TermLine, ...]:
    """Every term the school ever had: some dozens at most, so that one page with several questions reads them once."""
    return tuple(TermLine(*row) for row in _TERMS.rows(school=actor.school))


@once
def _all_closures(actor: Actor) -> tuple[ClosureLine, ...]:
    rows = _CLOSURES.rows(school=actor.school)
    return tuple(ClosureLine(pk, kind, Closure.Kind(kind).label, *rest) for pk, kind, *rest in rows)


_TERMS = Prepared(
    lambda: (
        Term.objects.filter(school_id=given("school"))
        .order_by("first", "id")
        .values_list("id", "year", "name", "first", "last")
    )
)
_CLOSURES = Prepared(
    lambda: (
        Closure.objects.filter(school_id=given("school"))
        .order_by("first", "id")
        .values_list("id", "kind", "name", "first", "last")
    )
)


def _days_of(terms: tuple[TermLine, ...], closures: tuple[ClosureLine, ...]) -> tuple[date, ...]:
    planned = (c for c in closures if c.is_planned)
    return calendar.school_days(
        (calendar.Term(t.name, calendar.Days(t.first, t.last)) for t in terms),
        (calendar.Closure(calendar.ClosureKind.OCCASIONAL, calendar.Days(c.first, c.last)) for c in planned),
    )
