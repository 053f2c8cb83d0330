"""Small numbers of pupils in anything that leaves the school: which to hide, and which others with them (DAT-7).

A number of one to four pupils is hidden, and so is every number from which it could be worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

# DAT-7: our own convention, as several published statistics have it. A nought is shown.
UNDER = 5
# The mark that the government's statistics use for a number kept confidential.
MARK = "c"
NOTE = (
    f"{MARK}: not shown, because it counts fewer than {UNDER} pupils, or because such a number could be worked out "
    "from it. A nought is shown."
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a table is not shown: cells by (row, column), totals by row and by column, and the total of all."""

    cells: frozenset[tuple[int, int]] = frozenset()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows or self.columns or self.whole)


@dataclass(frozen=True, slots=True)
class HiddenInList:
    """What of a list of numbers is not shown: places from 0, and the total."""

    places: frozenset[int] = frozenset()
    total: bool = False


def is_small(count: int, under: int = UNDER) -> bool:
    """Whether a number of pupils is too small to leave the school (DAT-7); 0 is not."""
    return 0 < count < under


def hides_share(part: int, whole: int, under: int = UNDER) -> bool:
    """Whether a percentage of pupils is hidden: its part, its whole or those left over are too few (DAT-7)."""
    return any(is_small(count, under) for count in (part, whole, whole - part))


def hidden_in_list(counts: Sequence[int], *, total: bool = True, under: int = UNDER) -> HiddenInList:
    """What to hide in a list of groups that do not overlap, with its total where that is shown (DAT-7).

    A rate for each group is hidden with its group: else the one hidden is the school's less the others'.
    """
    hidden = hidden_in_table(
        [[count] for count in counts], row_totals=False, whole=False, column_totals=total, under=under
    )
    return HiddenInList(frozenset(row for row, _ in hidden.cells), bool(hidden.columns))


def hidden_in_table(
    rows: Sequence[Sequence[int]],
    *,
    row_totals: bool = True,
    column_totals: bool = True,
    whole: bool = True,
    under: int = UNDER,
) -> Hidden:
    """What to hide in a table of numbers of pupils, with the totals that are shown beside it (DAT-7).

    First every small number. Then, for each that the shown ones still give away, the fewest others with it; cells
    rather than totals, and the smaller rather than the greater. A nought always stays. The answer depends only on
    the numbers.
    """
    table = _table(rows, row_totals, column_totals, whole)
    hidden = {place for place, line in enumerate(table) if line.is_shown and is_small(line.count, under)}
    hidden |= {place for place, line in enumerate(table) if not line.is_shown}
    for place in sorted(hidden):
        if table[place].is_shown and not _is_open(table, hidden, place):
            hidden |= _cheapest(table, hidden, place)
    return _answer(table, hidden, len(rows), len(rows[0]) if rows else 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A number of the table, seen as what flows from one sum into another.

    A row's total flows into the row, the row's cells into the columns, these into the total of all, and that back
    into the rows' totals. What flows in flows out: so whatever a reader may still imagine differs from the truth by
    rings of hidden numbers, each one more or one less.
    """

    start: int
    end: int
    count: int
    is_shown: bool
    is_total: bool

    @property
    def floor(self) -> int:
        """The least that a reader can imagine: a hidden number is never nought, for noughts are shown."""
        return 1 if self.is_shown else 0


def _table(rows: Sequence[Sequence[int]], row_totals: bool, column_totals: bool, whole: bool) -> list[_Line]:
    height, width = len(rows), len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        raise ValueError("every row of a table has as many numbers as the first")
    if any(count < 0 for row in rows for count in row):
        raise ValueError("a number of pupils is 0 or more")
    below, beside = height + width, height + width + 1
    cells = [_Line(r, height + c, rows[r][c], True, False) for r in range(height) for c in range(width)]
    of_rows = [_Line(beside, r, sum(rows[r]), row_totals, True) for r in range(height)]
    of_columns = [_Line(height + c, below, sum(row[c] for row in rows), column_totals, True) for c in range(width)]
    return [*cells, *of_rows, *of_columns, _Line(below, beside, sum(map(sum, rows)), whole, True)]


def _is_open(table: Sequence[_Line], hidden: set[int], place: int) -> bool:
    """Whether the number at a place could be another, as far as the shown ones say."""
    line = table[place]
    others = hidden - {place}
    if _way(table, others, others, line.end, line.start) is not None:
        return True
    return line.count > line.floor and _way(table, others, others, line.start, line.end) is not None


def _cheapest(table: Sequence[_Line], hidden: set[int], place: int) -> frozenset[int]:
    """The numbers to hide so that the one at a place could be another: there always is a way, by the totals."""
    line = table[place]
    usable = {at for at, other in enumerate(table) if other.count or not other.is_shown} - {place}
    up = _way(table, usable, hidden, line.end, line.start)
    down = _way(table, usable, hidden, line.start, line.end) if line.count > line.floor else None
    return min(way for way in (up, down) if way is not None)[1]


_Cost = tuple[int, int]


def _way(
    table: Sequence[_Line], usable: set[int], hidden: set[int], start: int, end: int
) -> tuple[_Cost, frozenset[int]] | None:
    """The cheapest way through usable numbers from one sum to another, with what it hides anew; None without one."""
    queue: list[tuple[_Cost, int, tuple[int, ...]]] = [((0, 0), start, ())]
    done: set[int] = set()
    while queue:
        cost, at, way = heappop(queue)
        if at == end:
            return cost, frozenset(way)
        if at in done:
            continue
        done.add(at)
        for place, onto in _steps(table, usable, at):
            if onto not in done:
                more = (0, 0) if place in hidden else _price(table, place)
                heappush(queue, ((cost[0] + more[0], cost[1] + more[1]), onto, (*way, place)))
    return None


def _steps(table: Sequence[_Line], usable: set[int], at: int) -> Iterator[tuple[int, int]]:
    """Where one pupil more, or one less, can be carried on to from a sum."""
    for place in sorted(usable):
        line = table[place]
        if line.start == at:
            yield place, line.end
        elif line.end == at and line.count > line.floor:
            yield place, line.start


def _price(table: Sequence[_Line], place: int) -> _Cost:
    line = table[place]
    return (len(table) if line.is_total else 1, line.count)


def _answer(table: Sequence[_Line], hidden: set[int], height: int, width: int) -> Hidden:
    places = sorted(place for place in hidden if table[place].is_shown)
    inner = height * width
    return Hidden(
        cells=frozenset((at // width, at % width) for at in places if at < inner),
        rows=frozenset(at - inner for at in places if inner <= at < inner + height),
        columns=frozenset(at - inner - height for at in places if inner + height <= at < len(table) - 1),
        whole=len(table) - 1 in places,
    )
