"""QR codes as drawings: every square where the standard wants it, white around it."""

from __future__ import annotations

import re

import pytest

from rollbook.formats.qr import QUIET, qr_drawing, qr_squares

ADDRESS = "https://rollbook.example/report/oakfield"
FINDER = [[r in (0, 6) or c in (0, 6) or (2 <= r <= 4 and 2 <= c <= 4) for c in range(7)] for r in range(7)]


def test_three_corners_hold_the_pattern_that_readers_look_for() -> None:
    squares = qr_squares(ADDRESS)
    assert len(squares) == len(squares[0]) == 29, "version 3 holds an address of this length"
    for top, left in ((0, 0), (0, -7), (-7, 0)):
        rows = squares[top : top + 7] if top >= 0 else squares[top:]
        assert [row[left : left + 7] if left >= 0 else row[left:] for row in rows] == FINDER
    assert [squares[6][n] for n in range(8, 21)] == [n % 2 == 0 for n in range(8, 21)], "the timing line"


def test_the_drawing_is_the_code_with_white_around_it() -> None:
    drawing, squares = qr_drawing(ADDRESS), qr_squares(ADDRESS)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.path)}
    assert drawn == {(x + QUIET, y + QUIET) for y, row in enumerate(squares) for x, dark in enumerate(row) if dark}
    assert drawing.size == 29 + 2 * QUIET


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_what_no_slip_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 1000"):
        qr_drawing(text)
