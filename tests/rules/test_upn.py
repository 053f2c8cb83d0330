"""The unique pupil number (UPN-1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.refused import Refused
from rollbook.rules.upn import ALPHABET, UpnKind, check_letter, examine, is_known_la, parse_upn, upn_for

TWELVE = st.builds(
    lambda head, last: head + last,
    st.from_regex(r"[0-9]{11}", fullmatch=True),
    st.sampled_from("0123456789" + ALPHABET),
)
KNOWN_LAS = [number for number in range(1000) if is_known_la(number)]


@pytest.mark.parametrize("upn", ["H801200001001", "A203102209083", "E938218618008", "H356210811018", "P207000016049"])
def test_permanent_numbers(upn: str) -> None:
    """UPN-1: the DfE's own fixtures, and one supplier's example with its letter put right."""
    assert examine(upn).valid
    assert examine(upn).kind is UpnKind.PERMANENT
    assert examine(upn).why == ""


@pytest.mark.parametrize("upn", ["Y80120002301A", "M80120002301B"])
def test_temporary_numbers(upn: str) -> None:
    """UPN-1"""
    assert examine(upn).kind is UpnKind.TEMPORARY


@pytest.mark.parametrize(
    ("upn", "why"),
    [
        ("", "13 characters; this one has 0"),
        ("H80120000100", "this one has 12"),
        ("Q207000016049", "need P"),
        ("I801200001001", "other than I, O or S"),
        ("h801200001001", "capital letter"),
        ("H8012O0001001", "must be digits"),
        ("H80120000100S", "last character"),
        ("H801200001010", "check letter"),
        ("A000102209083", "local-authority"),
        ("H８01200001001", "must be digits"),
    ],
)
def test_what_is_wrong_is_said(upn: str, why: str) -> None:
    """UPN-1"""
    verdict = examine(upn)
    assert not verdict.valid
    assert verdict.kind is None
    assert why in verdict.why


def test_a_pasted_number_is_tidied_and_a_wrong_one_refused() -> None:
    """UPN-1"""
    assert parse_upn(" h801200001001 ") == "H801200001001"
    with pytest.raises(Refused) as refused:
        parse_upn("H801200001002")
    assert refused.value.rule == "UPN-1"


@given(TWELVE, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_always_changes_the_letter(rest: str, at: int, digit: str) -> None:
    """UPN-1: weights 2 to 13 are no multiples of 23, so a single mistyped digit never passes."""
    changed = rest[:at] + digit + rest[at + 1 :]
    if rest[at].isdigit() and digit != rest[at]:
        assert check_letter(changed) != check_letter(rest)


@given(
    st.sampled_from(KNOWN_LAS),
    st.integers(0, 9999),
    st.integers(1990, 2050),
    st.integers(0, 99),
    st.sampled_from(["", *ALPHABET]),
)
def test_what_we_make_is_valid(la: int, establishment: int, year: int, serial: int, letter: str) -> None:
    """UPN-1"""
    made = examine(upn_for(la, establishment, year, serial, temporary=letter))
    assert made.valid
    assert made.kind is (UpnKind.TEMPORARY if letter else UpnKind.PERMANENT)


@given(st.text(max_size=15))
def test_any_text_gets_an_answer(text: str) -> None:
    verdict = examine(text)
    assert verdict.valid == (verdict.why == "")
