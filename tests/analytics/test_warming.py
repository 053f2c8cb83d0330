"""What is warmed is what is called later: a report never waits for the compiler."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import numpy as np

from rollbook.analytics import kernels
from rollbook.analytics.calendar import Ages, Schools
from rollbook.analytics.counting import counts
from rollbook.analytics.kernels import compiled, compiled_days
from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.patterns import days_seen, runs_until
from rollbook.analytics.summary import persistent_and_severe, summary
from rollbook.analytics.warming import warm
from rollbook.analytics.windows import in_window, ten_weeks
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.day_runs import NOT_SEEN


def _versions() -> dict[str, int]:
    """How many versions of each kernel numba has made: one for each set of types it was called with."""
    kernels_ = {**vars(compiled), **vars(compiled_days)}
    made = {name: getattr(kernel, "signatures", None) for name, kernel in kernels_.items()}
    return {name: len(signatures) for name, signatures in made.items() if signatures is not None}


def test_no_kernel_is_compiled_anew_for_real_registers() -> None:
    """Rows read from a database, a part of a year, a packed year, many threads: the types are those that were warmed"""
    assert warm() is kernels.IS_COMPILED
    before = _versions()
    assert before["_tally"] == before["_first_full"] == before["_tabulate"] == before["_days_seen"] == 1
    rows = [bytes(732) for _ in range(3)]
    last, now = (Matrix.of_rows(year, rows) for year in (2024, 2025))
    packed = Matrix(2025, np.ones((12_000, 380), dtype=np.uint8), whole_year()[80:460])
    calendar = SchoolCalendar([date(2025, 9, 1), date(2025, 9, 2)])
    for matrix in (now, now.between(date(2025, 9, 1), date(2025, 12, 19)), packed):
        summary(matrix)
        persistent_and_severe(matrix)
        group_of = np.zeros(len(matrix), dtype=np.int8)
        counts(matrix, group_of, 1, np.zeros(len(matrix.slots), dtype=np.int16), 1)
        ten_weeks((matrix,), Schools.one(calendar, len(matrix)))
    schools = Schools.one(calendar, 3)
    ages = Ages.of([date(2012, 3, 4)] * 3)
    ten_weeks((last, now), schools, ages)
    in_window((last, now), schools, date(2025, 9, 2), ages)
    days_seen((last, now), schools, date(2025, 9, 2))
    runs_until((now,), schools, date(2025, 9, 2), NOT_SEEN)
    assert _versions() == before


def test_without_numba_the_engine_is_the_plain_one() -> None:
    asks = (
        "import sys; sys.modules['numba'] = None\n"
        "from rollbook.analytics import kernels, warming\n"
        "print(kernels.IS_COMPILED, warming.warm(), kernels.chosen.__name__)"
    )
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "False", "rollbook.analytics.kernels.plain"]


def test_naming_the_engine_loads_nothing() -> None:
    asks = "import sys, rollbook.analytics; print(sorted({'numpy', 'numba', 'pyarrow'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
