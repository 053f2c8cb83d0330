"""Which of the law's lines a pupil crossed between two days, and the sessions that say so.

10 per cent, 50 per cent (PA-3) and ten unauthorised sessions in ten school weeks (PEN-1, PEN-5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from rollbook.rules.age import CompulsoryAge, compulsory_age, is_compulsory
from rollbook.rules.attendance import Totals, absence_of, is_persistent, is_severe
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.thresholds import NATIONAL, Framework, TenWeeks, window_ending
from rollbook.rules.year_row import (
    EMPTY,
    absences_of,
    each_unauthorised,
    totals_between,
    unauthorised_between,
    year_of,
    year_starts,
)


class Line(StrEnum):
    """A line in the law that a pupil's absence can cross."""

    PERSISTENT = "persistent absence"
    SEVERE = "severe absence"
    TEN_IN_TEN = "ten in ten weeks"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line crossed, with a sentence for the office and the sessions that count, oldest first.

    `is_early` warns that under twenty sessions were possible (PA-4).
    """

    line: Line
    says: str
    sessions: tuple[Session, ...]
    rule: str
    is_early: bool = False


def line_crossings(
    calendar: SchoolCalendar,
    rows: Mapping[int, bytes],
    *,
    since: date,
    until: date,
    born: date,
    earlier: Mapping[int, bytes] | None = None,
    count_no_reason: bool = True,
    framework: Framework = NATIONAL,
) -> tuple[Crossing, ...]:
    """The lines that a pupil had not reached at the end of `since` and has at the end of `until`.

    `rows` are the pupil's year rows by collection year; percentages are of the year of `until`,
    the window runs across years. Rows of years not given count as empty. Sessions outside compulsory
    school age count in the percentages and never toward a penalty notice (PEN-5). `earlier` are the rows
    as they stood at the end of `since`, where corrections have changed them (PEN-14).
    """
    year, stood = year_of(until), rows if earlier is None else earlier
    row, before, after = rows.get(year, EMPTY), _totals(stood, year, since), _totals(rows, year, until)
    found = [_percentage_crossing(line, after, row, year, until) for line in _percentages_crossed(before, after)]
    if not _may_fill_a_window(calendar, rows, stood, since, until, framework) or not is_compulsory(born, until):
        return tuple(found)
    counted = _Counted(calendar, compulsory_age(born), count_no_reason, framework)
    day = _filled_on(counted, rows, stood, since, until)
    if day is not None:
        window = current_window(calendar, rows, day, born=born, count_no_reason=count_no_reason, framework=framework)
        found.append(_ten_crossing(window, framework))
    return tuple(found)


def may_have_crossed(
    calendar: SchoolCalendar,
    rows: Mapping[int, bytes],
    *,
    since: date,
    until: date,
    earlier: Mapping[int, bytes] | None = None,
    framework: Framework = NATIONAL,
) -> bool:
    """Whether `line_crossings` can name a line for anybody with these rows: for lists, before they read who it is.

    False for most of those who were absent; only the age, and whether N counts, are left to be asked.
    """
    year, stood = year_of(until), rows if earlier is None else earlier
    crossed = _percentages_crossed(_totals(stood, year, since), _totals(rows, year, until))
    return bool(crossed) or _may_fill_a_window(calendar, rows, stood, since, until, framework)


def current_window(
    calendar: SchoolCalendar,
    rows: Mapping[int, bytes],
    on: date,
    *,
    born: date,
    count_no_reason: bool = True,
    framework: Framework = NATIONAL,
) -> TenWeeks:
    """How a pupil stands against the ten in ten on a day, from the year rows (PEN-1, PEN-2, PEN-5)."""
    weeks = calendar.weeks_until(on, framework.school_weeks)
    sessions = _unauthorised_in(rows, weeks[0], on, compulsory_age(born), count_no_reason) if weeks else ()
    return window_ending(calendar, tuple(sessions), on, framework)


def absences_in(row: bytes, year: int, until: date) -> tuple[Session, ...]:
    """Every session of a year's row that counts as an absence, up to a day (PA-3)."""
    return tuple(session for session in absences_of(row, year) if session.on <= until)


def _totals(rows: Mapping[int, bytes], year: int, until: date) -> Totals:
    return totals_between(rows.get(year, EMPTY), year, year_starts(year), until)


def _percentages_crossed(before: Totals, after: Totals) -> list[Line]:
    lines = ((Line.PERSISTENT, is_persistent), (Line.SEVERE, is_severe))
    return [line for line, reaches in lines if reaches(after) and not reaches(before)]


def _may_fill_a_window(
    calendar: SchoolCalendar,
    rows: Mapping[int, bytes],
    stood: Mapping[int, bytes],
    since: date,
    until: date,
    framework: Framework,
) -> bool:
    """Whether anything unauthorised came, or was corrected, and enough lies in the windows that end between the days.

    Counted in the bytes alone: the first of these windows begins before every other.
    """
    year = year_of(until)
    corrected = any(rows.get(one, EMPTY) != stood.get(one, EMPTY) for one in (year - 1, year))
    if not corrected and not _unauthorised_between(rows, since + timedelta(days=1), until):
        return False
    begins = next(iter(calendar.weeks_until(since, framework.school_weeks)), year_starts(year - 1))
    return _unauthorised_between(rows, begins, until) >= framework.sessions


def _unauthorised_between(rows: Mapping[int, bytes], first: date, last: date) -> int:
    """At any age, N included, from the rows of the year of `last` and the one before."""
    years = (year_of(last) - 1, year_of(last))
    return sum(unauthorised_between(rows.get(year, EMPTY), year, first, last) for year in years)


def _percentage_crossing(line: Line, totals: Totals, row: bytes, year: int, until: date) -> Crossing:
    share = absence_of(totals)
    mark = "10" if line is Line.PERSISTENT else "50"
    says = (
        f"Absent for {totals.absent} of {totals.possible} possible sessions ({share}%): at or above {mark}%, "
        f"{line.value}."
    )
    return Crossing(line, says, absences_in(row, year, until), "PA-3", totals.is_early)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts toward a notice for one pupil, and the windows in which it does."""

    calendar: SchoolCalendar
    age: CompulsoryAge
    count_no_reason: bool
    framework: Framework

    def is_full(self, rows: Mapping[int, bytes], on: date) -> bool:
        """What `current_window` says of the day, without the window."""
        weeks, needed = self.calendar.weeks_until(on, self.framework.school_weeks), self.framework.sessions
        if not weeks or _unauthorised_between(rows, weeks[0], on) < needed:
            return False
        found = _unauthorised_in(rows, weeks[0], on, self.age, self.count_no_reason)
        counted = (session for session in found if self.calendar.is_school_day(session.on))
        return sum(1 for _ in islice(counted, needed)) == needed


def _filled_on(
    counted: _Counted, rows: Mapping[int, bytes], stood: Mapping[int, bytes], since: date, until: date
) -> date | None:
    """The end of the first window from `since` on that is full, if it was not full before (PEN-1).

    On `since` itself it can only have been filled by a correction made later (PEN-14).
    """
    begins, was_full = since + timedelta(days=1), counted.is_full(stood, since)
    due = counted.calendar.between(begins, until)
    marked = (s.on for s in _unauthorised_in(rows, begins, until, counted.age, counted.count_no_reason))
    days = sorted({*due, *marked})
    for day in days if rows == stood else (since, *days):
        is_full = counted.is_full(rows, day)
        if is_full and not was_full:
            return day
        was_full = is_full or (was_full and day == since)
    return None


def _ten_crossing(window: TenWeeks, framework: Framework) -> Crossing:
    """Reached on the day of the session that completes the ten."""
    says = (
        f"{len(window.sessions)} unauthorised sessions in {framework.school_weeks} school weeks, reached on "
        f"{in_words(window.sessions[window.needed - 1].on)}. A penalty notice must be considered."
    )
    return Crossing(Line.TEN_IN_TEN, says, window.sessions, framework.rule)


def unauthorised_in(rows: Mapping[int, bytes], until: date, born: date, count_no_reason: bool) -> tuple[Session, ...]:
    """From this year's row and the one before: ten school weeks never reach further back (PEN-5: in compulsory age)."""
    begins = year_starts(year_of(until) - 1)
    return tuple(_unauthorised_in(rows, begins, until, compulsory_age(born), count_no_reason))


def _unauthorised_in(
    rows: Mapping[int, bytes], first: date, last: date, age: CompulsoryAge, count_no_reason: bool
) -> Iterator[Session]:
    """From the rows of the year of `last` and the one before (PEN-5: in compulsory age)."""
    begins, ends = max(first, age.starts_on), min(last, age.ends_on)
    for year in (year_of(last) - 1, year_of(last)):
        yield from each_unauthorised(rows.get(year, EMPTY), year, begins, ends, count_no_reason=count_no_reason)
