"""A school's own figure beside a published one of the same definition, and the sentence about the two (PA-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import overload

from rollbook.rules.attendance import Percentage
from rollbook.rules.benchmarks.own import OwnCensus, OwnYearToDate
from rollbook.rules.benchmarks.published import Census, YearToDate, tenth_of

_PAIRS: tuple[tuple[type, type], ...] = ((OwnYearToDate, YearToDate), (OwnCensus, Census))

_NEARLY_A_YEAR = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Beside:
    """Two figures side by side. `tenths` is own less published in tenths of a percentage point, as the two are shown.

    `says` is the sentence, `source` and `notes` are shown wherever the published figure is.
    """

    own: Percentage
    published: Decimal
    tenths: int
    says: str
    whom: str
    years: str
    source: str
    notes: tuple[str, ...]


@overload
def beside(own: OwnYearToDate, published: YearToDate) -> Beside: ...
@overload
def beside(own: OwnCensus, published: Census) -> Beside: ...
def beside(own: OwnYearToDate | OwnCensus, published: YearToDate | Census) -> Beside:
    """The school's own figure and the published one. Two definitions, or two measures, are our own mistake (PA-5)."""
    if (type(own), type(published)) not in _PAIRS:
        raise TypeError("a figure of the year to date and one of the census are never set side by side (PA-5)")
    if own.measure.says != published.measure:
        raise TypeError(f"{own.measure.says} is not to be compared with {published.measure}")
    tenths = int((tenth_of(own.share) - published.shown) * 10)
    return Beside(
        own.share,
        published.percent,
        tenths,
        _says(own, published, tenths),
        published.whom,
        published.years,
        str(published.source),
        tuple(
            filter(None, (own.explains, _part(own, published), published.why, published.note, *published.source.method))
        ),
    )


def _part(own: OwnYearToDate | OwnCensus, published: YearToDate | Census) -> str:
    if not published.source.of_a_whole_year or own.last - own.first > _NEARLY_A_YEAR:
        return ""
    if own.measure.of_pupils:
        return (
            "The school's figure is of part of a year, the published one of a whole year. Over fewer weeks more pupils "
            "are over the line."
        )
    return "The school's figure is of part of a year, the published one of a whole year."


def _says(own: OwnYearToDate | OwnCensus, published: YearToDate | Census, tenths: int) -> str:
    theirs = f"{published.shown} % of {published.whom} ({published.years}, {published.source.definition})"
    subject = f"{own.measure.says.capitalize()} is {own.share} %"
    if not tenths:
        return f"{subject}, the same as the {theirs}."
    way = "above" if tenths > 0 else "below"
    points = "point" if abs(tenths) == 10 else "points"
    return f"{subject}, {abs(tenths) // 10}.{abs(tenths) % 10} percentage {points} {way} the {theirs}."
