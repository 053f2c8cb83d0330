"""What a chart is: series of points, reference lines, and the sentence that it concludes with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class ChartKind(StrEnum):
    """LINE over time; BAR one bar for each name; STACKED parts of a whole over time; SPARK a word-sized line."""

    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Point:
    """One value at a place or time; None is a gap, never a nought."""

    at: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Points in the order they are read."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference line: “England”, 91.4."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers. `says` is its concluding sentence; `unit` is "%" or nothing.

    `along` names what the points stand for (“school week”), `up` what is measured (“attendance”).
    """

    kind: ChartKind
    title: str
    says: str
    series: tuple[Series, ...]
    unit: str = ""
    along: str = ""
    up: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Every place along the axis once, in the order they are first met."""
        return tuple(dict.fromkeys(point.at for one in self.series for point in one.points))

    @property
    def values(self) -> tuple[float, ...]:
        """All that is measured, gaps left out."""
        return tuple(p.value for one in self.series for p in one.points if p.value is not None)


def said(value: float, unit: str = "") -> str:
    """A value as a person reads it: percentages to one decimal, half up (PA-10); others no longer than they are."""
    if unit == "%":
        return f"{_tenths(value):,.1f}\u00a0%"
    return plainly(value, unit)


def plainly(value: float, unit: str = "") -> str:
    """A round value: “90 %”, “1,250”."""
    short = f"{_tenths(value):,f}".removesuffix(".0")
    return f"{short}\u00a0{unit}" if unit else short


def _tenths(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP)
