"""Every kernel called once on next to nothing: compiled the first time on a machine, read from its cache afterwards."""

from __future__ import annotations

from datetime import date

import numpy as np

from rollbook.analytics import kernels
from rollbook.analytics.calendar import Schools
from rollbook.analytics.counting import counts
from rollbook.analytics.matrix import Matrix
from rollbook.analytics.patterns import days_seen, runs_until
from rollbook.analytics.summary import persistent_and_severe, summary
from rollbook.analytics.windows import in_window, ten_weeks
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.day_runs import ILLNESS
from rollbook.rules.year_row import EMPTY

_YEAR, _DAY = 2025, date(2025, 9, 1)
# A year within which the code table changed is counted by another kernel.
_CHANGED = 2024


def warm() -> bool:
    """Whether the kernels are compiled ones; they are ready when this returns."""
    years = tuple(Matrix.of_rows(year, [EMPTY]) for year in (_YEAR - 1, _YEAR))
    matrix, schools = years[-1], Schools.one(SchoolCalendar([_DAY]), 1)
    summary(matrix)
    for each in (matrix, Matrix.of_rows(_CHANGED, [EMPTY])):
        persistent_and_severe(each)
    counts(matrix, np.zeros(1, dtype=np.int64), 1, np.zeros(len(matrix.slots), dtype=np.int64), 1)
    ten_weeks(years, schools)
    in_window(years, schools, _DAY)
    days_seen(years, schools, _DAY)
    runs_until(years, schools, _DAY, ILLNESS)
    return kernels.IS_COMPILED
