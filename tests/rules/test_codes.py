"""The codes of the register: class, counts, duties and dates (COD-1 to COD-23)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.codes import Ages, CodeNotInForce, Detail, StatClass, change_dates, code_on, ever_known, in_force
from rollbook.rules.sessions import Half

TODAY = date(2026, 9, 7)
BEFORE_2024 = date(2024, 8, 18)

CLASSES = {
    StatClass.PRESENT: ["/", "\\", "L"],
    StatClass.ACTIVITY: ["K", "V", "P", "W", "B"],
    StatClass.AUTHORISED: ["C1", "M", "J1", "S", "C2", "C", "T", "R", "I", "E"],
    StatClass.UNAUTHORISED: ["G", "N", "O", "U"],
    StatClass.NOT_POSSIBLE: ["D", "X"],
    StatClass.UNABLE: ["Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"],
    StatClass.ADMINISTRATIVE: ["Z", "#"],
}


def symbols_where(**wanted: object) -> set[str]:
    return {code.symbol for code in in_force(TODAY).values() if all(getattr(code, k) == v for k, v in wanted.items())}


def test_there_are_34_codes_in_force_and_each_has_its_class() -> None:
    """COD-1"""
    assert len(in_force(TODAY)) == 34
    assert {stat: sorted(symbols_where(stat=stat)) for stat in StatClass} == {
        stat: sorted(symbols) for stat, symbols in CLASSES.items()
    }


@pytest.mark.parametrize(
    ("question", "symbols"),
    [
        ("attends", "/ \\ L K V P W B"),
        ("possible", "/ \\ L K V P W B C1 M J1 S C2 C T R I E G N O U"),
        ("authorised", "C1 M J1 S C2 C T R I E"),
        ("unauthorised", "G N O U"),
        ("counts_for_pa", "C1 M J1 S C2 C T R I E G N O U"),
        ("counts_for_penalty", "G N O U"),
        ("late", "L U"),
        ("on_site", "/ \\ L U"),
        ("claims_elsewhere", "V P W K B D"),
        ("detail_required", "K B Y7"),
    ],
)
def test_what_each_code_counts_for(question: str, symbols: str) -> None:
    """COD-1, COD-6, COD-10, COD-23, PA-1, PA-9, PEN-1"""
    assert symbols_where(**{question: True}) == set(symbols.split())


def test_the_slashes_have_their_half_and_every_other_code_both() -> None:
    """COD-2"""
    table = in_force(TODAY)
    assert table["/"].halves == {Half.AM}
    assert table["\\"].halves == {Half.PM}
    assert all(code.halves == set(Half) for symbol, code in table.items() if symbol not in "/\\")


def test_age_limits() -> None:
    """COD-11"""
    assert symbols_where(ages=Ages.OUTSIDE) == {"X"}
    assert symbols_where(ages=Ages.COMPULSORY) == {"C2"}


def test_administrative_codes_are_not_for_people() -> None:
    """COD-17, COD-18"""
    assert symbols_where(enterable=False) == {"Z", "#"}


def test_every_detail_says_what_to_write_and_every_code_has_a_source() -> None:
    """COD-6"""
    for code in ever_known().values():
        assert (code.detail is Detail.NONE) == (code.detail_says == ""), code.symbol
        assert code.source, code.symbol


@pytest.mark.parametrize(
    ("symbol", "stat", "last"),
    [
        ("H", StatClass.AUTHORISED, BEFORE_2024),
        ("J", StatClass.ACTIVITY, BEFORE_2024),
        ("Y", StatClass.UNABLE, BEFORE_2024),
        ("F", StatClass.AUTHORISED, date(2013, 8, 31)),
    ],
)
def test_withdrawn_codes_keep_their_meaning_to_their_last_day_and_no_longer(
    symbol: str, stat: StatClass, last: date
) -> None:
    """COD-20"""
    assert code_on(symbol, last).stat is stat
    with pytest.raises(CodeNotInForce) as refused:
        code_on(symbol, date(last.year, last.month + 1, 1))
    assert refused.value.rule == "COD-20"
    assert "may not be used after" in refused.value.says


@pytest.mark.parametrize("symbol", ["K", "Q", "C1", "C2", "J1", "Y1", "Y7"])
def test_codes_of_2024_did_not_exist_the_day_before(symbol: str) -> None:
    """COD-20"""
    assert code_on(symbol, date(2024, 8, 19)).symbol == symbol
    with pytest.raises(CodeNotInForce, match="began on Monday 19 August 2024"):
        code_on(symbol, BEFORE_2024)


def test_an_interview_moved_from_activity_to_absence() -> None:
    """COD-20: J counted as attending, J1 does not."""
    assert code_on("J", BEFORE_2024).attends
    assert not code_on("J1", TODAY).attends


@pytest.mark.parametrize(
    ("symbol", "word"), [("", "not a code"), ("ZZ", "not a code"), ("i", "capitals"), ("-", "list")]
)
def test_unknown_symbols_are_refused_in_words(symbol: str, word: str) -> None:
    """COD-1"""
    with pytest.raises(CodeNotInForce, match=word):
        code_on(symbol, TODAY)


def test_nothing_is_in_force_before_the_first_table() -> None:
    """COD-20"""
    assert in_force(date(2006, 8, 31)) == {}
    assert change_dates()[0] == date(2006, 9, 1)


def test_one_version_is_one_table() -> None:
    """COD-20: asking again costs nothing."""
    assert in_force(date(2024, 8, 19)) is in_force(TODAY)
    assert in_force(BEFORE_2024) is not in_force(TODAY)


@pytest.mark.parametrize(
    ("symbol", "rule"),
    [
        ("L", "COD-3"),
        ("N", "COD-4"),
        ("B", "COD-7"),
        ("V", "COD-8"),
        ("K", "COD-9"),
        ("D", "COD-10"),
        ("E", "COD-12"),
        ("R", "COD-13"),
        ("T", "COD-14"),
        ("S", "COD-15"),
        ("C", "COD-16"),
        ("G", "COD-16"),
        ("Y4", "COD-18"),
        ("Y1", "COD-19"),
    ],
)
def test_a_code_with_a_rule_of_its_own_names_it(symbol: str, rule: str) -> None:
    assert code_on(symbol, TODAY).rule == rule


@pytest.mark.parametrize(
    ("vector", "symbol", "possible", "attends", "penalty", "on_site"),
    [
        ("T-01: late before the close", "L", True, True, False, True),
        ("T-02: late after the close", "U", True, False, True, True),
        ("T-03: the dentist, agreed beforehand", "M", True, False, False, False),
        ("T-22: snow", "Y4", False, False, False, False),
        ("T-23: part of the school closed", "Y3", False, False, False, False),
        ("T-25: the school bus fails", "Y1", False, False, False, False),
        ("T-28: a lesson at home while suspended", "E", True, False, False, False),
        ("T-30: a holiday asked for after the return", "G", True, False, True, False),
        ("T-32: the festival itself", "R", True, False, False, False),
        ("T-74: on a trip in the fire drill", "V", True, True, False, False),
        ("A-15: on remand", "Y5", False, False, False, False),
    ],
)
def test_what_the_examples_codes_count_for(
    vector: str, symbol: str, possible: bool, attends: bool, penalty: bool, on_site: bool
) -> None:
    """COD-1, COD-3, COD-23, PEN-1"""
    code = code_on(symbol, TODAY)
    assert (code.possible, code.attends, code.counts_for_penalty, code.on_site) == (possible, attends, penalty, on_site)
