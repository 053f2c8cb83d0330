"""Age, and the years in which education is compulsory.

Section 8 of the Education Act 1996 with the prescribed days and the school leaving date (REG-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# REG-14: the prescribed days on which compulsory school age can begin, as (month, day).
PRESCRIBED_DAYS: tuple[tuple[int, int], ...] = ((3, 31), (8, 31), (12, 31))
STARTS_AT = 5
ENDS_AT = 16
_SCHOOL_YEAR_BEGINS = (9, 1)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class CompulsoryAge:
    """The first and the last day on which a child is of compulsory school age, both included."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def birthday(born: date, years: int) -> date:
    """The day on which that age is reached; born on 29 February, 1 March in a common year."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age_on(born: date, on: date) -> int:
    """Whole years of age on a date."""
    years = on.year - born.year
    return years if on >= birthday(born, years) else years - 1


def compulsory_age(born: date) -> CompulsoryAge:
    """From which day to which a child born then is of compulsory school age (REG-14)."""
    return CompulsoryAge(_starts(birthday(born, STARTS_AT)), _ends(birthday(born, ENDS_AT)))


def is_compulsory(born: date, on: date) -> bool:
    """Whether a child is of compulsory school age on a date (REG-14)."""
    return on in compulsory_age(born)


def school_leaving_date(year: int) -> date:
    """The last Friday in June: the school leaving date of that calendar year (REG-14)."""
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - _FRIDAY) % 7)


def school_year_end(on: date) -> date:
    """31 August at the end of the school year in which the day lies."""
    return date(on.year + (1 if (on.month, on.day) >= _SCHOOL_YEAR_BEGINS else 0), 8, 31)


def _starts(fifth: date) -> date:
    days = (date(year, month, day) for year in (fifth.year, fifth.year + 1) for month, day in PRESCRIBED_DAYS)
    return next(day for day in days if day >= fifth)


def _ends(sixteenth: date) -> date:
    return school_leaving_date(school_year_end(sixteenth).year)
