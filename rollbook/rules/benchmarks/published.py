"""What a published figure is: of which schools, which year, by which definition, from where (PA-5).

The year to date and the census are two types: nothing takes one for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from rollbook.rules.attendance import Percentage, Totals, is_persistent, is_severe

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


class Measure(StrEnum):
    """What is compared."""

    ATTENDANCE = "attendance"
    ABSENCE = "absence"
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    LATE = "late"
    PERSISTENT = "persistent"
    SEVERE = "severe"

    @property
    def says(self) -> str:
        """Its name in a sentence."""
        if self in (Measure.ATTENDANCE, Measure.ABSENCE):
            return self.value
        return "lateness" if self is Measure.LATE else f"{self.value} absence"

    @property
    def of_pupils(self) -> bool:
        """Whether pupils are counted and not sessions."""
        return self in (Measure.PERSISTENT, Measure.SEVERE)

    def counted(self, totals: Totals) -> int:
        """The sessions of that kind among those counted; of a pupil's own, 1 where the pupil is over the line."""
        return {
            Measure.ATTENDANCE: totals.attended,
            Measure.ABSENCE: totals.absent,
            Measure.AUTHORISED: totals.authorised,
            Measure.UNAUTHORISED: totals.unauthorised,
            Measure.LATE: totals.late_before_close + totals.late_after_close,
            Measure.PERSISTENT: int(is_persistent(totals)),
            Measure.SEVERE: int(is_severe(totals)),
        }[self]


class PublishedPhase(StrEnum):
    """The phases by which the Department publishes."""

    PRIMARY = "Primary"
    SECONDARY = "Secondary"
    SPECIAL = "Special"
    ALL = "Total"

    @property
    def schools(self) -> str:
        return "schools" if self is PublishedPhase.ALL else f"{self.value.lower()} schools"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table of published figures comes from, and how it was made."""

    title: str
    years: str
    definition: str
    method: tuple[str, ...]
    of_a_whole_year: bool = True
    publisher: str = "Department for Education, Explore Education Statistics"
    taken_over: str = "November 2026"

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}, {self.years} ({self.definition}). {LICENCE}"


@dataclass(frozen=True, slots=True)
class _Published:
    """A published percentage of some schools (`whom`); `why` says why it is not of those that were asked for."""

    measure: str
    percent: Decimal
    whom: str
    why: str
    years: str
    note: str
    source: Source

    @property
    def shown(self) -> Decimal:
        """The percentage to one decimal, half up (PA-10)."""
        return to_a_tenth(self.percent)


class YearToDate(_Published):
    """A figure of the Department's daily attendance data, over a year up to a day (PA-5)."""

    __slots__ = ()


class Census(_Published):
    """A figure of the school census, over the half-terms of a whole year (PA-5)."""

    __slots__ = ()


def to_a_tenth(percent: Decimal) -> Decimal:
    """A percentage to one decimal, half up (PA-10)."""
    return percent.quantize(Decimal("0.1"), ROUND_HALF_UP)


def tenth_of(share: Percentage) -> Decimal:
    """What a share shows as a percentage, to one decimal."""
    return Decimal(str(share))
