"""Small numbers: what is hidden cannot be worked out, and nothing is hidden for nothing (DAT-7)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.small_numbers import (
    UNDER,
    Hidden,
    HiddenInList,
    hidden_in_list,
    hidden_in_table,
    hides_share,
    is_small,
)

pytestmark = pytest.mark.pure
Table = list[list[int]]


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> Table:
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    count = st.one_of(st.integers(0, 6), st.integers(0, 60))
    return draw(st.lists(st.lists(count, min_size=width, max_size=width), min_size=height, max_size=height))


def changes(height: int, width: int) -> np.ndarray:
    """Every table of one more, one less or the same."""
    return np.array(list(product((-1, 0, 1), repeat=height * width))).reshape(-1, height, width)


def imagined(table: Table, hidden: Hidden, *, row_totals: bool, column_totals: bool, whole: bool) -> np.ndarray:
    """The changes to a table that a reader of the shown numbers cannot rule out; noughts are shown, so none is new."""
    truth = np.array(table)
    able = changes(*truth.shape)
    for at in np.ndindex(truth.shape):
        if at not in hidden.cells:
            able = able[able[:, at[0], at[1]] == 0]
    able = able[((truth + able > 0) | (able == 0)).all(axis=(1, 2))]
    for row, total in enumerate(truth.sum(axis=1)):
        if row_totals:
            able = kept(able, able[:, row, :].sum(axis=1), int(total), row in hidden.rows)
    for column, total in enumerate(truth.sum(axis=0)):
        if column_totals:
            able = kept(able, able[:, :, column].sum(axis=1), int(total), column in hidden.columns)
    return kept(able, able.sum(axis=(1, 2)), int(truth.sum()), hidden.whole) if whole else able


def kept(able: np.ndarray, moved: np.ndarray, total: int, is_hidden: bool) -> np.ndarray:
    return able[total + moved > 0] if is_hidden else able[moved == 0]


@given(tables(), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_hidden_number_can_be_worked_out(table: Table, row_totals: bool, column_totals: bool, whole: bool) -> None:
    """For each hidden number there is another table, equal in all that is shown, in which it is another."""
    shown = {"row_totals": row_totals, "column_totals": column_totals, "whole": whole}
    hidden = hidden_in_table(table, **shown)
    able = imagined(table, hidden, **shown)
    for row, column in hidden.cells:
        assert (able[:, row, column] != 0).any()
    for row in hidden.rows:
        assert (able[:, row, :].sum(axis=1) != 0).any()
    for column in hidden.columns:
        assert (able[:, :, column].sum(axis=1) != 0).any()
    assert not hidden.whole or (able.sum(axis=(1, 2)) != 0).any()


@given(tables(5))
def test_every_small_number_is_hidden_and_no_nought(table: Table) -> None:
    hidden = hidden_in_table(table)
    for row, counts in enumerate(table):
        assert (row in hidden.rows) or not is_small(sum(counts))
        for column, count in enumerate(counts):
            assert ((row, column) in hidden.cells) or not is_small(count)
            assert count or (row, column) not in hidden.cells


@given(tables(5))
def test_nothing_is_hidden_where_nothing_is_small(table: Table) -> None:
    large = [[0 if count < UNDER else count for count in row] for row in table]
    assert hidden_in_table(large) == Hidden()
    assert not hidden_in_table(large)


@given(tables(4), st.integers(1, 3))
def test_more_rows_never_fail_and_the_answer_is_always_the_same(table: Table, more: int) -> None:
    longer = table + [[3, 0, 41, 1][: len(table[0])]] * more
    assert hidden_in_table(longer) == hidden_in_table(longer)
    assert hidden_in_list([sum(row) for row in longer]) == hidden_in_list([sum(row) for row in longer])


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([], HiddenInList()),
        ([40, 0, 5], HiddenInList()),
        # The total less the others would give the one away: the next smallest goes with it.
        ([3, 30, 40], HiddenInList(frozenset({0, 1}))),
        ([30, 0, 4, 40], HiddenInList(frozenset({0, 2}))),
        # Two ones that add up to two are given away by their sum.
        ([1, 1, 40], HiddenInList(frozenset({0, 1, 2}))),
        ([3, 4, 40], HiddenInList(frozenset({0, 1}))),
        # Nothing else is left to hide it behind: the total is hidden too.
        ([0, 3], HiddenInList(frozenset({1}), total=True)),
        ([2, 2], HiddenInList(frozenset({0, 1}), total=True)),
    ],
)
def test_groups_of_a_list(counts: Sequence[int], hidden: HiddenInList) -> None:
    assert hidden_in_list(counts) == hidden


def test_without_a_total_only_the_small_ones_are_hidden() -> None:
    assert hidden_in_list([3, 30, 40], total=False) == HiddenInList(frozenset({0}))


def test_a_table_hides_a_square_around_one_small_cell() -> None:
    """One cell needs another in its row, another in its column, and the corner opposite."""
    hidden = hidden_in_table([[3, 20, 30], [25, 9, 40], [50, 60, 70]])
    assert hidden == Hidden(cells=frozenset({(0, 0), (0, 1), (1, 0), (1, 1)}))


def test_a_percentage_goes_with_its_part_its_whole_and_those_left_over() -> None:
    assert [hides_share(*share) for share in ((3, 40), (38, 40), (2, 3), (0, 40), (40, 40), (20, 40))] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert hides_share(7, 40, under=10)


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[-1]]])
def test_a_table_that_is_none_is_our_own_mistake(table: Table) -> None:
    with pytest.raises(ValueError):
        hidden_in_table(table)
