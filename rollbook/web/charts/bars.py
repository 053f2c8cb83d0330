"""One bar for each name, lying, so that long names can be read; every bar says its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rollbook.web.charts.axes import ONCE, Spec, named, short, titled
from rollbook.web.charts.inks import Inks, strength
from rollbook.web.charts.scale import Scale, scale_for
from rollbook.web.charts.values import Chart, Point, Series, said

_BAR, _BETWEEN = 16, 8


def bars(chart: Chart, inks: Inks, width: int) -> Spec:
    scale = scale_for([*chart.values, *(m.value for m in chart.marks)], unit=chart.unit, from_nought=True)
    rows = [row for n, one in enumerate(chart.series) for row in _rows(chart, one, n)]
    order = list(dict.fromkeys(row["at"] for row in rows))
    x = _across(scale)
    place = _place(chart, order, width)
    return {
        "height": len(order) * (len(chart.series) * _BAR + _BETWEEN),
        "padding": {"left": 2, "top": 4, "bottom": 4, "right": 4},
        "data": {"values": rows},
        **titled(chart.up),
        "layer": [_bars(inks, place, x), _values(chart, place, x), *_rules(chart, inks, x)],
    }


def _rows(chart: Chart, one: Series, n: int) -> Iterator[dict[str, Any]]:
    """Bars of one series; two of the same name are told apart."""
    seen: dict[str, int] = {}
    for i, point in enumerate(one.points):
        seen[point.at] = seen.get(point.at, 0) + 1
        if point.value is None:
            continue
        yield {
            "at": point.at if seen[point.at] == 1 else f"{point.at} ({seen[point.at]})",
            "value": point.value,
            "nought": 0,
            "series": n,
            "part": strength(n),
            "says": _says(chart, one, point, named_too=i == 0 and len(chart.series) > 1),
        }


def _says(chart: Chart, one: Series, point: Point, *, named_too: bool) -> str:
    value = said(point.value or 0.0, chart.unit)
    return f"{value} {short(one.name)}" if named_too else value


def _across(scale: Scale) -> Spec:
    return {"type": "quantitative", "scale": {"domain": [scale.first, scale.last], "nice": False}, "axis": None}


def _place(chart: Chart, order: list[str], width: int) -> Spec:
    many = len(chart.series) > 1
    axis = {"title": None, "labelLimit": width * 0.36, "ticks": False, "domain": True, "labelPadding": 6}
    y = {
        "field": "at",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": order, "paddingInner": 0.2, "paddingOuter": 0.1},
        "axis": axis,
    }
    return {"y": y, "yOffset": {"field": "series", "type": "ordinal"}} if many else {"y": y}


def _bars(inks: Inks, place: Spec, x: Spec) -> Spec:
    return {
        "mark": {
            "type": "bar",
            "height": {"band": 0.86},
            "fill": inks.lines[0],
            "stroke": inks.lines[0],
            "strokeWidth": 1,
        },
        "encoding": {
            **place,
            "x": {**x, "field": "nought"},
            "x2": {"field": "value"},
            "fillOpacity": {"field": "part", "type": "quantitative", "scale": None, "legend": None},
        },
    }


def _values(chart: Chart, place: Spec, x: Spec) -> Spec:
    """The values at the ends of the bars; in a column at the right where a reference line would cross them."""
    at = {"value": "width"} if chart.marks or min(chart.values, default=0) < 0 else {**x, "field": "value"}
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6},
        "encoding": {**place, "x": at, "text": {"field": "says"}},
    }


def _rules(chart: Chart, inks: Inks, x: Spec) -> Iterator[Spec]:
    """A reference line through the bars, named below them."""
    for mark in chart.marks:
        at = {**x, "datum": mark.value}
        for stroke in ({"stroke": inks.ground, "strokeWidth": 3}, {"stroke": inks.text, "strokeDash": [2, 3]}):
            yield {"data": ONCE, "mark": {"type": "rule", **stroke}, "encoding": {"x": at}}
        yield {
            "data": ONCE,
            "mark": {"type": "text", "align": "center", "baseline": "top", "dy": 3},
            "encoding": {"x": at, "y": {"value": "height"}, "text": {"value": named(mark.name, mark.value, chart)}},
        }
