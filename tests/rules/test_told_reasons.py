"""What a family's own words suggest; a person decides (ABS-C)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.told_reasons import NOTHING, suggested, wants_no_more


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        ("Tolu is sick, been vomiting all night", "I", ("sick", "vomiting")),
        ("She isnt well. Temperature of 39", "I", ("temperature",)),
        ("not feeling well", "I", ("not feeling well",)),
        ("Dentist at 10, back after lunch", "M", ("dentist",)),
        ("At Dr's, GP sent us to hospital", "M", ("gp", "hospital")),
        ("Family funeral today", "", ("funeral",)),
        ("We are going on holiday on Friday", "", ("holiday",)),
        ("Flight delayed, and he is ill", "", ()),
        ("Eid Mubarak! Off today", "R", ("eid",)),
        ("He left at 8 as usual", "", ()),
        ("Running late, not well in the night", "", ()),
        ("sick, going to the doctor", "", ()),
        ("Will be in later", "", ()),
        ("chilly and still", "", ()),
        ("", "", ()),
    ],
)
def test_words_suggest_a_code_and_say_why(told: str, code: str, words: tuple[str, ...]) -> None:
    found = suggested(told)
    assert (found.code, found.words) == (code, words)


def test_the_suggestion_quotes_the_words() -> None:
    assert suggested("Flu again").says == "I: illness (“flu”)"
    assert NOTHING.says == ""


def test_words_about_leave_suggest_whom_to_ask_and_never_a_code() -> None:
    found = suggested("Booked a holiday, she is away next week")
    assert found.asks_for_leave
    assert found.says == "asks for leave of absence (“holiday”)"
    assert not suggested("Flu again").asks_for_leave
    assert not NOTHING.asks_for_leave


@pytest.mark.parametrize(
    ("told", "stops"), [("STOP", True), (" stop. ", True), ("Stop all", True), ("please stop texting", False)]
)
def test_stop_is_stop_and_nothing_else_is(told: str, stops: bool) -> None:
    assert wants_no_more(told) is stops


@given(st.text(max_size=300))
def test_any_words_are_read(told: str) -> None:
    assert suggested(told).code in {"", "I", "M", "R"}
