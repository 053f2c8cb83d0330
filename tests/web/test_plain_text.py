"""What is typed is kept as typed, but for what cannot be kept at all."""

from __future__ import annotations

import pytest

from rollbook.web.plain_text import kept


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ("Mother rang at 9:20", "Mother rang at 9:20"),
        ("محمد سعيد", "محمد سعيد"),
        ("sick \U0001f912", "sick \U0001f912"),
        ("half \ud83e of it", "half ? of it"),
        ("nul\x00here", "nulhere"),
        ("left\u202eto right", "leftto right"),
    ],
)
def test_what_is_kept(typed: str, stays: str) -> None:
    assert kept(typed) == stays
