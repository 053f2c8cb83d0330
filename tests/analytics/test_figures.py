"""Totals, lines and counts of codes: both kernels against the rule book, on random registers.

`ROLLBOOK_ANALYTICS_CASES` says how many cases of each law are tried; `make analytics-cases` tries 20,000.
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.analytics.calendar import Schools, days_of
from rollbook.analytics.counting import counts
from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.meaning import totals, totals_by
from rollbook.analytics.summary import flags, persistent_and_severe, summary
from rollbook.analytics.windows import ten_weeks
from rollbook.rules.attendance import NOTHING, Totals, is_persistent, is_severe, tally_counts
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import in_force
from rollbook.rules.year_row import BYTE_OF, SLOTS, SYMBOL_OF, totals_between, totals_of, year_starts
from tests.analytics.matrices import BOTH, EVERY_BYTE, MANY, dealt, matrices, rows_of, using


@MANY
@given(matrices())
def test_each_pupils_totals_are_those_of_the_row(matrix: Matrix) -> None:
    """PA-1, COD-20: abolished codes count on the dates they were in force, and on no other"""
    said = [astuple(totals_of(row, matrix.year)) for row in rows_of(matrix)]
    for kernel in BOTH:
        with using(kernel):
            assert [tuple(row) for row in summary(matrix).tolist()] == said


@MANY
@given(matrices(), st.integers(-40, 400), st.integers(-40, 400))
def test_part_of_a_year_is_counted_as_the_part_of_the_row(matrix: Matrix, first: int, last: int) -> None:
    """PA-1: days outside the year, and a part that ends before it begins, count nothing"""
    begins, ends = (year_starts(matrix.year) + timedelta(days=n) for n in (first, last))
    said = [astuple(totals_between(row, matrix.year, begins, ends)) for row in rows_of(matrix)]
    if begins > ends:
        said = [astuple(NOTHING)] * len(matrix)
    for kernel in BOTH:
        with using(kernel):
            assert [tuple(row) for row in summary(matrix.between(begins, ends)).tolist()] == said


@MANY
@given(matrices())
def test_the_lines_are_drawn_in_whole_numbers(matrix: Matrix) -> None:
    """PA-3"""
    each = [totals_of(row, matrix.year) for row in rows_of(matrix)]
    said = [list(map(is_persistent, each)), list(map(is_severe, each))]
    for kernel in BOTH:
        with using(kernel):
            assert [found.tolist() for found in flags(summary(matrix))] == said
            assert [found.tolist() for found in persistent_and_severe(matrix)] == said


@MANY
@given(st.data(), st.sampled_from((120, 124, 127, 128, 129, 250, 376, 380, 383, 384)), st.sampled_from((1, 2, 5)))
def test_the_bytes_of_the_next_pupil_never_count(data: st.DataObject, columns: int, pupils: int) -> None:
    """PA-3, PEN-1: rows side by side, of a width at which some are read together"""
    matrix = Matrix(2025, dealt(data.draw, pupils, columns), whole_year()[62 : 62 + columns])
    each = [totals_of(row, 2025) for row in rows_of(matrix)]
    said = [list(map(is_persistent, each)), list(map(is_severe, each))]
    schools = Schools.one(SchoolCalendar({day for day in days_of(matrix).tolist() if day.weekday() < 5}), pupils)
    windows = []
    for kernel in BOTH:
        with using(kernel):
            assert [found.tolist() for found in persistent_and_severe(matrix)] == said
            windows.append(ten_weeks((matrix,), schools).tolist())
    assert windows[0] == windows[1]


@pytest.mark.parametrize(("absent", "possible"), [(1, 10), (9, 91), (19, 190), (18, 190), (95, 190), (94, 190), (0, 0)])
def test_the_lines_include_equality(absent: int, possible: int) -> None:
    """PA-3: exactly a tenth, exactly a half"""
    codes = np.zeros((1, SLOTS), dtype=np.uint8)
    codes[0, :absent] = BYTE_OF["O"]
    codes[0, absent:possible] = BYTE_OF["/"]
    matrix = Matrix(2025, codes, np.arange(SLOTS, dtype=np.int16))
    figures = Totals(possible, possible - absent, 0, absent)
    for kernel in BOTH:
        with using(kernel):
            persistent, severe = persistent_and_severe(matrix)
            assert (bool(persistent[0]), bool(severe[0])) == (is_persistent(figures), is_severe(figures))


@MANY
@given(matrices(), st.integers(0, 5), st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_every_code_is_counted_in_its_group_and_period(matrix: Matrix, groups: int, periods: int, seed: int) -> None:
    """Left-out pupils and columns nowhere; meanings by each session's own date (PA-1)"""
    rng = np.random.default_rng(seed)
    group_of = rng.integers(-1, groups, len(matrix)) if groups else np.full(len(matrix), -1)
    period_of = rng.integers(-1, periods, len(matrix.slots)) if periods else np.full(len(matrix.slots), -1)
    said = np.zeros((groups, periods, 64), dtype=np.int64)
    meant = [[NOTHING] * periods for _ in range(groups)]
    for group, row in zip(group_of.tolist(), matrix.codes.tolist(), strict=True):
        for period, slot, byte in zip(period_of.tolist(), matrix.slots.tolist(), row, strict=True):
            if group >= 0 and period >= 0:
                said[group, period, byte] += 1
                meant[group][period] += _session(matrix.year, slot, byte)
    for kernel in BOTH:
        with using(kernel):
            assert np.array_equal(counts(matrix, group_of, groups, period_of, periods), said)
            found = totals_by(matrix, group_of, groups, period_of, periods).tolist()
            assert found == [[list(astuple(each)) for each in row] for row in meant]


@MANY
@given(st.data(), st.sampled_from((63, 64, 67, 241, 500)), st.integers(0, 9), st.integers(1, 3))
def test_large_groups_are_counted_as_small_ones_are(
    data: st.DataObject, pupils: int, columns: int, groups: int
) -> None:
    """Down the columns, code by code, from 64 pupils on"""
    codes = dealt(data.draw, pupils, columns)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    group_of, period_of = rng.integers(-1, groups, pupils), rng.integers(-1, 2, columns)
    said = np.zeros((groups, 2, 64), dtype=np.int64)
    for group, row in zip(group_of.tolist(), codes.tolist(), strict=True):
        for period, byte in zip(period_of.tolist(), row, strict=True):
            if group >= 0 and period >= 0:
                said[group, period, byte] += 1
    matrix = Matrix(2025, codes, whole_year()[:columns])
    for kernel in BOTH:
        with using(kernel):
            assert np.array_equal(counts(matrix, group_of, groups, period_of, 2), said)


def _session(year: int, slot: int, byte: int) -> Totals:
    day = year_starts(year) + timedelta(days=slot // 2)
    symbol = SYMBOL_OF.get(byte, "")
    return tally_counts({symbol: 1}, day) if symbol in in_force(day) else NOTHING


@pytest.mark.parametrize("on", [date(2006, 9, 1), date(2013, 8, 31), date(2024, 8, 18), date(2024, 8, 19)])
def test_counts_mean_what_the_codes_of_the_day_mean(on: date) -> None:
    """PA-1, COD-20"""
    counted = np.zeros((1, 64), dtype=np.int64)
    counted[0, list(EVERY_BYTE)] = np.arange(1, len(EVERY_BYTE) + 1)
    known = {symbol: int(counted[0, BYTE_OF[symbol]]) for symbol in in_force(on)}
    assert totals(counted, on).tolist() == [list(astuple(tally_counts(known, on)))]


def test_a_damaged_matrix_is_never_counted() -> None:
    """A byte that is no code's"""
    row = bytes([*b"\x01\x02" * 365, 200, 0])
    with pytest.raises(ValueError, match="no attendance code"):
        Matrix.of_rows(2025, [row])
    codes = np.zeros((100, SLOTS), dtype=np.uint8)
    codes[70] = np.frombuffer(row, dtype=np.uint8)
    for part in (codes, codes[70:71]):
        matrix, group_of = Matrix(2025, part, whole_year()), np.zeros(len(part), np.int64)
        for kernel in BOTH:
            with using(kernel), pytest.raises(ValueError, match="no attendance code"):
                counts(matrix, group_of, 1, np.zeros(SLOTS, np.int64), 1)


def test_groups_and_periods_that_do_not_exist_are_refused() -> None:
    matrix = Matrix.of_rows(2025, [bytes(SLOTS)])
    for group, period in ((1, 0), (0, 1), (-2, 0)):
        with pytest.raises(ValueError, match="must lie from -1"):
            counts(matrix, np.array([group]), 1, np.full(SLOTS, period), 1)


def test_many_pupils_are_shared_among_the_cores_and_counted_once() -> None:
    """A group that several shares hold; the shares sum to the whole"""
    rng = np.random.default_rng(6)
    codes = rng.choice(np.array(EVERY_BYTE, dtype=np.uint8), size=(9000, SLOTS))
    matrix, some = Matrix(2025, codes, np.arange(SLOTS, dtype=np.int16)), [0, 1, 4321, 8999]
    group_of, period_of = rng.choice(np.array([-1, 0, 0, 0, 0, 1, 2]), 9000), np.arange(SLOTS) // 92
    said = np.stack([np.bincount(codes[group_of == g][:, period_of == p].ravel(), minlength=64)
                     for g in range(3) for p in range(8)]).reshape(3, 8, 64)  # fmt: skip
    for kernel in BOTH:
        with using(kernel):
            assert np.array_equal(counts(matrix, group_of, 3, period_of, 8), said)
            assert np.array_equal(counts(matrix, np.sort(group_of), 3, period_of, 8).sum(), said.sum())
            each = [tuple(row) for row in summary(matrix)[some].tolist()]
            assert each == [astuple(totals_of(codes[n].tobytes(), 2025)) for n in some]
