"""The inks of a chart: the theme's own variables on a page, literal ones on paper; each series also has a shape."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Source Sans 3"
DASHES: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 3), (9, 3, 2, 3), (1, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
STRENGTHS = (1.0, 0.55, 0.28, 0.12, 0.75, 0.4)


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours by what they are for; `lines` are given to series in turn."""

    text: str
    soft: str
    grid: str
    ground: str
    lines: tuple[str, ...]


PAGE = Inks(
    text="currentColor",
    soft="var(--rb-soft)",
    grid="var(--rb-line)",
    ground="var(--rb-paper)",
    lines=("var(--rb-info)", "var(--rb-soft)", "var(--rb-act)", "var(--rb-warn)"),
)
PAPER = Inks(
    text="#14191f",
    soft="#4f5963",
    grid="#d5dade",
    ground="#ffffff",
    lines=("#1d4f91", "#4f5963", "#0b6e4f", "#974006"),
)


def line_ink(inks: Inks, n: int) -> str:
    return inks.lines[n % len(inks.lines)]


def dash(n: int) -> list[int]:
    return list(DASHES[n % len(DASHES)])


def shape(n: int) -> str:
    return SHAPES[n % len(SHAPES)]


def strength(n: int) -> float:
    return STRENGTHS[n % len(STRENGTHS)]
