"""Charts: plain values, drawn as SVG on the server for the page, the print, the PDF and the mail alike."""

from rollbook.web.charts.svg import KEPT, forget, svg, warm
from rollbook.web.charts.values import Chart, ChartKind, Mark, Point, Series, said

__all__ = ["KEPT", "Chart", "ChartKind", "Mark", "Point", "Series", "forget", "said", "svg", "warm"]
