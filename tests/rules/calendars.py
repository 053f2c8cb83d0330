"""Calendar T of the rule book's examples, and short ways to name sessions."""

from __future__ import annotations

from datetime import date

from rollbook.rules.calendar import Closure, ClosureKind, Days, SchoolCalendar, Term, school_days
from rollbook.rules.sessions import Half, Session

AUTUMN = Term("Autumn 2026", Days(date(2026, 9, 1), date(2026, 12, 18)))
SUMMER = Term("Summer 2026", Days(date(2026, 4, 13), date(2026, 7, 22)))
SPRING = Term("Spring 2027", Days(date(2027, 1, 4), date(2027, 3, 25)))
BREAKS = (
    Closure(ClosureKind.BANK_HOLIDAY, Days(date(2026, 5, 4), date(2026, 5, 4))),
    Closure(ClosureKind.HALF_TERM, Days(date(2026, 5, 25), date(2026, 5, 29))),
    Closure(ClosureKind.HALF_TERM, Days(date(2026, 10, 26), date(2026, 10, 30))),
    Closure(ClosureKind.HALF_TERM, Days(date(2027, 2, 15), date(2027, 2, 19))),
)
T = SchoolCalendar(school_days((SUMMER, AUTUMN, SPRING), BREAKS))


def am(month: int, day: int, year: int = 2026) -> Session:
    return Session(date(year, month, day), Half.AM)


def pm(month: int, day: int, year: int = 2026) -> Session:
    return Session(date(year, month, day), Half.PM)


def whole_days(first: date, last: date, calendar: SchoolCalendar = T) -> list[Session]:
    return [Session(day, half) for day in calendar.between(first, last) for half in Half]
