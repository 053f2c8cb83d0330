"""Awards: kind, fair to equals, explained, and always the same (RWD-1, RWD-2, RWD-3, PA-1, PA-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import tally_counts
from rollbook.rules.codes import ever_known
from rollbook.rules.rewards import LEFT_OUT, Allowance, AwardKind, Child, Terms, counted, judged
from rollbook.rules.rewards_for_groups import judged_groups

pytestmark = pytest.mark.pure
A, I, B, P, G = AwardKind  # noqa: E741  (in the order of the kinds)
ATTENDED, IMPROVED, BEST, PUNCTUAL, GROUP = (Terms(kind) for kind in (A, I, B, P, G))
SYMBOLS = sorted(ever_known())
codes = st.dictionaries(st.sampled_from(SYMBOLS), st.integers(1, 40), max_size=6)
kinds_of_need = st.frozensets(st.sampled_from(["medical", "ehcp", "fsm"]), max_size=2)
lists_of_children = st.lists(st.tuples(codes, codes, kinds_of_need), max_size=8).map(
    lambda rows: [Child(n, now, (before,), having) for n, (now, before, having) in enumerate(rows)]
)


def one(terms: Terms, now: Mapping[str, int], *earlier: Mapping[str, int], having: str = "") -> tuple[bool, str]:
    (verdict,) = judged(terms, [Child("Tolu", now, earlier, frozenset({having} - {""}))])
    return verdict.gets, verdict.says


@pytest.mark.parametrize(
    ("now", "having", "gets", "says"),
    [
        ({"/": 30, "\\": 30}, "", True, "All 60 sessions that count were attended."),
        ({"/": 30, "\\": 28, "L": 2}, "", True, "All 60 sessions that count were attended."),
        ({"/": 30, "\\": 26, "B": 4, "D": 6, "Y4": 2}, "", True, "All 60 sessions that count were attended."),
        # RWD-1: an appointment, a feast, a funeral, what the school agreed.
        ({"/": 30, "M": 2, "R": 2, "C": 2, "C2": 12}, "", True, "All 30 sessions that count were attended."),
        # Illness counts, but not against a child with a medical need or an EHC plan.
        ({"/": 54, "I": 6}, "", False, "90.0 %: 54 of 60 sessions that count were attended; the award asks for 100 %."),
        ({"/": 54, "I": 6}, "medical", True, "All 54 sessions that count were attended."),
        ({"/": 54, "I": 6}, "ehcp", True, "All 54 sessions that count were attended."),
        (
            {"/": 54, "I": 6},
            "fsm",
            False,
            "90.0 %: 54 of 60 sessions that count were attended; the award asks for 100 %.",
        ),
        (
            {"/": 59, "O": 1},
            "medical",
            False,
            "98.3 %: 59 of 60 sessions that count were attended; the award asks for 100 %.",
        ),
        ({"/": 7}, "", False, "Only 7 sessions count; the award asks for 8."),
        ({"D": 60}, "", False, "No session of the period counts."),
        ({}, "", False, "No session of the period counts."),
    ],
)
def test_whole_attendance(now: Mapping[str, int], having: str, gets: bool, says: str) -> None:
    assert one(ATTENDED, now, having=having) == (gets, says)


def test_a_line_below_the_whole_is_compared_exactly() -> None:
    """PA-10: 95 per cent is 95 per cent."""
    terms = replace(ATTENDED, percent=95)
    assert one(terms, {"/": 57, "O": 3})[0]
    assert not one(terms, {"/": 56, "O": 3})[0]


@pytest.mark.parametrize(
    ("now", "before", "gets", "says"),
    [
        (
            {"/": 61, "O": 3},
            {"/": 52, "O": 12},
            True,
            "95.3 % (61 of 64), up from 81.3 % (52 of 64; the period before).",
        ),
        (
            {"/": 95, "O": 5},
            {"/": 90, "O": 10},
            True,
            "95.0 % (95 of 100), up from 90.0 % (90 of 100; the period before).",
        ),
        (
            {"/": 94, "O": 6},
            {"/": 90, "O": 10},
            False,
            "94.0 % (94 of 100), up from 90.0 % (90 of 100; the period before).",
        ),
        ({"/": 30, "O": 9}, {"/": 39}, False, "76.9 % (30 of 39), down from 100.0 % (39 of 39; the period before)."),
        ({"/": 39}, {"/": 5}, False, "There are too few sessions before to measure against."),
    ],
)
def test_improved_against_ones_own_past(
    now: Mapping[str, int], before: Mapping[str, int], gets: bool, says: str
) -> None:
    assert one(IMPROVED, now, before) == (gets, says)


def test_a_personal_best_beats_each_of_six_periods_and_needs_no_line() -> None:
    assert one(BEST, {"/": 90, "O": 10}, {"/": 80, "O": 20}, {"/": 89, "O": 11})[0]
    assert not one(BEST, {"/": 90, "O": 10}, {"/": 80, "O": 20}, {"/": 91, "O": 9})[0]
    assert not one(BEST, {"/": 90, "O": 10}, {"/": 90, "O": 10})[0]


def test_punctuality_is_of_the_sessions_in_school() -> None:
    assert one(PUNCTUAL, {"/": 30, "O": 30}) == (True, "Never late in 30 sessions.")
    assert one(PUNCTUAL, {"/": 29, "L": 1}) == (False, "Late once in 30 sessions.")
    assert not one(PUNCTUAL, {"/": 29, "U": 1})[0]
    assert one(replace(PUNCTUAL, lates=2), {"/": 29, "L": 2})[0]
    assert one(PUNCTUAL, {"/": 5, "O": 30}) == (False, "In school for 5 sessions; the award asks for 8.")
    taxi = Allowance(some=frozenset({"L"}))
    assert one(replace(PUNCTUAL, allowance=taxi), {"/": 28, "L": 2}, having="ehcp") == (
        True,
        "Never late in 30 sessions.",
    )


def test_equals_share_the_last_place() -> None:
    """RWD-2"""
    past = ({"/": 50, "O": 50},)
    rises = {"Ada": 90, "Ben": 80, "Cal": 80, "Dee": 70}
    children = [Child(name, {"/": to, "O": 100 - to}, past) for name, to in rises.items()]
    found = {v.key: v for v in judged(replace(IMPROVED, most=2), children)}
    assert [name for name, v in found.items() if v.gets] == ["Ada", "Ben", "Cal"]
    assert found["Dee"].says.endswith("The 2 who improved most get it.")


def test_the_best_form_shares_its_place_and_a_small_one_has_no_figure() -> None:
    """RWD-2: four children in a form, and the figure would be theirs."""
    full = [Child(n, {"/": 10}) for n in range(10)]
    ill = [*full[1:], Child("ill", {"/": 6, "I": 4}, having=frozenset({"medical"}))]
    late = [*full[1:], Child("out", {"/": 6, "O": 4})]
    best, equal, third, small = judged_groups(GROUP, {"9A": full, "9B": ill, "9C": late, "9D": full[:4]})
    assert [(v.key, v.gets) for v in (best, equal, third)] == [("9A", True), ("9B", True), ("9C", False)]
    assert (small.key, small.gets, small.counted.possible, small.is_small) == ("9D", False, 0, True)
    assert "%" not in small.says
    assert third.says == "96.0 %: 96 of 100 sessions of 10 pupils."


@given(codes, st.frozensets(st.sampled_from(sorted(LEFT_OUT))))
def test_what_counts_and_what_is_left_out_are_all_there_is(now: Mapping[str, int], out: frozenset[str]) -> None:
    """PA-1"""
    found, whole = counted(now, out), tally_counts(now)
    assert found.possible + found.left_out_sessions == whole.possible
    assert found.attended <= found.possible
    assert counted(now, frozenset()).attended == whole.attended


@given(codes, st.frozensets(st.sampled_from(sorted(set(LEFT_OUT) - {"L"}))), st.integers(1, 100))
def test_leaving_more_out_never_takes_an_award_away(now: Mapping[str, int], out: frozenset[str], percent: int) -> None:
    """RWD-1: as long as enough is left to count."""
    strict = Terms(A, percent=percent, least=1, allowance=Allowance(frozenset(), frozenset(), frozenset()))
    kind = replace(strict, allowance=Allowance(out, frozenset(), frozenset()))
    if one(strict, now)[0] and counted(now, out).possible:
        assert one(kind, now)[0]


@given(lists_of_children, st.sampled_from([ATTENDED, IMPROVED, BEST, PUNCTUAL]), st.integers(0, 3), st.randoms())
def test_the_verdict_does_not_hang_on_the_order(children: list[Child], terms: Terms, most: int, chance) -> None:  # type: ignore[no-untyped-def]  # a Random
    asked = replace(terms, most=most, least=1)
    mixed = children[:]
    chance.shuffle(mixed)
    assert {v.key: v for v in judged(asked, children)} == {v.key: v for v in judged(asked, mixed)}
    assert all(v.says for v in judged(asked, children))


@given(lists_of_children, st.integers(1, 4))
def test_whoever_improved_as_much_as_a_winner_is_one(children: list[Child], most: int) -> None:
    found = judged(replace(IMPROVED, most=most, least=1), children)
    winners = [v for v in found if v.gets]
    for v in found:
        reached = 100 * v.rank[0] >= 5 * v.rank[1] and v.rank[0] > 0
        assert v.gets or not reached or all(v.rank[0] * w.rank[1] < w.rank[0] * v.rank[1] for w in winners)


@given(st.lists(lists_of_children, max_size=5), st.integers(2, 6))
def test_no_small_group_ever_has_a_figure(groups: list[list[Child]], smallest: int) -> None:
    terms = replace(GROUP, smallest=smallest, least=1)
    for verdict in judged_groups(terms, dict(enumerate(groups))):
        assert verdict.counted.possible == 0 or verdict.pupils >= smallest
        assert verdict.counted.possible or not verdict.gets


@pytest.mark.parametrize("wrong", [{"percent": 0}, {"percent": 101}, {"lates": -1}, {"least": 0}, {"smallest": 1}])
def test_terms_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Terms(A, **wrong)  # type: ignore[arg-type]  # whole numbers, all of them
    with pytest.raises(ValueError, match="always counts"):
        Allowance(everybody=frozenset({"G"}))


@pytest.mark.parametrize("kind", AwardKind)
def test_every_kind_says_what_it_asks(kind: AwardKind) -> None:
    assert Terms(kind).says.endswith(".")
    assert kind.label
