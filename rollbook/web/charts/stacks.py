"""Parts of a whole over time: columns of segments, the first at the foot, in shades that grey keeps apart."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.web.charts.axes import (
    Label,
    Places,
    Spec,
    along,
    beside,
    frame,
    last_of,
    mark_labels,
    named,
    places_of,
    rules,
    upward,
)
from rollbook.web.charts.inks import Inks, strength
from rollbook.web.charts.scale import scale_for
from rollbook.web.charts.values import Chart


@dataclass(frozen=True, slots=True)
class _Part:
    at: str
    low: float
    high: float
    series: int


def stacks(chart: Chart, inks: Inks, width: int) -> Spec:
    parts = _parts(chart)
    tops = {part.at: part.high for part in parts}
    scale = scale_for([*tops.values(), *(m.value for m in chart.marks)], unit=chart.unit, from_nought=True)
    labels = [*_names(chart, parts), *mark_labels(chart)]
    places = places_of(chart, width, labels)
    y = upward(chart, scale)
    encoding = {
        "x": along(chart, places, paddingInner=0.25, paddingOuter=0.15),
        "y": {**y, "field": "low"},
        "y2": {"field": "high"},
    }
    behind = [_Part(at, 0, high, 0) for at, high in tops.items()]
    return {
        **frame(chart, scale),
        "layer": [
            {"data": _rows(behind, places), "mark": {"type": "bar", "fill": inks.ground}, "encoding": encoding},
            {
                "data": _rows(parts, places),
                "mark": {"type": "bar", "fill": inks.lines[0], "stroke": inks.lines[0], "strokeWidth": 1},
                "encoding": {
                    **encoding,
                    "fillOpacity": {"field": "part", "type": "quantitative", "scale": None, "legend": None},
                },
            },
            *rules(chart, inks, y),
            *beside(labels, scale, y),
        ],
    }


def _parts(chart: Chart) -> list[_Part]:
    found, tops = [], dict.fromkeys(chart.places, 0.0)
    for n, one in enumerate(chart.series):
        for point in one.points:
            if point.value:
                low = tops[point.at]
                tops[point.at] = low + point.value
                found.append(_Part(point.at, low, tops[point.at], n))
    return found


def _names(chart: Chart, parts: list[_Part]) -> list[Label]:
    """Each series beside its segment in the last column that has any."""
    labels = []
    for n, one in enumerate(chart.series):
        mine = [part for part in parts if part.series == n]
        last = last_of(one)
        if mine and last is not None:
            labels.append(Label(named(one.name, last, chart), (mine[-1].low + mine[-1].high) / 2))
    return labels


def _rows(parts: list[_Part], places: Places) -> Spec:
    rows = [
        {"at": places.written[part.at], "low": part.low, "high": part.high, "part": strength(part.series)}
        for part in parts
    ]
    return {"values": rows}
