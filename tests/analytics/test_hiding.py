"""Small numbers in tables of thousands of rows: nothing shown gives a hidden one away (DAT-7)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.analytics.hiding import SEARCHED, SESSIONS_UNDER, hidden_cells, hidden_rows, without_few
from rollbook.analytics.saying import say
from rollbook.analytics.statistics import STATISTICS, By, Tally, tally
from rollbook.rules.small_numbers import MARK, is_small
from tests.analytics.made_schools import made_school

pytestmark = pytest.mark.pure

ROWS = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 40), min_size=wide, max_size=wide), min_size=1, max_size=12)
)


@given(ROWS)
def test_what_is_hidden_whole_is_not_left_over_as_a_small_number(rows: list[list[int]]) -> None:
    hidden = hidden_rows(rows)

    assert all(n in hidden for n, row in enumerate(rows) if any(map(is_small, row)))
    if len(rows) not in hidden:  # the sums are shown, so that what is hidden can be taken from them
        left = [sum(column) for column in zip(*(rows[n] for n in hidden), strict=True)]
        assert not any(map(is_small, left))
        assert len(hidden) != 1


def test_a_long_table_is_hidden_by_rows_and_a_short_one_by_cells() -> None:
    short = [[3, 90, 80], [40, 90, 80], [30, 60, 70]]
    long = [[3, 90, 80], *([[40, 90, 80]] * (SEARCHED // 3))]

    assert (0, 0) in hidden_cells(short, sums=True)
    assert {(0, at) for at in range(3)} - hidden_cells(short, sums=True)
    assert {(0, at) for at in range(-1, 3)} <= hidden_cells(long, sums=True)
    assert len({row for row, _ in hidden_cells(long, sums=True)}) == 2


@given(st.lists(st.integers(0, 200), max_size=12))
def test_codes_of_too_few_pupils_are_hidden_and_not_one_alone(numbers: list[int]) -> None:
    told = without_few(list(numbers))

    hidden = [n for n, shown in zip(numbers, told, strict=True) if shown == MARK]
    assert all(shown == MARK for n, shown in zip(numbers, told, strict=True) if 0 < n < SESSIONS_UNDER)
    assert 0 not in hidden
    if any(isinstance(shown, int) and shown for shown in told):
        assert len(hidden) != 1
        assert not hidden or sum(hidden) >= SESSIONS_UNDER


def test_a_nation_of_schools_is_said_quickly_and_hides_the_small_ones() -> None:
    groups = {f"{n} School": np.array([60 + n % 7, 20, 3 if n % 50 == 0 else 9], np.int64) for n in range(5000)}

    table = say("persistent", 2026, By.SCHOOL, Tally(schools=5000, groups=groups))

    assert len(table.rows) == 5001
    assert table.rows[0] == ("0 School", *[MARK] * 7)
    assert table.rows[1][1:5] == (61 + 20 + 9, 61, 20, 9)
    assert table.rows[-1][1] == sum(int(numbers.sum()) for numbers in groups.values())
    assert "fewer than 5 pupils" in table.notes[-1]


def test_year_groups_stand_in_the_order_of_a_school() -> None:
    groups = {name: np.full(3, 50, np.int64) for name in ("10", "9", "R", "1", "")}

    table = say("persistent", 2026, By.YEAR_GROUP, Tally(schools=1, groups=groups))

    assert [row[0] for row in table.rows] == ["not known", "R", "1", "9", "10", "All"]


@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("pupils", [0, 1, 7])
def test_a_school_without_marks_has_no_figures_and_no_fault(name: str, by: By, pupils: int) -> None:
    school = made_school(pupils=pupils)
    assert school.codes is not None
    empty = replace(school, codes=np.zeros_like(school.codes), totals=np.zeros((pupils, 6), np.int32))

    table = say(name, 2026, by, tally(STATISTICS[name], by, empty))

    assert all(len(row) == len(table.columns) for row in table.rows)
    assert not [cell for row in table.rows for cell in row if isinstance(cell, str) and cell.endswith(".0")]
    assert table.notes[0] == "1 school was counted."
