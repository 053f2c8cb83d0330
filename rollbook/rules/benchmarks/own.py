"""The school's own figure, counted as the published one is: the same ages, the same definition (PA-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollbook.rules.age import age_on
from rollbook.rules.attendance import Percentage, Totals
from rollbook.rules.benchmarks.published import Measure

AGES = range(5, 16)


@dataclass(frozen=True, slots=True)
class _Own:
    """A share of the school's own, of `pupils` counted; `left_out` are those whom the published figure leaves out."""

    measure: Measure
    share: Percentage
    pupils: int
    left_out: int
    first: date
    last: date

    @property
    def explains(self) -> str:
        """How it was counted, in a sentence."""
        pupils = "1 pupil" if self.pupils == 1 else f"{self.pupils} pupils"
        others = f"; {self.left_out} younger or older left out" if self.left_out else ""
        return (
            f"Counted of {pupils} aged 5 to 15 on 31 August before the year, "
            f"from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}{others}, as the published figure is."
        )


class OwnYearToDate(_Own):
    """A figure of the school's own over the year up to a day, to set beside the daily data."""

    __slots__ = ()


class OwnCensus(_Own):
    """A figure of the school's own over all half-terms of a year, to set beside the census."""

    __slots__ = ()


def is_counted(born: date, on: date) -> bool:
    """Whether the published figures count a pupil in the school year of a day: aged 5 to 15 on 31 August before it."""
    return age_on(born, date(on.year if on.month >= 8 else on.year - 1, 8, 31)) in AGES


def own_year_to_date(
    measure: Measure, pupils: Iterable[tuple[date, Totals]], first: date, last: date
) -> OwnYearToDate | None:
    """The school's own figure from pupils' dates of birth and sessions up to a day; None where nothing was possible."""
    counted = _counted(measure, pupils, first)
    return OwnYearToDate(measure, *counted, first, last) if counted else None


def own_census(measure: Measure, pupils: Iterable[tuple[date, Totals]], first: date, last: date) -> OwnCensus | None:
    """The school's own figure over a whole year's half-terms; None where nothing was possible.

    The census leaves out year 11 after the fifth half-term: the sessions given are the caller's.
    """
    counted = _counted(measure, pupils, first)
    return OwnCensus(measure, *counted, first, last) if counted else None


def _counted(
    measure: Measure, pupils: Iterable[tuple[date, Totals]], first: date
) -> tuple[Percentage, int, int] | None:
    there = [(born, totals) for born, totals in pupils if totals.possible]
    own = [totals for born, totals in there if is_counted(born, first)]
    whole = len(own) if measure.of_pupils else sum(totals.possible for totals in own)
    if not whole:
        return None
    part = sum(measure.counted(totals) for totals in own)
    return Percentage(part, whole), len(own), len(there) - len(own)
