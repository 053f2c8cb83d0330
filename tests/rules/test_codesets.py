"""The code sets: every code once, each with its source, and found by what people type."""

from __future__ import annotations

import pytest

from rollbook.rules.codesets import SETS, code_of, entries, find, name_of


@pytest.mark.parametrize("code_set", SETS)
def test_every_code_stands_once_with_its_source(code_set: str) -> None:
    codes = [entry.code for entry in entries(code_set)]
    assert len(codes) == len(set(codes)) > 1
    assert all(entry.source for entry in entries(code_set))


@pytest.mark.parametrize("code_set", SETS)
def test_every_code_is_found_by_itself(code_set: str) -> None:
    assert {code_of(code_set, entry.code) for entry in entries(code_set)} == {e.code for e in entries(code_set)}


@pytest.mark.parametrize(
    ("code_set", "typed", "code"),
    [
        ("relationship", "Mum", "PAM"),
        ("relationship", "Step-Mother", "STM"),
        ("relationship", "grandparent", "FAM"),
        ("relationship", "PAF", "PAF"),
        ("ethnicity", "White - British", "WBRI"),
        ("ethnicity", "wbri", "WBRI"),
        ("first_language", "English", "ENG"),
        ("leaving_reason", "el", "EL"),
        ("relationship", "Astronaut", None),
        ("relationship", "", None),
    ],
)
def test_what_people_type_is_understood(code_set: str, typed: str, code: str | None) -> None:
    assert code_of(code_set, typed) == code


def test_a_code_without_a_name_is_its_own_name() -> None:
    assert name_of("first_language", "ADA") == "ADA"
    assert name_of("relationship", "PAM") == "Mother"
    assert name_of("relationship", "") == ""
    assert name_of("relationship", "QQQ") == "QQQ"
    assert find("relationship", "QQQ") is None


def test_what_is_unverified_says_so() -> None:
    assert all("unverified" in entry.source for entry in entries("leaving_reason"))
