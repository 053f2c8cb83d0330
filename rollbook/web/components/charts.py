"""Charts on a page: a figure with its title, what it concludes, and the table behind it."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from rollbook.web.charts import Chart, ChartKind, svg
from rollbook.web.components.drawing import draw

register = template.Library()
NARROW = 300


@register.simple_block_tag
def rb_chart(content: str, chart: Chart) -> SafeString:
    """A chart as a figure, drawn once for a desk and once for a telephone; inside goes its table of data."""
    spark = chart.kind == ChartKind.SPARK
    narrow = SafeString("") if spark else svg(chart, width=NARROW)
    return draw("chart", chart=chart, wide=svg(chart), narrow=narrow, content=content if content.strip() else "")


@register.simple_tag
def rb_spark(chart: Chart) -> SafeString:
    """A word-sized line, for a row of a table or beside a figure; it says its title and conclusion to who hears it."""
    return svg(chart)
