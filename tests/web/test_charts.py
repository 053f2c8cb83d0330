"""Charts: every value is drawn once, nothing that a strict page forbids, and words stay words."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from subprocess import run
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from rollbook.web.charts import KEPT, Chart, ChartKind, Mark, Point, Series, forget, said, svg
from rollbook.web.charts.inks import PAPER
from rollbook.web.charts.scale import apart, scale_for
from rollbook.web.charts.svg import _kept as kept

pytestmark = pytest.mark.pure
VALUES = (94.8, 94.1, None, 92.9, 91.2)
WEEKS = ("7 Sep", "14 Sep", "21 Sep", "28 Sep", "5 Oct")


def series(name: str = "This year", values: tuple[float | None, ...] = VALUES) -> Series:
    return Series(name, tuple(Point(week, value) for week, value in zip(WEEKS, values, strict=True)))


def chart(kind: ChartKind, *many: Series, says: str = "It fell.", lines: tuple[Mark, ...] = ()) -> Chart:
    return Chart(kind, "Attendance by week", says, many or (series(),), "%", "week", "attendance", lines)


def drawn(one: Chart) -> Element:
    return ElementTree.fromstring(svg(one))


def marks(root: Element, kind: str, says: str = "d") -> list[str]:
    """What an attribute says on each mark of a kind."""
    groups = [group for group in root.findall(".//{*}g") if group.get("data-marks") == kind]
    return [path.get(says, "") for group in groups for path in group.findall(".//{*}path") if path.get("d")]


def plain(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def words_in(root: Element) -> list[str]:
    return [" ".join(text.itertext()) for text in root.findall(".//{*}text")]


def test_a_line_has_a_point_for_each_value_and_a_gap_for_none() -> None:
    root = drawn(chart(ChartKind.LINE))
    line = marks(root, "line", "d")
    assert len(marks(root, "symbol")) == 4
    assert [path.count("M") for path in line] == [2]


def test_a_bar_for_each_value_says_it() -> None:
    root = drawn(chart(ChartKind.BAR))
    assert len(marks(root, "rect")) == 4
    assert {"94.8\u00a0%", "94.1\u00a0%", "92.9\u00a0%", "91.2\u00a0%"} <= set(words_in(root))


def test_a_stack_has_a_segment_for_each_value_on_the_one_before() -> None:
    root = drawn(chart(ChartKind.STACKED, series("Illness", (5, 4, 3, 2, 1)), series("Other", (1, None, 0, 1, 9))))
    assert len(marks(root, "rect")) == 5 + (5 + 3), "what stands behind the columns, and the segments"


def test_two_bars_of_one_name_are_two() -> None:
    twins = Series("Pupils", (Point("Maya Shah", 4), Point("Maya Shah", 6)))
    root = drawn(chart(ChartKind.BAR, twins))
    assert len(marks(root, "rect")) == 2
    assert {"Maya Shah", "Maya Shah (2)"} <= set(words_in(root))


@pytest.mark.parametrize("kind", [ChartKind.LINE, ChartKind.BAR, ChartKind.STACKED])
@pytest.mark.parametrize("paper", [False, True])
def test_nothing_that_a_strict_page_forbids(kind: ChartKind, paper: bool) -> None:
    text = svg(chart(kind, series(), series("Last year"), lines=(Mark("England", 91.4),)), paper=paper)
    root = ElementTree.fromstring(text)
    assert not text.startswith("<?xml")
    assert {"style", "onload", "href", "class"} & {name for e in root.iter() for name in e.attrib} == {"class"}
    assert not [e for e in root.iter() if plain(e) in {"script", "style", "image", "foreignObject"}]


@pytest.mark.parametrize("kind", list(ChartKind))
def test_it_says_its_title_and_its_conclusion(kind: ChartKind) -> None:
    root = drawn(chart(kind, says="It fell since <b>September</b>."))
    assert root.get("role") == "img"
    named = root.get("aria-label") or " ".join(
        "".join(root.find(f".//*[@id='{one}']").itertext()) for one in root.get("aria-labelledby", "").split()
    )
    assert re.sub("[:]", "", named) == "Attendance by week It fell since <b>September</b>."


def test_two_drawings_of_one_chart_on_a_page_have_ids_of_their_own() -> None:
    ids = [{e.get("id") for e in drawn(chart(ChartKind.LINE)).iter()} - {None} for _ in range(2)]
    assert not ids[0] & ids[1]


def test_words_stay_words() -> None:
    form = Series('<b>"', (Point('<i onload="x">&\x0b', 3.0), Point("${1+1}\\n", 4.0)))
    for kind in ChartKind:
        root = drawn(Chart(kind, "</title><script>", "]]>", (form, form), up="<u>", along="'+alert(1)+'"))
        assert {plain(e) for e in root.iter()} <= {
            "svg", "title", "desc", "g", "path", "line", "text", "tspan", "circle", "rect"
        }  # fmt: skip
    bars = words_in(drawn(Chart(ChartKind.BAR, "Forms", "", (form,))))
    assert '<i onload="x">&' in " ".join(bars)


@pytest.mark.parametrize(
    "odd", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe", "\U0001fffe", "\u202e", "\r\n", "🙂"]
)
def test_no_letter_ends_the_process(odd: str) -> None:
    name = f"Form {odd} A"
    for kind in ChartKind:
        points = (Point(name, 3.0), Point(odd, 4.0), Point("", None))
        assert drawn(Chart(kind, name, name, (Series(name, points),), up=name, along=name)) is not None


def test_a_page_follows_the_theme_and_paper_does_not() -> None:
    one = chart(ChartKind.LINE, series(), series("Last year"))
    assert "var(--rb-info)" in svg(one)
    assert "currentColor" in svg(one)
    paper = svg(one, paper=True)
    assert "var(" not in paper
    assert "currentColor" not in paper
    assert PAPER.lines[0] in paper


def test_series_are_told_apart_without_colour() -> None:
    one = chart(ChartKind.LINE, *(series(name, (n, n + 1, n, n, n)) for n, name in enumerate("ABC")))
    root = drawn(one)
    dashes = marks(root, "line", "stroke-dasharray")
    shapes = set(marks(root, "symbol"))
    assert dashes == ["", "7,4", "2,3"], "the first is whole, the others are broken differently"
    assert len(shapes) == 3
    assert [word for word in words_in(root) if word[:1] in "ABC" and "%" in word] == [
        f"{name} {n}.0\u00a0%" for n, name in enumerate("ABC")
    ]


def test_stacks_are_told_apart_without_colour() -> None:
    root = drawn(chart(ChartKind.STACKED, *(series(name, (1, 1, 1, 1, 1)) for name in "ABCD")))
    shades = set(marks(root, "rect", "fill-opacity"))
    assert len(shades) >= 3
    assert {"D 1.0\u00a0%"} <= set(words_in(root))


def test_an_axis_that_does_not_start_at_nought_says_so() -> None:
    assert "Attendance, axis starts at 91\u00a0%" in words_in(drawn(chart(ChartKind.LINE)))
    near = chart(ChartKind.LINE, series("School", (2, 4, 1, 6, 3)))
    assert "Attendance" in words_in(drawn(near))
    bars = drawn(chart(ChartKind.BAR))
    assert "Attendance" in words_in(bars), "bars always start at nought"


def test_no_value_is_no_picture() -> None:
    for kind in ChartKind:
        assert svg(chart(kind, series("School", (None,) * 5))) == ""
        assert svg(Chart(kind, "", "", ())) == ""


@pytest.mark.parametrize("kind", list(ChartKind))
def test_one_value_is_drawn(kind: ChartKind) -> None:
    one = Chart(kind, "One", "", (Series("School", (Point("now", 0.0),)),))
    assert drawn(one) is not None


def test_a_spark_keeps_its_gap_and_ends_with_a_dot() -> None:
    root = drawn(chart(ChartKind.SPARK))
    assert root.find("{*}path").get("d").count("M") == 2
    assert len(list(root.findall(".//{*}circle"))) == 1


def test_paper_is_the_same_each_time_and_pictures_are_kept() -> None:
    one = chart(ChartKind.LINE)
    forget()
    first = svg(one, paper=True)
    assert svg(one, paper=True) == first
    assert len(kept) == 1
    svg(replace(one, says="Another conclusion about the same lines."), paper=True)
    assert len(kept) == 1, "the words around it are not drawn anew"
    assert KEPT < 1000
    forget()


def test_values_as_a_person_reads_them() -> None:
    assert said(93.25, "%") == "93.3\u00a0%"
    assert said(1250.0) == "1,250"
    assert said(0.5) == "0.5"


@pytest.mark.parametrize(
    ("values", "unit", "nought", "ticks"),
    [
        ((91.2, 94.8), "%", False, (91, 92, 93, 94, 95)),
        ((98.1, 99.9), "%", False, (95, 96, 97, 98, 99, 100)),
        ((88.9, 89.7), "%", False, (87, 88, 89, 90, 91, 92)),
        ((3, 480), "", True, (0, 200, 400, 600)),
        ((91.2, 94.8), "%", True, (0, 25, 50, 75, 100)),
        ((5, 5), "", False, (4, 4.5, 5, 5.5, 6)),
        ((), "", False, (0, 0.25, 0.5, 0.75, 1)),
        ((-3.0, 2.0), "", True, (-4, -2, 0, 2)),
    ],
)
def test_ticks_stand_on_round_numbers(
    values: tuple[float, ...], unit: str, nought: bool, ticks: tuple[float, ...]
) -> None:
    assert scale_for(values, unit=unit, from_nought=nought).ticks == pytest.approx(ticks)


def test_a_reference_that_names_its_value_does_not_say_it_twice() -> None:
    words = words_in(drawn(chart(ChartKind.LINE, series(), lines=(Mark("Everybody 91.4 %", 91.4),))))
    assert "Everybody 91.4 %" in words


def test_labels_keep_out_of_each_others_way() -> None:
    assert apart([5, 5, 5], 1, 0, 6) == [4, 5, 6]
    assert apart([1, 9], 1, 0, 10) == [1, 9]


def test_the_library_is_not_loaded_before_it_draws() -> None:
    asks = "import sys, rollbook.web.charts; sys.exit('vl_convert' in sys.modules )"
    assert run([sys.executable, "-c", asks], check=False).returncode == 0
