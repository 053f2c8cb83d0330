"""Lines over time: each with its own dash and shape, named where it ends; a gap is a gap."""

from __future__ import annotations

from collections.abc import Iterator

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
from rollbook.web.charts.inks import Inks, dash, line_ink, shape
from rollbook.web.charts.scale import scale_for
from rollbook.web.charts.values import Chart, Series

_MANY = 20


def lines(chart: Chart, inks: Inks, width: int) -> Spec:
    scale = scale_for([*chart.values, *(m.value for m in chart.marks)], unit=chart.unit, from_nought=False)
    labels = [*_ends(chart), *mark_labels(chart)]
    places = places_of(chart, width, labels)
    y = upward(chart, scale)
    x = along(chart, places, padding=0.3)
    drawn = [layer for n, one in enumerate(chart.series) for layer in _one(one, n, inks, places, x, y)]
    return {
        **frame(chart, scale),
        "layer": [*drawn, *rules(chart, inks, y), *beside(labels, scale, y)],
    }


def _ends(chart: Chart) -> Iterator[Label]:
    for one in chart.series:
        last = last_of(one)
        if last is not None:
            yield Label(named(one.name, last, chart), last)


def _one(one: Series, n: int, inks: Inks, places: Places, x: Spec, y: Spec) -> Iterator[Spec]:
    ink = line_ink(inks, n)
    rows = [{"at": places.written[point.at], "value": point.value} for point in one.points]
    encoding = {"x": x, "y": {**y, "field": "value"}}
    yield {
        "data": {"values": rows},
        "mark": {"type": "line", "stroke": ink, "strokeWidth": 2 if n else 2.5, "strokeDash": dash(n)},
        "encoding": encoding,
    }
    yield {
        "data": {"values": [row for i, row in enumerate(rows) if _has_dot(one, i)]},
        "mark": {"type": "point", "filled": True, "fill": ink, "shape": shape(n), "size": 46, "opacity": 1},
        "encoding": encoding,
    }


def _has_dot(one: Series, i: int) -> bool:
    """Every value when they are few; otherwise the last, and one that stands alone between gaps."""
    if one.points[i].value is None:
        return False
    if len(one.points) <= _MANY or i == len(one.points) - 1:
        return True
    return all(one.points[j].value is None for j in (i - 1, i + 1) if 0 <= j < len(one.points))
