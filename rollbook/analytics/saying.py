"""What a statistic says: a table of whole numbers and percentages, without small numbers of pupils (DAT-7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import numpy as np

from rollbook.analytics.hiding import Cell, hidden_cells, hidden_rows, without_few
from rollbook.analytics.statistics import BANDS, CODES_FROM, HEADINGS, STATISTICS, WEEKS, By, Numbers, Tally
from rollbook.rules.attendance import Percentage
from rollbook.rules.calendar import monday_of
from rollbook.rules.sessions import Half
from rollbook.rules.small_numbers import MARK, NOTE
from rollbook.rules.year_row import SYMBOL_OF, year_starts

ALL = "All"
Shares = Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Table:
    """A statistic as rows; percentages are text to one decimal, None where nothing was possible, `c` where hidden."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]


def say(name: str, year: int, by: By, found: Tally, *, small: bool = False) -> Table:
    """The table of a tally; with `small` nothing is hidden, and it says so."""
    groups = {
        key or "not known": found.groups[key] for key in sorted(found.groups, key=_order) if found.groups[key].any()
    }
    columns, rows, is_hidden = _TABLES[name](groups, by, year, small)
    title = f"{STATISTICS[name].title}, {year}/{(year + 1) % 100:02d}"
    notes = tuple(_notes(found, small, is_hidden))
    return Table(title, (HEADINGS[by], *columns), tuple(rows), notes)


_Rows = tuple[tuple[str, ...], list[tuple[Cell, ...]], bool]


def _attendance(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    columns = (
        "Pupils", "Possible sessions", "Attended", "Authorised", "Unauthorised", "Late before close",
        "Late after close", "Attendance %", "Absence %", "Unauthorised %",
    )  # fmt: skip
    shown = _with_all(groups, by)
    hidden = _hidden({name: numbers[0].item() for name, numbers in groups.items()}, small)
    rows = [
        (name, *([MARK] * len(columns) if name in hidden else [*numbers.tolist(), *_rates(numbers[1:])]))
        for name, numbers in shown.items()
    ]
    return columns, rows, bool(hidden)


def _persistent(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    columns = (
        "Pupils", "Under 10 %", "10 % to under 50 %", "50 % or more (severe)", "10 % or more (persistent)",
        "Persistent %", "Severe %",
    )  # fmt: skip

    def more(cells: Sequence[Cell], whole: Cell) -> list[Cell]:
        some, severe = cells[1:]
        persistent = some + severe if isinstance(some, int) and isinstance(severe, int) else MARK
        return [persistent, _percent(persistent, whole), _percent(severe, whole)]

    return _counted(columns, groups, by, small, more)


def _bands(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    named = tuple(f"{5 * n} % to under {5 * n + 5} %" for n in range(BANDS - 1))
    return _counted(("Pupils", *named, "100 %"), groups, by, small, lambda *_: [])


def _ten_weeks(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    columns = ("Pupils", "Not met", "Met", "Met %")
    return _counted(columns, groups, by, small, lambda cells, whole: [_percent(cells[1], whole)])


def _weekdays(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    columns = ("Weekday", "Session", "Possible sessions", "Attended", "Attendance %", "Absence %", "Unauthorised %")
    hidden = _hidden({name: numbers[0, 0].item() for name, numbers in groups.items()}, small)
    rows: list[tuple[Cell, ...]] = []
    for name, numbers in _with_all(groups, by).items():
        for at, totals in enumerate(numbers[:, 1:]):
            told = [MARK] * 5 if name in hidden else [*totals[:2].tolist(), *_rates(totals)]
            rows.append((name, names[at // 2], Half(at % 2).name, *told))
    return columns, rows, bool(hidden)


def _weeks(groups: Shares, by: By, year: int, small: bool) -> _Rows:
    """Each group's weeks in which anything was possible; a code that few sessions carry is hidden (DAT-7)."""
    seen = sum((numbers[:, CODES_FROM + 1 :].sum(axis=0) for numbers in groups.values()), np.zeros(63, np.int64))
    codes = [byte for byte, number in enumerate(seen.tolist(), start=1) if number]
    columns = ("Week of", "Possible sessions", "Attendance %", "Absence %", "Unauthorised %")
    first = monday_of(year_starts(year))
    hidden = _hidden({name: numbers[0, 0].item() for name, numbers in groups.items()}, small)
    is_hidden, rows = bool(hidden), []
    # No sum of all groups here: a code hidden in one of them would be what the others leave over.
    for name, numbers in groups.items():
        for week in range(WEEKS):
            counted = numbers[week]
            if not counted[CODES_FROM + 1 :].any():
                continue
            told: list[Cell] = [counted[byte + CODES_FROM].item() for byte in codes]
            rates: list[Cell] = [counted[1].item(), *_rates(counted[1:])]
            if not small:
                told = [MARK] * len(codes) if name in hidden else without_few(told)
                rates = [MARK] * len(rates) if name in hidden else rates
            is_hidden |= MARK in told
            rows.append((name, (first + timedelta(weeks=week)).isoformat(), *rates, *told))
    return (*columns, *(SYMBOL_OF[byte] for byte in codes)), rows, is_hidden


_TABLES: Mapping[str, Callable[[Shares, By, int, bool], _Rows]] = MappingProxyType(
    {
        "attendance": _attendance,
        "persistent": _persistent,
        "bands": _bands,
        "weeks": _weeks,
        "ten-weeks": _ten_weeks,
        "weekdays": _weekdays,
    }
)


def _counted(
    columns: tuple[str, ...],
    groups: Shares,
    by: By,
    small: bool,
    more: Callable[[Sequence[Cell], Cell], list[Cell]],
) -> _Rows:
    """Rows of numbers of pupils that add up along the row, their sum first; `more` follows from what is shown."""
    cells = [numbers.tolist() for numbers in groups.values()]
    names = list(groups)
    hidden = set() if small else hidden_cells(cells, sums=len(cells) > 1)
    rows: list[tuple[Cell, ...]] = []
    if len(names) > 1:
        names, cells = [*names, ALL], [*cells, [sum(column) for column in zip(*cells, strict=True)]]
    for row, (name, numbers) in enumerate(zip(names, cells, strict=True)):
        told: list[Cell] = [MARK if (row, at) in hidden else n for at, n in enumerate(numbers)]
        whole: Cell = MARK if (row, -1) in hidden else sum(numbers)
        rows.append((name, whole, *told, *more(told, whole)))
    return columns, rows, bool(hidden)


def _hidden(sizes: Mapping[str, int], small: bool) -> frozenset[str]:
    """The groups of too few pupils, and what would give them away; the sum of all is the last to go."""
    names = (*sizes, ALL)
    return frozenset() if small else frozenset(names[n] for n in hidden_rows([[size] for size in sizes.values()]))


def _with_all(groups: Shares, by: By) -> Shares:
    if by is By.NATIONAL or len(groups) < 2:
        return groups
    return {**groups, ALL: sum(groups.values(), np.zeros_like(next(iter(groups.values()))))}


def _rates(totals: Numbers) -> list[Cell]:
    possible, attended, authorised, unauthorised = totals[:4].tolist()
    return [_percent(part, possible) for part in (attended, authorised + unauthorised, unauthorised)]


def _percent(part: Cell, whole: Cell) -> Cell:
    if not isinstance(part, int) or not isinstance(whole, int):
        return MARK
    return str(Percentage(part, whole)) if whole else None


def _notes(found: Tally, small: bool, is_hidden: bool) -> Iterator[str]:
    practice = ", practice schools all of them" if found.practice else ""
    yield f"{_were(found.schools, 'school')} counted{practice}."
    if found.alone:
        yield (
            f"The year before is not there, or its pupils have no ids, for {found.alone} of them: there the ten weeks "
            "begin with this year."
        )
    if found.skipped:
        yield f"{_were(len(found.skipped), 'file')} skipped, as asked, and {_not_counted(len(found.skipped))}."
    if small:
        yield "Small numbers are shown: this table may not be passed on (DAT-7)."
    elif is_hidden:
        yield NOTE


def _were(n: int, what: str) -> str:
    return f"1 {what} was" if n == 1 else f"{n:,} {what}s were"


def _not_counted(n: int) -> str:
    return f"{'is' if n == 1 else 'are'} not in these figures"


def _order(name: str) -> tuple[object, ...]:
    """Words before numbers, so that reception comes before Year 1; and 9 before 10."""
    return tuple(
        (part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in re.findall(r"\d+|\D+", name)
    )
