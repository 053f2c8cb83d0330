"""The training school's years: terms, half-terms, INSET, bank holidays, a snow day.

Worked out for any year from the usual English pattern, so that no year needs typing in.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import takewhile
from random import Random

from rollbook.demo.values import AcademicYear, Kind
from rollbook.rules.calendar import Closure, ClosureKind, Days, Term

_DAY = timedelta(days=1)
_OPEN_DAYS = 190
_INSET_DAYS = 5


def academic_year_of(on: date) -> int:
    """The calendar year in which the academic year of a date began."""
    return on.year if on.month >= 9 else on.year - 1


@cache
def academic_year(first: int, kind: Kind, seed: int) -> AcademicYear:
    """The year that begins in September `first`: 190 school days and five INSET days.

    A primary holds one INSET day on the day it is a polling station. The snow day is one of the
    190: its sessions were due, and are marked Y4.
    """
    breaks = _breaks(first)
    holidays = bank_holidays(first) | bank_holidays(first + 1)
    due = _days_due(first, breaks, {day for day, _ in holidays})
    inset = _inset_days(due, first, kind)
    snow = _snow_day(due, first, seed)
    terms = _terms(due, breaks)

    closures = [
        *(
            Closure(ClosureKind.HALF_TERM, days, f"{name} half-term")
            for name, days in breaks.items()
            if name in HALF_TERMS
        ),
        *(
            Closure(ClosureKind.BANK_HOLIDAY, Days(day, day), name)
            for day, name in holidays
            if _cuts(day, terms, breaks)
        ),
        *(Closure(_inset_kind(day, first, kind), Days(day, day), _inset_says(day, first, kind)) for day in inset),
        Closure(ClosureKind.UNPLANNED, Days(snow, snow), "Snow: the site could not be opened safely"),
    ]
    return AcademicYear(
        name=f"{first}/{(first + 1) % 100:02d}",
        starts=date(first, 9, 1),
        ends=date(first + 1, 8, 31),
        terms=terms,
        closures=tuple(sorted(closures, key=lambda closure: (closure.days.first, closure.kind))),
        school_days=tuple(day for day in due if day not in inset),
    )


HALF_TERMS = ("Autumn", "Spring", "Summer")


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    step = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * step) // 451
    n = h + step - 7 * m + 114
    return date(year, n // 31, n % 31 + 1)


def bank_holidays(year: int) -> frozenset[tuple[date, str]]:
    """The bank holidays of England and Wales, with their substitute days."""
    sunday = easter(year)
    christmas, new_year = date(year, 12, 25), date(year, 1, 1)
    # At a weekend the holiday moves to a working day, Christmas and Boxing Day making room for each other.
    kept, boxing = {4: (0, 3), 5: (2, 3), 6: (2, 1)}.get(christmas.weekday(), (0, 1))
    return frozenset(
        {
            (_monday_from(new_year) if new_year.weekday() > 4 else new_year, "New Year’s Day"),
            (sunday - 2 * _DAY, "Good Friday"),
            (sunday + _DAY, "Easter Monday"),
            (_monday_from(date(year, 5, 1)), "Early May bank holiday"),
            (_monday_from(date(year, 5, 25)), "Spring bank holiday"),
            (_monday_from(date(year, 8, 25)), "Summer bank holiday"),
            (christmas + kept * _DAY, "Christmas Day"),
            (christmas + boxing * _DAY, "Boxing Day"),
        }
    )


def _monday_from(day: date) -> date:
    return day + _DAY * (-day.weekday() % 7)


def _breaks(first: int) -> dict[str, Days]:
    october = date(first, 10, 31)
    october -= _DAY * october.weekday()
    last_friday = date(first, 12, 22)
    last_friday -= _DAY * ((last_friday.weekday() - 4) % 7)
    february = _monday_from(date(first + 1, 2, 12))
    whit = _monday_from(date(first + 1, 5, 25))
    return {
        "Autumn": Days(october, october + 4 * _DAY),
        "Christmas": Days(last_friday + _DAY, _monday_from(date(first + 1, 1, 3)) - _DAY),
        "Spring": Days(february, february + 4 * _DAY),
        "Easter": _easter_break(first + 1),
        "Summer": Days(whit, whit + 4 * _DAY),
    }


def _easter_break(year: int) -> Days:
    sunday = easter(year)
    if sunday <= date(year, 3, 31):
        return Days(sunday - 2 * _DAY, sunday + 12 * _DAY)
    if sunday <= date(year, 4, 12):
        return Days(sunday - 6 * _DAY, sunday + 5 * _DAY)
    return Days(sunday - 13 * _DAY, sunday + _DAY)


def _days_due(first: int, breaks: dict[str, Days], holidays: set[date]) -> tuple[date, ...]:
    day = date(first, 9, 1)
    if day.weekday() > 3:
        day = _monday_from(day)
    due: list[date] = []
    while len(due) < _OPEN_DAYS + _INSET_DAYS:
        if day.weekday() < 5 and day not in holidays and not any(day in days for days in breaks.values()):
            due.append(day)
        day += _DAY
    return tuple(due)


def _inset_days(due: tuple[date, ...], first: int, kind: Kind) -> frozenset[date]:
    spring = next(day for day in due if day.year == first + 1)
    fifth = (
        _polling_day(first + 1)
        if kind is Kind.PRIMARY
        else next(day for day in due if day >= date(first + 1, 6, 20) and day.weekday() == 4)
    )
    return frozenset({due[0], due[1], spring, fifth, due[-1]})


def _polling_day(year: int) -> date:
    first = date(year, 5, 1)
    return first + _DAY * ((3 - first.weekday()) % 7)


def _inset_kind(day: date, first: int, kind: Kind) -> ClosureKind:
    return ClosureKind.POLLING if kind is Kind.PRIMARY and day == _polling_day(first + 1) else ClosureKind.INSET


def _inset_says(day: date, first: int, kind: Kind) -> str:
    polling = _inset_kind(day, first, kind) is ClosureKind.POLLING
    return "Polling station, and staff training" if polling else "Staff training"


def _cuts(day: date, terms: tuple[Term, ...], breaks: dict[str, Days]) -> bool:
    """Whether a bank holiday takes a day from a term that no break had taken already."""
    return any(day in term.days for term in terms) and not any(day in days for days in breaks.values())


def _snow_day(due: tuple[date, ...], first: int, seed: int) -> date:
    january = [day for day in due if day.year == first + 1 and day.month == 1 and day.day > 10]
    return Random(f"{seed}:snow:{first}").choice(january)


def _terms(due: tuple[date, ...], breaks: dict[str, Days]) -> tuple[Term, ...]:
    christmas, easter_break = breaks["Christmas"].first, breaks["Easter"].first
    autumn = tuple(takewhile(lambda day: day < christmas, due))
    spring = tuple(day for day in due if christmas < day < easter_break)
    summer = tuple(day for day in due if day > easter_break)
    named = (("Autumn", autumn), ("Spring", spring), ("Summer", summer))
    return tuple(Term(name, Days(days[0], days[-1])) for name, days in named)


def last_school_day(on: date, kind: Kind, seed: int) -> date:
    """The day itself if schools meet on it, else the last one before it on which they did."""
    phase = Kind.SECONDARY if kind is Kind.TRUST else kind
    first = academic_year_of(on)
    days = [day for year in (first - 1, first) for day in academic_year(year, phase, seed).school_days]
    return max(day for day in days if day <= on)
