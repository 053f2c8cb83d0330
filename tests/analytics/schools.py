"""Random schools for the engine: pupils' two years side by side, calendars with holidays and closures, ages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from rollbook.analytics.calendar import Ages, Schools
from rollbook.analytics.matrix import Matrix
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.year_row import BYTE_OF, year_ends, year_starts
from tests.analytics.matrices import columns, dealt, none_after, rows_of

FIRST_YEARS = (2005, 2006, 2012, 2013, 2023, 2024, 2025)


@dataclass(frozen=True, eq=False)
class Trust:
    """Pupils of up to three schools in one year or two, and a day on which they are looked at."""

    years: tuple[Matrix, ...]
    schools: Schools
    born: tuple[date, ...]
    on: date

    def __repr__(self) -> str:
        return f"{len(self.born)} pupils, {[m.year for m in self.years]}, {self.on}"

    @property
    def pupils(self) -> range:
        return range(len(self.born))

    @property
    def ages(self) -> Ages:
        return Ages.of(self.born)

    @property
    def rows(self) -> list[dict[int, bytes]]:
        """Each pupil's year rows, by year."""
        whole = {matrix.year: rows_of(matrix) for matrix in self.years}
        return [{year: rows[n] for year, rows in whole.items()} for n in self.pupils]

    def calendar(self, pupil: int) -> SchoolCalendar:
        return self.schools.calendars[int(self.schools.school_of[pupil])]

    def counts_n(self, pupil: int) -> bool:
        return self.schools.count_no_reason[int(self.schools.school_of[pupil])]


@st.composite
def trusts(draw: st.DrawFn) -> Trust:
    """Mostly this year beside the last; sometimes one year, nobody, or a school that never met."""
    first = draw(st.sampled_from(FIRST_YEARS))
    pupils, schools = draw(st.sampled_from((0, 1, 2, 4))), draw(st.integers(1, 3))
    span = (first, first + 1) if draw(st.integers(0, 4)) else (first,)
    years = tuple(_matrix(draw, year, pupils) for year in span)
    calendars = tuple(draw(calendars_of(first, span[-1])) for _ in range(schools))
    counting = tuple(draw(st.booleans()) for _ in range(schools))
    school_of = np.array([draw(st.integers(0, schools - 1)) for _ in range(pupils)], dtype=np.int32)
    on = year_starts(span[-1]) + timedelta(days=draw(st.integers(-300 if len(span) == 2 else 0, 365)))
    born = tuple(draw(_born(first)) for _ in range(pupils))
    return Trust(years, Schools(calendars, school_of, counting), born, min(on, year_ends(span[-1])))


@st.composite
def calendars_of(draw: st.DrawFn, first: int, last: int) -> SchoolCalendar:
    """Weeks that are whole, broken or holidays, and days closed; a Saturday school here and there."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    begins, ends = year_starts(first), year_ends(last)
    length = (ends - begins).days + 1
    weekday = (np.arange(length) + begins.weekday()) % 7
    meets = weekday < (6 if draw(st.integers(0, 9)) == 0 else 5)
    holiday = rng.random(length // 7 + 2) < draw(st.sampled_from((0.0, 0.2, 0.5, 0.9, 1.0)))
    meets &= ~holiday[(np.arange(length) + begins.weekday()) // 7]
    meets &= rng.random(length) >= draw(st.sampled_from((0.0, 0.05, 0.5)))
    return SchoolCalendar(begins + timedelta(days=int(n)) for n in np.flatnonzero(meets))


def _matrix(draw: st.DrawFn, year: int, pupils: int) -> Matrix:
    slots = draw(columns())
    codes = dealt(draw, pupils, len(slots))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    match draw(st.integers(0, 3)):
        case 0:
            _in_spells(codes, rng)
        case 1:
            _by_habit(codes, (year_starts(year).weekday() + slots // 2) % 7, rng)
    return Matrix(year, none_after(year, codes, slots), slots)


def _in_spells(codes: np.ndarray, rng: np.random.Generator) -> None:
    """Absence in runs of days and not session by session."""
    for row in codes:
        for at in rng.integers(0, max(len(row), 1), 6).tolist():
            row[at : at + int(rng.integers(1, 26))] = rng.choice(np.array([BYTE_OF[code] for code in "GNOUIIIYF"]))


def _by_habit(codes: np.ndarray, weekday: np.ndarray, rng: np.random.Generator) -> None:
    """In school but for one weekday, and a day here and there."""
    for row in codes:
        row[:] = BYTE_OF["/"]
        row[rng.random(len(row)) < 0.03] = BYTE_OF["I"]
        row[(weekday == rng.integers(0, 5)) & (rng.random(len(row)) < 0.5)] = BYTE_OF["O"]


def _born(year: int) -> st.SearchStrategy[date]:
    """Of compulsory age all along, or crossing into it or out of it."""
    around = timedelta(days=500)
    return st.one_of(
        st.just(date(year - 10, 5, 20)),
        st.dates(date(year - 5, 1, 1) - around, date(year - 5, 1, 1) + around),
        st.dates(date(year - 16, 1, 1) - around, date(year - 16, 1, 1) + around),
    )
