"""A word-sized line for a row of a table, drawn directly: a page may have a hundred of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rollbook.web.charts.inks import PAGE, PAPER
from rollbook.web.charts.letters import readable
from rollbook.web.charts.values import Chart, Point, said

_WIDTH, _HEIGHT, _EDGE = 96.0, 22.0, 3.0


def spark(chart: Chart, *, paper: bool = False) -> SafeString:
    """The first series as a line with a dot at its last value; gaps stay gaps; a reference line is dotted."""
    inks = PAPER if paper else PAGE
    points = chart.series[0].points if chart.series else ()
    known = [(i, p.value) for i, p in enumerate(points) if p.value is not None]
    if not known:
        return SafeString("")
    values = [value for _, value in known] + [mark.value for mark in chart.marks]
    low, span = min(values), (max(values) - min(values)) or 1.0
    step = (_WIDTH - 2 * _EDGE) / max(1, len(points) - 1)

    def place(i: int, value: float) -> tuple[str, str]:
        y = _HEIGHT / 2 if max(values) == low else _EDGE + (_HEIGHT - 2 * _EDGE) * (1 - (value - low) / span)
        return f"{_EDGE + i * step:.1f}", f"{y:.1f}"

    path = " ".join("M" + "L".join(" ".join(place(*at)) for at in run) for run in _runs(points) if len(run) > 1)
    alone = "".join(_dot(place(*run[0]), inks.lines[0], 1.2) for run in _runs(points) if len(run) == 1)
    rules = "".join(_rule(place(0, mark.value)[1], inks.soft) for mark in chart.marks)
    line = f'<path d="{path}" fill="none" stroke="{inks.lines[0]}" stroke-width="1.5"/>' if path else ""
    spoken = escape(readable(f"{chart.title}: {chart.says or _last(chart)}".removeprefix(": ")))
    return mark_safe(  # noqa: S308  # words are escaped, the rest is numbers
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-spark" role="img" aria-label="{spoken}" focusable="false" '
        f'width="{_WIDTH:g}" height="{_HEIGHT:g}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">'
        f"{rules}{line}{alone}{_dot(place(*known[-1]), inks.lines[0], 2.4)}</svg>"
    )


def _runs(points: tuple[Point, ...]) -> Iterator[list[tuple[int, float]]]:
    """Stretches without a gap."""
    run: list[tuple[int, float]] = []
    for i, point in enumerate(points):
        if point.value is not None:
            run.append((i, point.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _dot(at: tuple[str, str], ink: str, size: float) -> str:
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="{size}" fill="{ink}"/>'


def _rule(y: str, ink: str) -> str:
    return f'<line x1="0" x2="{_WIDTH:g}" y1="{y}" y2="{y}" stroke="{ink}" stroke-width="1" stroke-dasharray="1 3"/>'


def _last(chart: Chart) -> str:
    return f"last {said(chart.values[-1], chart.unit)}"
