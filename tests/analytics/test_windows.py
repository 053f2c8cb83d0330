"""The ten school weeks of many pupils at once, both kernels against the rule book (PEN-1, PEN-2, PEN-5)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given

from rollbook.analytics.calendar import Ages, Schools
from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.windows import days_at, in_window, ten_weeks
from rollbook.rules.age import compulsory_age
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import Half, Session
from rollbook.rules.ten_boxes import ten_boxes
from rollbook.rules.thresholds import penalty_window
from rollbook.rules.year_row import marks_of, row_of, session_of, slot_of, unauthorised_of, year_of
from tests.analytics.matrices import BOTH, MANY, using
from tests.analytics.schools import Trust, trusts


def _completed_by(trust: Trust, pupil: int) -> Session | None:
    """The rule book's answer: unauthorised sessions that were held, in compulsory age, then the rolling window."""
    calendar, age = trust.calendar(pupil), compulsory_age(trust.born[pupil])
    sessions = [
        session
        for year, row in trust.rows[pupil].items()
        for session in unauthorised_of(row, year, count_no_reason=trust.counts_n(pupil))
        if calendar.is_school_day(session.on) and session.on in age
    ]
    met = penalty_window(calendar, sessions)
    return met.sessions[-1] if met else None


def _columns(trust: Trust) -> list[Session | None]:
    return [session_of(matrix.year, int(slot)) for matrix in trust.years for slot in matrix.slots]


@MANY
@given(trusts())
def test_the_session_that_completes_ten_in_ten_is_the_rule_books(trust: Trust) -> None:
    """PEN-1, PEN-2, PEN-5; across 1 August, by each school's own weeks"""
    columns = [*_columns(trust), None]
    said = [_completed_by(trust, pupil) for pupil in trust.pupils]
    for kernel in BOTH:
        with using(kernel):
            found = ten_weeks(trust.years, trust.schools, trust.ages)
            assert [columns[at] for at in found.tolist()] == said
            assert days_at(trust.years, found).tolist() == [one.on if one else None for one in said]


@MANY
@given(trusts())
def test_what_counts_on_a_day_is_the_rule_books(trust: Trust) -> None:
    """PEN-1, PEN-2, PEN-5; in a holiday the last school week ends the window"""
    said = [
        len(
            current_window(
                trust.calendar(pupil), rows, trust.on, born=trust.born[pupil], count_no_reason=trust.counts_n(pupil)
            ).sessions
        )
        for pupil, rows in enumerate(trust.rows)
    ]
    for kernel in BOTH:
        with using(kernel):
            assert in_window(trust.years, trust.schools, trust.on, trust.ages).tolist() == said


@MANY
@given(trusts())
def test_the_day_it_is_met_is_the_first_day_the_window_is_full(trust: Trust) -> None:
    """PEN-1: full on that day, and not on the day before"""
    for kernel in BOTH:
        with using(kernel):
            found = ten_weeks(trust.years, trust.schools, trust.ages)
            for pupil, day in enumerate(days_at(trust.years, found).tolist()):
                if day is None:
                    continue
                assert in_window(trust.years, trust.schools, day, trust.ages)[pupil] >= 10
                assert in_window(trust.years, trust.schools, day - timedelta(days=1), trust.ages)[pupil] < 10


def _weeks(first: date, n: int) -> list[date]:
    return [first + timedelta(weeks=week, days=day) for week in range(n) for day in range(5)]


def test_the_window_runs_over_the_summer() -> None:
    """PEN-2, A-6: five weeks before the summer and five after it are ten school weeks; six and five are eleven"""
    calendar = SchoolCalendar([*_weeks(date(2025, 6, 9), 6), *_weeks(date(2025, 9, 1), 5)])
    for first, is_met in ((date(2025, 6, 16), True), (date(2025, 6, 9), False)):
        days = [first, *(date(2025, 9, 29) + timedelta(days=n) for n in range(5))]
        marks = {Session(day, half): "O" for day in days for half in Half}
        del marks[Session(days[0], Half.PM)], marks[Session(days[-1], Half.PM)]
        years = tuple(
            Matrix.of_rows(year, [row_of({s: c for s, c in marks.items() if year_of(s.on) == year}, year)])
            for year in (2024, 2025)
        )
        last = Session(days[-1], Half.AM)
        for kernel in BOTH:
            with using(kernel):
                at = 732 + slot_of(last) if is_met else -1
                assert ten_weeks(years, Schools.one(calendar, 1)).tolist() == [at]
        rows = {matrix.year: matrix.codes[0].tobytes() for matrix in years}
        boxes = ten_boxes(
            calendar,
            [mark for year, row in rows.items() for mark in marks_of(row, year)],
            last.on,
            born=date(2014, 5, 20),
        )
        assert boxes.is_met is is_met
        assert in_window(years, Schools.one(calendar, 1), last.on).tolist() == [boxes.figure]


def test_years_that_do_not_belong_together_are_refused() -> None:
    one, two = (Matrix(2025, np.zeros((n, 732), dtype=np.uint8), whole_year()) for n in (1, 2))
    schools = Schools.one(SchoolCalendar([]), 1)
    with pytest.raises(ValueError, match="same pupils"):
        ten_weeks((one, two), schools)
    with pytest.raises(ValueError, match="earlier year"):
        ten_weeks((one, one), schools)
    with pytest.raises(ValueError, match="must have a school"):
        ten_weeks((two,), schools)
    with pytest.raises(ValueError, match="must have an age"):
        ten_weeks((one,), schools, Ages.of([]))
