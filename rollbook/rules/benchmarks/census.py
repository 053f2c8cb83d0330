"""The school census: how many pupils missed how much of a year, by phase, need, meals, sex and year group (PA-5)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from rollbook.rules.benchmarks.published import Census, Measure, PublishedPhase, Source
from rollbook.rules.benchmarks.rows import FOLDER, decimal, whole

_METHOD = (
    "The census counts enrolments of pupils aged 5 to 15 on 31 August, over the six half-terms of the year (for "
    "year 11 without the last). A pupil who moved counts in both schools.",
    "It is not the year to date, and is never set beside a figure that is (PA-5).",
    "2019/20 was not published as a whole year. In 2020/21 sessions missed because of coronavirus counted as not "
    "possible.",
)
CENSUS = Source("Pupil absence in schools in England, absence bands", "2016/17 to 2022/23", "census", _METHOD)


class Group(StrEnum):
    """Whom a census figure is of, as the table has it; year groups only for all phases together."""

    ALL = "All"
    FREE_MEALS = "FSM:Eligible"
    NO_FREE_MEALS = "FSM:Not Eligible"
    NEED = "SEN:Any special educational need"
    NO_NEED = "SEN:No identified special educational need"
    GIRLS = "Sex:Female"
    BOYS = "Sex:Male"
    YEAR_1 = "Y1"
    YEAR_2 = "Y2"
    YEAR_3 = "Y3"
    YEAR_4 = "Y4"
    YEAR_5 = "Y5"
    YEAR_6 = "Y6"
    YEAR_7 = "Y7"
    YEAR_8 = "Y8"
    YEAR_9 = "Y9"
    YEAR_10 = "Y10"
    YEAR_11 = "Y11"

    @property
    def pupils(self) -> str:
        """The group in a sentence."""
        return _PUPILS.get(self, f"pupils in year {self.value[1:]}")


_PUPILS: Mapping[Group, str] = {
    Group.ALL: "pupils",
    Group.FREE_MEALS: "pupils with free school meals",
    Group.NO_FREE_MEALS: "pupils without free school meals",
    Group.NEED: "pupils with special educational needs",
    Group.NO_NEED: "pupils without special educational needs",
    Group.GIRLS: "girls",
    Group.BOYS: "boys",
}


@dataclass(frozen=True, slots=True)
class Bands:
    """How pupils of a group spread over a year: `shares` in per cent by the least absence of each band, in per cent."""

    year: str
    phase: PublishedPhase
    group: Group
    pupils: int
    shares: Mapping[int, Decimal]
    persistent: Decimal
    severe: Decimal


def census(measure: Measure, phase: PublishedPhase, group: Group = Group.ALL, year: str = "") -> Census | None:
    """Persistent or severe absence of a group by the census, of the latest year unless one is given ("2018/19").

    Where it is not published by phase, all phases together stand for it. None for other measures.
    """
    if not measure.of_pupils:
        return None
    found = bands(phase, group, year) or bands(PublishedPhase.ALL, group, year)
    if found is None:
        return None
    percent = found.persistent if measure is Measure.PERSISTENT else found.severe
    why = "" if found.phase is phase else "This is published for all phases together only."
    whom = f"{group.pupils} in {found.phase.schools} in England"
    note = f"{found.pupils:,} enrolments, over the whole year."
    return Census(measure.says, percent, whom, why, found.year, note, CENSUS)


def bands(phase: PublishedPhase, group: Group = Group.ALL, year: str = "") -> Bands | None:
    """How a group spreads over the bands of absence, in the latest year unless one is given."""
    found = [b for b in _table() if b.phase is phase and b.group is group and year in ("", b.year)]
    return max(found, key=lambda b: b.year, default=None)


def years() -> tuple[str, ...]:
    """The years of the table, the oldest first."""
    return tuple(sorted({b.year for b in _table()}))


@cache
def _table() -> tuple[Bands, ...]:
    groups = {group.value for group in Group}
    with (FOLDER / "census_bands.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_bands(line) for line in csv.DictReader(lines) if line["group"] in groups)


def _bands(line: Mapping[str, str]) -> Bands:
    shares = {int(name.split("-")[0].rstrip("+")): decimal(line[name]) for name in line if name[0].isdigit()}
    return Bands(
        f"{line['year'][:4]}/{line['year'][4:]}",
        PublishedPhase(line["phase"]),
        Group(line["group"]),
        whole(line["pupils"]) or 0,
        {least: share for least, share in shares.items() if share is not None},
        Decimal(line["persistent"]),
        Decimal(line["severe"]),
    )
