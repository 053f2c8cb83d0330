"""The Department's daily attendance data: a whole year by phase and place, and the weeks of an autumn (PA-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from rollbook.rules.benchmarks.published import Measure, PublishedPhase, Source, YearToDate
from rollbook.rules.benchmarks.rows import Row, rows_of

_AGES = (
    "It counts pupils aged 5 to 15. That is our reading of the enrolments it was counted from (226 to a primary school "
    "that has 268 on its roll); the Department's own sentence about ages has not been read."
)
_METHOD = (
    "Attended out of possible sessions, drawn from schools' registers every day.",
    _AGES,
    "Figures of one phase are plain quotients of the published counts. Those of all phases together are weighted for "
    "schools that sent nothing.",
    "In 34 of 454 rows of authorities the published authorised total is a little more than its codes add up to.",
)
YEAR = Source("Pupil attendance in schools", "2024/25", "year to date, the whole year", _METHOD)
AUTUMN = Source("Pupil attendance in schools, by week", "autumn 2024", "year to date, weeks 37 to 49", _METHOD, False)

_PLAIN = "A plain quotient of the published counts of sessions."
_WEIGHTED = "Weighted by the Department for schools that sent nothing: no plain quotient of its counts."
_OUR_SUM = "Our own sum of the published counts of those weeks; the Department publishes each week by itself."
_PUPILS = "Pupils who missed a tenth of their possible sessions or more, as published."


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the published autumn, by its ISO number, with the percentage of it."""

    number: int
    starts: date
    percent: Decimal


def year_to_date(measure: Measure, phase: PublishedPhase, la_number: str = "") -> YearToDate | None:
    """The published figure of a measure, of the authority if there is one, else of its region, else of England.

    None where the measure is not published at all in these data (severe absence).
    """
    return _nearest(measure.says, phase, la_number, lambda row: row.percent(measure), _note(measure))


def year_to_date_of_code(symbol: str, phase: PublishedPhase, la_number: str = "") -> YearToDate | None:
    """The published sessions of one code out of the possible ones, of the nearest place; None for an unknown code."""
    return _nearest(
        f"sessions with code {symbol}", phase, la_number, lambda row: row.percent_of_code(symbol), lambda _: _PLAIN
    )


def weeks(measure: Measure, phase: PublishedPhase) -> tuple[Week, ...]:
    """The shape of an autumn: England's schools of that phase, week by week; week 44 is half term."""
    found = ((row.week, row.percent(measure)) for row in _weeks_of(phase))
    return tuple(
        Week(n, date.fromisocalendar(2024, n, 1), percent) for n, percent in found if n and percent is not None
    )


def to_the_same_week(measure: Measure, phase: PublishedPhase, on: date) -> YearToDate | None:
    """England's autumn of 2024 from its first week to the week of a date, pooled; None outside September to December.

    Persistent absence is not published by weeks.
    """
    last = on.isocalendar().week
    rows = [row for row in _weeks_of(phase) if row.week and row.week <= last]
    if not rows or on.month < 9:
        return None
    shares = [share for row in rows if (share := row.share(measure)) is not None]
    possible = sum(share.denominator for share in shares)
    if not possible:
        return None
    percent = Decimal(sum(share.numerator for share in shares)) * 100 / possible
    reached = max(row.week or 0 for row in rows)
    why = "" if reached == last else f"Week {last} is not published; the figure ends with week {reached}."
    whom, years = rows[0].whom, f"autumn 2024, weeks {rows[0].week} to {reached}"
    return YearToDate(measure.says, percent, whom, why, years, _OUR_SUM, AUTUMN)


def _nearest(
    says: str,
    phase: PublishedPhase,
    la_number: str,
    percent_of: Callable[[Row], Decimal | None],
    note: Callable[[Row], str],
) -> YearToDate | None:
    for row in _places(phase, la_number):
        percent = percent_of(row)
        if percent is not None:
            why = _why(row, phase, la_number)
            return YearToDate(says, percent, row.whom, why, YEAR.years, note(row), YEAR)
    return None


def _places(phase: PublishedPhase, la_number: str) -> Iterable[Row]:
    """The rows from the nearest to the farthest."""
    rows = [row for row in _year() if row.phase is phase]
    yield from (row for row in rows if row.level == "authority" and row.la_number == la_number)
    yield from (row for row in rows if row.level == "region" and row.region == _region_of(la_number))
    yield from (row for row in rows if row.level == "england")


def _why(row: Row, phase: PublishedPhase, la_number: str) -> str:
    if row.level == "authority" or not la_number:
        return ""
    authority = _authorities().get(la_number)
    if authority is None:
        return f"There is no authority {la_number} in the published figures, so England stands here."
    here = "the region" if row.level == "region" else "England"
    if phase is PublishedPhase.ALL:
        return f"All phases together are not published for an authority, so {here} stands here."
    return f"The figure of {phase.schools} in {authority} is not published, so {here} stands here."


def _note(measure: Measure) -> Callable[[Row], str]:
    if measure.of_pupils:
        return lambda _: _PUPILS
    return lambda row: _WEIGHTED if row.is_weighted and measure is not Measure.LATE else _PLAIN


def _year() -> tuple[Row, ...]:
    return rows_of("year_to_date_2024_25.csv")


def _weeks_of(phase: PublishedPhase) -> list[Row]:
    rows = (row for row in rows_of("weeks_autumn_2024.csv") if row.phase is phase)
    return sorted(rows, key=lambda row: row.week or 0)


@cache
def _authorities() -> dict[str, str]:
    return {row.la_number: row.authority for row in _year() if row.la_number}


@cache
def _regions() -> dict[str, str]:
    return {row.la_number: row.region for row in _year() if row.la_number}


def _region_of(la_number: str) -> str:
    return _regions().get(la_number, "-")
