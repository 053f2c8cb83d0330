"""What every chart shares: axes, reference lines, and the names written at the right end instead of a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap
from typing import Any

from rollbook.web.charts.inks import Inks
from rollbook.web.charts.scale import Scale, apart
from rollbook.web.charts.values import Chart, Series, plainly, said

Spec = dict[str, Any]  # what vl-convert is given: JSON
SIZE = 12.5
LINE = 15
LETTER = 6.4
ONCE: Spec = {"values": [{}]}
_PLOT = 220
_LONGEST = 26
_LEFT_OF_PLOT = 50


@dataclass(frozen=True, slots=True)
class Label:
    """Words at the right end of the plot, and the value they stand beside."""

    says: str
    at: float


@dataclass(frozen=True, slots=True)
class Places:
    """What is written below the axis for each place, in order; `shown` are those for which there is room."""

    written: dict[str, str]
    shown: tuple[str, ...]

    @property
    def order(self) -> list[str]:
        return list(self.written.values())


def frame(chart: Chart, scale: Scale) -> Spec:
    """The plot, and above it what is measured; room for what stands beside it is found by the library."""
    begins = f"axis starts at {plainly(scale.first, chart.unit)}" if scale.first else ""
    return {
        "height": _PLOT,
        "padding": {"left": 2, "top": 4, "bottom": 4, "right": 4},
        **titled(chart.up, begins),
    }


def titled(*parts: str) -> Spec:
    """What is measured, above the plot, where it reads as a line of text."""
    words = ", ".join(part for part in parts if part)
    return {"title": words[:1].upper() + words[1:]} if words else {}


def places_of(chart: Chart, width: int, labels: Sequence[Label]) -> Places:
    """Names below the axis: broken into lines where there is little room, some left out where there is none."""
    places = chart.places
    step = max(1.0, (width - _beside(labels) - _LEFT_OF_PLOT) / max(1, len(places)))
    letters = max(7, int(step / LETTER))
    written: dict[str, str] = {}
    for n, at in enumerate(places):
        words = "\n".join(wrap(at, letters)[:3]) or at
        written[at] = f"{words}\n{n + 1}" if words in written.values() else words
    widest = max((len(line) for words in written.values() for line in words.split("\n")), default=0)
    every = ceil((widest * LETTER + 9) / step)
    return Places(written, tuple(written.values())[::every])


def along(chart: Chart, places: Places, **scale: object) -> Spec:
    return {
        "field": "at",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": places.order, **scale},
        "axis": {
            "title": chart.along or None,
            "values": list(places.shown),
            "labelAngle": 0,
            "labelOverlap": False,
            "labelExpr": "split(datum.label, '\\n')",
            "labelLineHeight": LINE,
            "labelPadding": 4,
            "tickSize": 4,
        },
    }


def upward(chart: Chart, scale: Scale) -> Spec:
    unit = " + '\u00a0%'" if chart.unit == "%" else ""
    return {
        "type": "quantitative",
        "scale": {"domain": [scale.first, scale.last], "nice": False, "zero": False},
        "axis": {
            "values": list(scale.ticks),
            "title": None,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "labelExpr": f"format(datum.value, ',.10~f'){unit}",
        },
    }


def rules(chart: Chart, inks: Inks, y: Spec) -> Iterator[Spec]:
    """Reference lines, dotted."""
    for mark in chart.marks:
        yield {
            "data": ONCE,
            "mark": {"type": "rule", "stroke": inks.text, "strokeDash": [2, 3]},
            "encoding": {"y": {**y, "datum": mark.value}},
        }


def mark_labels(chart: Chart) -> list[Label]:
    return [Label(named(mark.name, mark.value, chart), mark.value) for mark in chart.marks]


def beside(labels: Sequence[Label], scale: Scale, y: Spec) -> Iterator[Spec]:
    """Names at the right end, moved apart where lines end close together."""
    placed = apart([label.at for label in labels], scale.span * LINE / _PLOT, scale.first, scale.last)
    for label, at in zip(labels, placed, strict=True):
        yield {
            "data": ONCE,
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
            "encoding": {"x": {"value": "width"}, "y": {**y, "datum": at}, "text": {"value": label.says}},
        }


def named(name: str, value: float, chart: Chart) -> str:
    """A name with its value; the value alone where there is nothing to be told apart."""
    value_said = said(value, chart.unit)
    if len(chart.series) == 1 and not chart.marks:
        return value_said
    if name.replace(" ", "\u00a0").endswith(value_said):
        return name
    return f"{short(name)} {value_said}".strip()


def short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def last_of(one: Series) -> float | None:
    return next((point.value for point in reversed(one.points) if point.value is not None), None)


def _beside(labels: Sequence[Label]) -> float:
    return max((len(label.says) for label in labels), default=0) * LETTER + 14
