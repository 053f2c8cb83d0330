"""Whose unauthorised absence met the ten weeks in a year, from its file and that of the year before (PEN-1, PEN-2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollbook.analytics.calendar import Ages, Schools, days_of
from rollbook.analytics.codes import UNAUTHORISED, runs
from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.school_year import SchoolYear
from rollbook.analytics.windows import NOT_MET, ten_weeks
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.thresholds import NATIONAL
from rollbook.rules.year_row import BYTE_OF

NEEDS = ("codes", "pupil", "compulsory_from", "compulsory_to")


def met_in(year: SchoolYear, before: SchoolYear | None) -> NDArray[np.bool_]:
    """Which pupils completed ten unauthorised sessions in ten school weeks by a session of this year.

    The window runs back into the year before, as far as that is there; a pupil is the same by `pupil`.
    """
    now = _matrix(year)
    years: tuple[Matrix, ...] = (now,)
    days = year.heading.school_days
    if before is not None:
        earlier = Matrix(before.heading.year, _beside(year, before), whole_year())
        years, days = (earlier, now), (*before.heading.school_days, *days)
    schools = Schools.one(SchoolCalendar(days), year.pupils, count_no_reason=year.heading.count_no_reason)
    ages = Ages(year.dates["compulsory_from"], year.dates["compulsory_to"])
    return np.asarray(ten_weeks(years, schools, ages) != NOT_MET)


def _beside(year: SchoolYear, before: SchoolYear) -> NDArray[np.uint8]:
    """Last year's rows of this year's pupils, each with its latest sessions that count, one fewer than are needed.

    So no session of last year completes the number, and one of this year finds all that it can reach back to.
    """
    places = {pupil: row for row, pupil in enumerate(before.texts["pupil"].each()) if pupil}
    rows = np.array([places.get(pupil, -1) for pupil in year.texts["pupil"].each()], np.int64)
    known = rows >= 0
    found = np.zeros((year.pupils, len(whole_year())), np.uint8)
    found[known] = _matrix(before).codes[rows[known]]
    counted = _counted(found, year, before)
    from_the_end = np.cumsum(counted[:, ::-1], axis=1, dtype=np.int16)[:, ::-1]
    found[~counted | (from_the_end >= NATIONAL.sessions)] = 0
    return found


def _counted(codes: NDArray[np.uint8], year: SchoolYear, before: SchoolYear) -> NDArray[np.bool_]:
    """Which marks of the year before count toward the number at all."""
    matrix = Matrix(before.heading.year, codes, whole_year())
    found = np.zeros(codes.shape, np.bool_)
    for run in runs(matrix.year, matrix.slots):
        table = np.isin(run.means, list(UNAUTHORISED))
        table[BYTE_OF["N"]] &= year.heading.count_no_reason
        found[:, run.first : run.stop] = table[codes[:, run.first : run.stop]]
    days = days_of(matrix)
    found &= np.isin(days, np.array(before.heading.school_days, "datetime64[D]"))
    first, stop = Ages(year.dates["compulsory_from"], year.dates["compulsory_to"]).columns(days)
    columns: NDArray[Any] = np.arange(codes.shape[1])
    return found & (columns >= first[:, None]) & (columns < stop[:, None])


def _matrix(year: SchoolYear) -> Matrix:
    if year.codes is None:
        raise ValueError("the codes were not read")
    return Matrix(year.heading.year, year.codes, whole_year())
