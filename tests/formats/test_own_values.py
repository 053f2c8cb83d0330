"""What is typed into a field of the school's own, kind by kind, and the sentences for what cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.own import read_own, shown_own, value_own
from rollbook.rules.own_fields import FieldKind, FieldShape

COLOURS = ("Blue", "Dark green", "Été")


def a_shape(kind: FieldKind) -> FieldShape:
    return FieldShape("Locker", kind, choices=COLOURS)


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        (FieldKind.WORDS, "  Bay  14 ", "Bay 14", "Bay 14"),
        (FieldKind.LONG_WORDS, "one\ntwo", "one\ntwo", "one\ntwo"),
        (FieldKind.NUMBER, "£1,200.50", "1200.50", "1200.50"),
        (FieldKind.NUMBER, "-3", "-3", "-3"),
        (FieldKind.DAY, "7/9/2026", "2026-09-07", "Mon 7 Sep 2026"),
        (FieldKind.DAY, "7th September 2026", "2026-09-07", "Mon 7 Sep 2026"),
        (FieldKind.YES_NO, "Y", "yes", "Yes"),
        (FieldKind.YES_NO, "false", "no", "No"),
        (FieldKind.CHOICE, "dark  GREEN", "Dark green", "Dark green"),
        (FieldKind.CHOICE, "ete", "Été", "Été"),
        (FieldKind.WORDS, "  ", "", ""),
    ],
)
def test_what_is_typed_is_kept_and_said(kind: FieldKind, typed: str, kept: str, shown: str) -> None:
    assert read_own(a_shape(kind), typed) == kept
    assert shown_own(kind, kept) == shown


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (FieldKind.DAY, "12/13/2026", "“12/13/2026” is not a day. Dates are read day first"),
        (FieldKind.DAY, "31/2/2026", "“31/2/2026” is not a day. Check the day"),
        (FieldKind.DAY, "soon", "“soon” is not a day. Write it as"),
        (FieldKind.NUMBER, "twelve", "“twelve” is not a number. Write it in figures"),
        (FieldKind.NUMBER, "NaN", "not a number that fits"),
        (FieldKind.NUMBER, "1e40", "not a number that fits"),
        (FieldKind.NUMBER, "1.23456", "more than four places"),
        (FieldKind.YES_NO, "perhaps", "“perhaps” is neither yes nor no"),
        (FieldKind.CHOICE, "Red", "none of the choices: Blue, Dark green, Été"),
        (FieldKind.WORDS, "x" * 121, "121 characters; at most 120"),
        (FieldKind.LONG_WORDS, "x" * 2001, "2001 characters; at most 2000"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(kind: FieldKind, typed: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_own(a_shape(kind), typed)


def test_a_list_sorts_days_and_numbers_as_what_they_are() -> None:
    assert value_own(FieldKind.DAY, "2026-09-07") == date(2026, 9, 7)
    assert value_own(FieldKind.NUMBER, "9.5") == Decimal("9.5")
    assert value_own(FieldKind.YES_NO, "yes") == "Yes"
    assert value_own(FieldKind.WORDS, "") is None


@given(st.sampled_from(FieldKind), st.text(max_size=150))
def test_what_was_kept_reads_back_as_itself(kind: FieldKind, typed: str) -> None:
    try:
        kept = read_own(a_shape(kind), typed)
    except Unreadable:
        return
    assert read_own(a_shape(kind), kept) == kept
