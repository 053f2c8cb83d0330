"""The hours of a period: the school's own times, by a name that programs write in several ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from rollbook.schools.queries import LessonLine

_NUMBERED = re.compile(r"^(?:p|per|period|l|lesson)?\s*0*(\d{1,2})$")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def when(week: str, weekday: int, period: str) -> str:
    """A slot of the week in words, e.g. “Tuesday P3, week B”."""
    return f"{_DAYS[weekday]} {period}{f', week {week}' if week else ''}"


def same_period(one: str, other: str) -> bool:
    """Whether two names mean one period: `P1`, `1` and `Period 1` do."""
    return period_key(one) == period_key(other)


def period_key(name: str) -> str:
    plain = " ".join(name.casefold().split())
    found = _NUMBERED.match(plain)
    return f"p{found[1]}" if found else plain


def find_time(
    rows: Iterable[LessonLine], period: str, on: date, nc_year: str = "", site_id: int | None = None
) -> LessonLine | None:
    """The most particular row in force that gives a period its hours on a day, or None."""
    fitting = [row for row in rows if same_period(row.name, period) and _fits(row, on, nc_year, site_id)]
    return max(fitting, key=_particular, default=None)


def _fits(row: LessonLine, on: date, nc_year: str, site_id: int | None) -> bool:
    dated = row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
    placed = row.nc_year in ("", nc_year) and row.site_id in (None, site_id)
    return dated and placed and row.weekday in (None, on.weekday())


def _particular(row: LessonLine) -> tuple[bool, bool, bool, date, int]:
    return row.site_id is not None, row.nc_year != "", row.weekday is not None, row.valid_from, row.id
