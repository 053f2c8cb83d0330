"""The training school's figures against England's, at a size where chance plays little part."""

from __future__ import annotations

import pytest

from rollbook.demo.building import PUPILS
from rollbook.demo.check import check, report
from rollbook.demo.values import Kind


@pytest.mark.parametrize("kind", [Kind.PRIMARY, Kind.SECONDARY])
def test_three_thousand_pupils_look_like_england(kind: Kind) -> None:
    (found,) = check(kind, pupils=3000, seed=7)
    assert [figure for figure in found.figures if not figure.good] == []


def test_the_report_says_where_a_figure_is_too_far_off() -> None:
    text, good = report(Kind.PRIMARY, pupils=60, seed=7)
    assert "Persistent absence, % of pupils" in text
    assert good == ("NOT CLOSE ENOUGH" not in text)


@pytest.mark.parametrize("kind", [Kind.PRIMARY, Kind.SECONDARY])
def test_the_school_people_open_looks_like_england_too(kind: Kind) -> None:
    (found,) = check(kind, pupils=PUPILS[kind], seed=1)
    assert [figure for figure in found.figures if not figure.good] == []
