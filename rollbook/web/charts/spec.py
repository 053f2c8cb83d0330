"""A chart as a Vega-Lite specification: plain values, series told apart by dash, shape and the words beside them."""

from __future__ import annotations

from rollbook.web.charts.axes import SIZE, Spec
from rollbook.web.charts.bars import bars
from rollbook.web.charts.inks import FONT, Inks
from rollbook.web.charts.lines import lines
from rollbook.web.charts.stacks import stacks
from rollbook.web.charts.values import Chart, ChartKind

_DRAWN = {ChartKind.LINE: lines, ChartKind.BAR: bars, ChartKind.STACKED: stacks}


def spec_of(chart: Chart, inks: Inks, width: int) -> Spec:
    """The specification of a LINE, BAR or STACKED chart, `width` pixels wide in all."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "config": _config(inks),
        "width": width,
        **_DRAWN[chart.kind](chart, inks, width),
    }


def _config(inks: Inks) -> Spec:
    quiet = {"fontSize": SIZE, "fontWeight": 400, "color": inks.soft, "anchor": "start", "frame": "bounds"}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "text": {"fontSize": SIZE, "fill": inks.text},
        "title": {**quiet, "offset": 8},
        "axis": {
            "labelFontSize": SIZE,
            "labelColor": inks.text,
            "titleFontSize": SIZE,
            "titleFontWeight": 400,
            "titleColor": inks.soft,
            "gridColor": inks.grid,
            "domainColor": inks.soft,
            "tickColor": inks.soft,
        },
    }
