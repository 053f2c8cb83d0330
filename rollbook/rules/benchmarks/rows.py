"""Our tables of the Department's daily data, read once: counts of sessions by code, and the published percentages."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from rollbook.rules.attendance import Percentage
from rollbook.rules.benchmarks.columns import CODES, COUNTS
from rollbook.rules.benchmarks.published import Measure, PublishedPhase

FOLDER = Path(__file__).parent
_WHOLE, _DECIMAL = re.compile(r"[0-9]+"), re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the daily data: schools of a phase in a place, over a year or one week.

    A number that was published as a mark (c, x, z, a colon, a dot) or left empty is not there at all.
    """

    level: str
    la_number: str
    authority: str
    region: str
    phase: PublishedPhase
    week: int | None
    counts: Mapping[str, int]
    codes: Mapping[str, int]
    percentages: Mapping[Measure, Decimal]

    @property
    def is_weighted(self) -> bool:
        """Whether its percentages are weighted for schools that sent nothing, and so no plain quotients."""
        return self.phase is PublishedPhase.ALL

    @property
    def whom(self) -> str:
        if self.authority or not self.region:
            return f"{self.phase.schools} in {self.authority or 'England'}"
        return f"{self.phase.schools} in {_region(self.region)}"

    def percent(self, measure: Measure) -> Decimal | None:
        """The percentage as published, else the count out of the possible sessions; None where neither is known."""
        if measure in self.percentages:
            return self.percentages[measure]
        return _quotient(self.counts.get(_COUNT_OF.get(measure, "")), self.counts.get("possible"))

    def percent_of_code(self, symbol: str) -> Decimal | None:
        """The sessions of a code out of the possible ones; None where they are not published."""
        return _quotient(self.codes.get(symbol), self.counts.get("possible"))

    def share(self, measure: Measure) -> Percentage | None:
        """The two counts of a measure; None where they are not published."""
        part, whole = self.counts.get(_COUNT_OF.get(measure, "")), self.counts.get("possible")
        return Percentage(part, whole) if part is not None and whole else None


_COUNT_OF = {
    Measure.ATTENDANCE: "attended",
    Measure.ABSENCE: "absent",
    Measure.AUTHORISED: "authorised",
    Measure.UNAUTHORISED: "unauthorised",
    Measure.LATE: "late",
}
_PERCENT_OF = {
    Measure.ATTENDANCE: "attendance %",
    Measure.ABSENCE: "absence %",
    Measure.AUTHORISED: "authorised %",
    Measure.UNAUTHORISED: "unauthorised %",
    Measure.PERSISTENT: "persistent %",
}


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    """The lines of one of our tables, by its file name."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(row(line) for line in csv.DictReader(lines))


def row(line: Mapping[str, str]) -> Row:
    """One line of text as a row; blanks round a value say nothing, and a mark in place of a number is no number."""
    text = {key: value.strip() for key, value in line.items()}
    week = whole(text["week"])
    return Row(
        text["level"],
        text["la_number"],
        text["authority"],
        text["region"],
        PublishedPhase(text["phase"]),
        week,
        {name: count for name in COUNTS if (count := whole(text[name])) is not None},
        {name: count for name in CODES if (count := whole(text[name])) is not None},
        {m: found for m in _PERCENT_OF if (found := decimal(text[_PERCENT_OF[m]])) is not None},
    )


def whole(text: str) -> int | None:
    """A published count; None for a mark such as c, x, z or a colon, and for nothing."""
    return int(text) if _WHOLE.fullmatch(text) else None


def decimal(text: str) -> Decimal | None:
    """A published percentage; None for a mark such as c, x, z or a colon, and for nothing."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _quotient(part: int | None, possible: int | None) -> Decimal | None:
    return Decimal(part) * 100 / possible if part is not None and possible else None


def _region(name: str) -> str:
    return f"the {name}" if name.split()[0] in ("North", "South", "East", "West") else name.replace("The ", "the ")
