"""Who a roll call expects: by code only / \\ L U, and the live sign-in before any code (COD-23, T-74)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rollbook.rules.actor import LONDON
from rollbook.rules.codes import in_force
from rollbook.rules.whereabouts import LastMove, Place, whereabouts

MONDAY = date(2026, 9, 7)
CODES = in_force(MONDAY)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, 7, hour, minute, tzinfo=LONDON)


def place(morning: str, afternoon: str = "", out: int | None = None, back: int | None = None) -> str:
    hour = out if out is not None else back
    moved = LastMove(out is not None, at(hour)) if hour is not None else None
    return whereabouts(morning, afternoon, moved, codes=CODES, afternoon_from=at(13, 10)).place


def test_by_code_alone_only_four_are_on_site() -> None:
    here = {symbol for symbol in CODES if place(symbol) == Place.HERE}
    assert here == {"/", "\\", "L", "U"}


def test_a_class_taken_home_is_not_expected_at_the_assembly_point() -> None:
    marks = ["V"] * 8 + ["B"] * 2 + ["U"]  # T-74
    assert [place(m) for m in marks].count(Place.HERE) == 1


@pytest.mark.parametrize(
    ("morning", "afternoon", "out", "back", "expected"),
    [
        ("/", "", 11, None, "away"),
        ("M", "", None, 10, "here"),
        ("N", "", None, 10, "here"),
        ("/", "\\", 11, None, "here"),  # marked by a teacher after signing out: somebody must look
        ("/", "M", 11, None, "away"),
        ("/", "N", None, None, "perhaps"),
        ("/", "N", 12, None, "away"),
        ("N", "N", None, 10, "perhaps"),
        ("/", "I", None, None, "away"),
        ("/", "\\", 14, None, "away"),
        ("", "", None, None, "perhaps"),
        ("", "\\", None, None, "here"),
        ("N", "", None, None, "away"),
    ],
)
def test_the_last_that_is_known_decides(
    morning: str, afternoon: str, out: int | None, back: int | None, expected: str
) -> None:
    assert place(morning, afternoon, out, back) == expected
