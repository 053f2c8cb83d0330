"""Small numbers of pupils in tables that may have thousands of rows (DAT-7)."""

from __future__ import annotations

from rollbook.rules.small_numbers import MARK, UNDER, hidden_in_table, is_small

Cell = str | int | None
# A pupil has at most ten sessions in a week, so that fewer than this may be those of too few pupils.
SESSIONS_UNDER = UNDER * 10
# Above so many numbers a row with a small one is hidden whole, instead of searching for the fewest.
SEARCHED = 400


def hidden_cells(cells: list[list[int]], *, sums: bool) -> set[tuple[int, int]]:
    """Which cells of a table with the sums of its rows are hidden, by row and column; with `sums`, of columns too.

    Column −1 is a row's own sum, the row after the last holds the sums of the columns.
    """
    if sum(map(len, cells)) > SEARCHED:
        rows = hidden_rows([[*row, sum(row)] for row in cells])
        return {(row, at) for row in rows for at in range(-1, len(cells[0]))}
    found = hidden_in_table(cells, column_totals=sums, whole=sums)
    hidden = {*found.cells, *((row, -1) for row in found.rows), *((len(cells), at) for at in found.columns)}
    return hidden | ({(len(cells), -1)} if found.whole else set())


def hidden_rows(rows: list[list[int]]) -> frozenset[int]:
    """Rows with a small number, and as many of the smallest others as it takes that their sums are none."""
    hidden = {n for n, row in enumerate(rows) if any(map(is_small, row))}
    others = iter(sorted((n for n in range(len(rows)) if n not in hidden and any(rows[n])), key=lambda n: sum(rows[n])))
    while hidden and (len(hidden) == 1 or any(map(is_small, map(sum, zip(*(rows[n] for n in hidden), strict=True))))):
        other = next(others, None)
        if other is None:
            return frozenset(range(len(rows) + 1))  # the sum of all as well
        hidden.add(other)
    return frozenset(hidden)


def without_few(numbers: list[Cell]) -> list[Cell]:
    """Counts of sessions without those that may be of too few pupils, nor what would give one of them away."""
    counts = [(n, at) for at, n in enumerate(numbers) if isinstance(n, int) and n]
    few = sorted(counts)
    hidden: list[tuple[int, int]] = [one for one in few if one[0] < SESSIONS_UNDER]
    for one in few[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(n for n, _ in hidden) >= SESSIONS_UNDER):
            break
        hidden.append(one)
    places = {at for _, at in hidden}
    return [MARK if at in places else n for at, n in enumerate(numbers)]
