"""The order of names on every list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.names import order_of, plain


def test_marks_capitals_and_apostrophes_do_not_send_a_name_to_the_end() -> None:
    names = ["Zadeh", "öztürk", "Ozolins", "de la Cruz", "Davies", "Łukasz", "Lucas", "O’Neill", "O'Neill", "Oliver"]
    assert sorted(names, key=order_of) == [
        "Davies", "de la Cruz", "Lucas", "Łukasz", "Oliver", "O'Neill", "O’Neill", "Ozolins", "öztürk", "Zadeh",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "as_typed"), [("Jabłoński", "jablonski"), ("Ñuñez", "nunez"), ("Straße", "strasse")])
def test_a_name_as_somebody_types_it(name: str, as_typed: str) -> None:
    assert plain(name) == as_typed


@given(st.text(), st.text())
def test_two_names_share_a_place_only_when_they_are_the_same(one: str, other: str) -> None:
    assert (order_of(one) == order_of(other)) == (one == other)
