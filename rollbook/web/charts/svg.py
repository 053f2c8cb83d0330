"""A chart as an accessible SVG: drawn once, tidied of all that a strict page forbids, and kept for the next reader."""

from __future__ import annotations

import json
from collections import OrderedDict
from hashlib import sha256
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rollbook.web.charts.axes import Spec
from rollbook.web.charts.inks import PAGE, PAPER
from rollbook.web.charts.letters import readable, readable_all
from rollbook.web.charts.spark import spark
from rollbook.web.charts.spec import spec_of
from rollbook.web.charts.values import Chart, ChartKind, Point, Series

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WIDTH = 740
KEPT = 256
_SVG = "http://www.w3.org/2000/svg"
_NAMED = f"{{{_SVG}}}"
_SAID_TO_EYES_ONLY = ("role", "class", "pointer-events", "version")
_SAYS_NOTHING = {("opacity", "1"), ("stroke-dasharray", "")}
_number = count(1)
_lock = Lock()
_kept: OrderedDict[str, str] = OrderedDict()
_fonts_known = False


def svg(chart: Chart, *, paper: bool = False, width: int = WIDTH) -> SafeString:
    """The chart as one `<svg>`, `width` pixels wide: title and conclusion for those who hear it.

    On a page its colours are the theme's (dark, forced colours); with `paper` they are literal, for PDF and mail,
    and the same chart is the same text each time. A chart without any value is nothing at all.
    """
    if chart.kind == ChartKind.SPARK:
        return spark(chart, paper=paper)
    if not chart.values:
        return SafeString("")
    spec = readable_all(spec_of(chart, PAPER if paper else PAGE, width))
    digest = sha256(json.dumps(spec).encode()).hexdigest()[:16]
    drawn = _drawn(digest, spec)
    key = f"chart-{digest[:8]}" if paper else f"chart-{digest[:8]}-{next(_number)}"
    return mark_safe(_headed(drawn, chart, key))  # noqa: S308  # parsed and written as XML; names escaped there


def warm() -> None:
    """Load the drawing library and its font, so that the first reader does not wait for them."""
    week = Series("School", (Point("1", 1.0), Point("2", 2.0)))
    svg(Chart(ChartKind.LINE, "", "", (week,)), paper=True)


def forget() -> None:
    """Drop every kept picture."""
    with _lock:
        _kept.clear()


def _drawn(digest: str, spec: Spec) -> str:
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    drawn = _tidy(_rendered(spec))
    with _lock:
        _kept[digest] = drawn
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return drawn


def _rendered(spec: Spec) -> str:
    import vl_convert

    _know_fonts()
    made: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return made


def _know_fonts() -> None:
    """Our typeface, so that widths are measured in the letters that are shown."""
    global _fonts_known
    if _fonts_known:
        return
    import vl_convert

    from rollbook.web.printing import FONTS

    vl_convert.register_font_directory(str(FONTS))
    _fonts_known = True


def _tidy(text: str) -> str:
    """Only what is seen: no style, script, empty frame or inner role; groups of marks say what they are."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring(text)  # noqa: S314  # the library's own words, never a stranger's file
    size = f'width="{root.get("width")}" height="{root.get("height")}" viewBox="{root.get("viewBox")}"'
    _tidy_one(root)
    return f"{size}>" + "".join(ElementTree.tostring(child, encoding="unicode") for child in root)


def _tidy_one(element: Element) -> None:
    element.tag = element.tag.removeprefix(_NAMED)
    kinds = element.get("class", "").split()
    for name in [name for name in element.attrib if name.startswith("aria-") or name in _SAID_TO_EYES_ONLY]:
        del element.attrib[name]
    for name, value in _SAYS_NOTHING:
        if element.get(name) == value:
            del element.attrib[name]
    if "role-mark" in kinds:
        element.set("data-marks", kinds[0].removeprefix("mark-"))
    _unstyled(element)
    for child in list(element):
        if child.get("class") in {"background", "foreground"} or child.get("display") == "none":
            element.remove(child)
        else:
            _tidy_one(child)


def _unstyled(element: Element) -> None:
    """A style attribute is forbidden by the page's policy: the same said in attributes of its own."""
    for part in element.attrib.pop("style", "").split(";"):
        name, colon, value = part.partition(":")
        if colon:
            element.set(name.strip(), value.strip())


def _headed(drawn: str, chart: Chart, key: str) -> str:
    names = f"{key}-title {key}-says" if chart.says else f"{key}-title"
    says = f'<desc id="{key}-says">{_text(chart.says)}</desc>' if chart.says else ""
    size, _, inside = drawn.partition(">")
    return (
        f'<svg xmlns="{_SVG}" class="rb-chart" role="img" aria-labelledby="{names}" focusable="false" {size}>'
        f'<title id="{key}-title">{_text(chart.title)}</title>{says}{inside}</svg>'
    )


def _text(words: str) -> str:
    return escape(readable(words))
