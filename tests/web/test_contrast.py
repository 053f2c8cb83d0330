"""Every pair of colours that the screens put together, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "rollbook/web/static/web/rollbook.css").read_text()
GROUNDS = ("paper", "ground")
TEXT = [
    (ink, ground) for ink in ("ink", "soft", "link", "link-hover", "stop", "warn", "info", "ok") for ground in GROUNDS
]
TEXT += [(tone, f"{tone}-wash") for tone in ("stop", "warn", "info", "ok")]
TEXT += [(ink, f"{tone}-wash") for tone in ("stop", "warn", "info", "ok") for ink in ("ink", "soft", "link")]
TEXT += [("ink", "hover"), ("soft", "hover"), ("link", "hover")]
TEXT += [
    ("on-brand", "brand"),
    ("on-brand", "brand-well"),
    ("on-act", "act"),
    ("on-act", "act-hover"),
    ("on-stop", "stop"),
]
TEXT += [("paper", "info"), ("paper", "ink")]
SHAPES = [(edge, ground) for edge in ("edge", "act", "stop", "warn", "info", "ok") for ground in GROUNDS]
SHAPES += [("brand-edge", "brand"), ("focus", "focus-ink"), ("focus", "brand")]


def theme(selector: str) -> dict[str, str]:
    block = next(body for body in re.findall(selector + r"\{([^}]*)\}", CSS) if "--rb-paper" in body)
    return dict(re.findall(r"--rb-([a-z-]+):\s*(#[0-9a-f]{3,6})", block))


THEMES = {"light": theme(r":root"), "dark": theme(r":root\[data-theme=\"?dark\"?\]")}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()
    assert THEMES["light"] != THEMES["dark"]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_can_be_read(name: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[name][ink], THEMES[name][ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("edge", "ground"), SHAPES)
def test_shapes_can_be_seen(name: str, edge: str, ground: str) -> None:
    assert contrast(THEMES[name][edge], THEMES[name][ground]) >= 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_one_tone_of_the_focus_ring_shows_on_any_ground(name: str, ground: str) -> None:
    tokens = THEMES[name]
    assert max(contrast(tokens[ring], tokens[ground]) for ring in ("focus", "focus-ink")) >= 3
