"""A report as values, before anybody draws it: what it says, counted from what, and as of which moment.

The same report is drawn on a page, on paper, as a PDF, a workbook and a CSV (`drawing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from rollbook.reports.asked import Slice
from rollbook.rules.attendance import Percentage
from rollbook.web.charts import Chart


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as a percentage that opens: `opens` says of which sessions or pupils it was counted.

    A whole of 0 is no percentage (PA-1): nothing was possible.
    """

    part: int
    whole: int
    opens: Slice | None = None

    @property
    def percentage(self) -> Percentage | None:
        return Percentage(self.part, self.whole) if self.whole else None

    def __str__(self) -> str:
        return f"{self.percentage} %" if self.whole else "–"


@dataclass(frozen=True, slots=True)
class Person:
    """A pupil, by name: a link to the pupil's page for who may open it; never in what leaves the school."""

    name: str
    pupil: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """How a share moved, in percentage points; `better` None where it stood still or cannot be told."""

    tenths: int
    better: bool | None = None

    def __str__(self) -> str:
        if not self.tenths:
            return "0.0"
        whole, tenth = divmod(abs(self.tenths), 10)
        return f"{'+' if self.tenths > 0 else '−'}{whole}.{tenth}"


def change(now: Share, before: Share, *, up_is_good: bool = True) -> Change | None:
    """From `before` to `now` in tenths of a percentage point, half away from nought; None where one is nothing."""
    if not now.whole or not before.whole:
        return None
    top = 1000 * (now.part * before.whole - before.part * now.whole)
    bottom = now.whole * before.whole
    size = (2 * abs(top) + bottom) // (2 * bottom)
    tenths = size if top >= 0 else -size
    return Change(tenths, None if not tenths else (tenths > 0) is up_is_good)


Cell = None | str | int | date | Share | Person | Change


class Align(StrEnum):
    """How a column stands: words to the left, numbers to the right."""

    WORDS = "words"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `folds` away first where the page is narrow, `names` a person and stays inside the school.

    `counts_people` are numbers that are suppressed where they are small, in what leaves the school.
    """

    title: str
    align: Align = Align.WORDS
    folds: bool = False
    names: bool = False
    counts_people: bool = False


def words(title: str, *, folds: bool = False) -> Column:
    return Column(title, folds=folds)


def number(title: str, *, folds: bool = False, people: bool = False) -> Column:
    return Column(title, Align.NUMBER, folds=folds, counts_people=people)


def person(title: str = "Pupil") -> Column:
    return Column(title, names=True)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns: each row has a cell for each column. `foot` is the row of the whole, or empty.

    `says` is the sentence that concludes it, `empty` what stands where there are no rows.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    says: str = ""
    empty: str = "Nothing to show for this choice."
    note: str = ""

    def __post_init__(self) -> None:
        wrong = [row for row in (*self.rows, *((self.foot,) if self.foot else ())) if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"{self.title}: a row of {len(wrong[0])} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Number:
    """One figure that stands by itself, and the sentence that says why it is so."""

    label: str
    value: Cell
    says: str = ""
    moved: Change | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few figures side by side."""

    title: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart (its title and its concluding sentence are its own) with the table of what it draws.

    The table is folded under the chart unless it is `open`: where it says more than the chart draws.
    """

    chart: Chart
    table: Table
    open: bool = False


Section = Words | Numbers | Table | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked and what was found.

    `kind` is the key of its kind, `about` the period and whose figures in words, `notes` how it was counted
    (definitions, what was left out, sources). `made_at` is the moment at which everything was read.
    """

    kind: str
    title: str
    about: str
    made_at: datetime
    made_by: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    says: str = ""
    school: str = ""
    address: str = field(default="", compare=False)

    @property
    def names_pupils(self) -> bool:
        return any(column.names for table in self.tables() for column in table.columns)

    def tables(self) -> Iterator[Table]:
        """Every table in order, those of pictures too."""
        for section in self.sections:
            if isinstance(section, Table):
                yield section
            elif isinstance(section, Picture):
                yield section.table
