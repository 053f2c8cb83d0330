"""What stops a penalty notice before it is asked for, what a person decides, and what is in order (PEN-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rollbook.rules.penalty import Notice, NoticeOutcome
from rollbook.rules.penalty_checks import (
    Check,
    Considered,
    Improving,
    Offence,
    Support,
    Verdict,
    asking,
    blocked,
    pre_issue_checks,
    refuse_blocked,
)
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.rules.ten_boxes import TenBoxes, ten_boxes
from tests.rules.calendars import T, am, whole_days

BORN = date(2013, 3, 14)
ON = date(2026, 9, 21)
WEEK = whole_days(date(2026, 9, 7), date(2026, 9, 11))


def boxes(marks: dict[Session, str], born: date = BORN) -> TenBoxes:
    return ten_boxes(T, marks.items(), ON, born=born)


TEN = boxes(dict.fromkeys(WEEK, "O"))
READY = Considered(
    on=ON,
    born=BORN,
    boxes=TEN,
    offence=Offence.ABSENCE,
    support=Support.NOT_WORKED,
    improving=Improving.FAILED,
    best_tool=True,
    other_is_better=False,
    equality=True,
    has_needs=False,
    asked_elsewhere=True,
)


def check(key: str, considered: Considered) -> Check:
    return next(one for one in pre_issue_checks(considered) if one.key == key)


def test_where_everything_is_in_order_nothing_stops_it_and_nobody_is_asked() -> None:
    """PEN-4"""
    made = pre_issue_checks(READY)
    assert (blocked(made), asking(made)) == ((), ())
    refuse_blocked(made)
    assert [one.key for one in made] == [
        "age", "threshold", "reasons", "bar", "elsewhere", "support", "improve", "equality", "best-tool", "other",
    ]  # fmt: skip
    assert all(one.says and one.rule for one in made)


TWO = (Notice(date(2025, 1, 6), NoticeOutcome.PAID), Notice(date(2026, 1, 5), NoticeOutcome.UNPAID))
THREE_YEARS = (Notice(date(2024, 9, 20), NoticeOutcome.PAID), Notice(date(2025, 10, 1), NoticeOutcome.PAID))


@pytest.mark.parametrize(
    ("vector", "key", "considered", "verdict", "rule"),
    [
        ("T-15", "age", replace(READY, born=date(2022, 3, 1)), Verdict.BLOCKED, "PEN-5"),
        ("T-43", "threshold", replace(READY, boxes=boxes(dict.fromkeys(WEEK[:9], "O"))), Verdict.BLOCKED, "PEN-1"),
        (
            "exceptional",
            "threshold",
            replace(READY, boxes=boxes(dict.fromkeys(WEEK[:9], "O")), exceptional=True),
            Verdict.ASKS,
            "PEN-3",
        ),
        (
            "T-42: the tenth is an open N",
            "reasons",
            replace(READY, boxes=boxes(dict.fromkeys(WEEK[:9], "O") | {WEEK[9]: "N"})),
            Verdict.BLOCKED,
            "PEN-14",
        ),
        (
            "an eleventh is an open N",
            "reasons",
            replace(READY, boxes=boxes(dict.fromkeys(WEEK, "O") | {am(9, 14): "N"})),
            Verdict.ASKS,
            "PEN-14",
        ),
        ("B25", "bar", replace(READY, history=TWO), Verdict.BLOCKED, "PEN-7"),
        ("T-46", "bar", replace(READY, on=date(2027, 9, 19), history=THREE_YEARS), Verdict.BLOCKED, "PEN-7"),
        ("T-47", "bar", replace(READY, on=date(2027, 9, 20), history=THREE_YEARS), Verdict.ASKS, "PEN-7"),
        (
            "T-47, a day later",
            "bar",
            replace(READY, on=date(2027, 9, 21), history=THREE_YEARS),
            Verdict.PASSED,
            "PEN-7",
        ),
        (
            "T-48, A-12: withdrawn",
            "bar",
            replace(READY, history=(TWO[0], Notice(date(2026, 1, 5), NoticeOutcome.WITHDRAWN))),
            Verdict.PASSED,
            "PEN-7",
        ),
        (
            "T-50, A-11: before the framework",
            "bar",
            replace(READY, history=(TWO[0], Notice(date(2024, 8, 18), NoticeOutcome.PAID))),
            Verdict.PASSED,
            "PEN-7",
        ),
        ("T-51", "elsewhere", replace(READY, asked_elsewhere=None), Verdict.ASKS, "PEN-8"),
        ("support not offered", "support", replace(READY, support=Support.NOT_OFFERED), Verdict.BLOCKED, "PEN-4"),
        ("support works", "support", replace(READY, support=Support.WORKING), Verdict.ASKS, "PEN-4"),
        ("support unknown", "support", replace(READY, support=None), Verdict.ASKS, "PEN-4"),
        (
            "none appropriate",
            "support",
            replace(READY, support=Support.NOT_APPROPRIATE, offence=Offence.HOLIDAY),
            Verdict.PASSED,
            "PEN-4",
        ),
        (
            "a holiday needs no notice to improve",
            "improve",
            replace(READY, offence=Offence.HOLIDAY, improving=Improving.NONE),
            Verdict.PASSED,
            "PEN-12",
        ),
        ("none given", "improve", replace(READY, improving=Improving.NONE), Verdict.ASKS, "PEN-12"),
        ("no effect expected", "improve", replace(READY, improving=Improving.NO_EFFECT), Verdict.PASSED, "PEN-12"),
        ("still running", "improve", replace(READY, improving=Improving.RUNNING), Verdict.BLOCKED, "NTI-1"),
        ("it improved", "improve", replace(READY, improving=Improving.IMPROVED), Verdict.BLOCKED, "NTI-1"),
        ("equality not said", "equality", replace(READY, equality=None), Verdict.ASKS, "PEN-4"),
        ("equality not considered", "equality", replace(READY, equality=False), Verdict.BLOCKED, "PEN-4"),
        ("needs on record", "equality", replace(READY, has_needs=True), Verdict.ASKS, "PEN-4"),
        ("best tool not said", "best-tool", replace(READY, best_tool=None), Verdict.ASKS, "PEN-4"),
        ("not the best tool", "best-tool", replace(READY, best_tool=False), Verdict.BLOCKED, "PEN-4"),
        ("other not said", "other", replace(READY, other_is_better=None), Verdict.ASKS, "PEN-4"),
        ("another is better", "other", replace(READY, other_is_better=True), Verdict.BLOCKED, "PEN-4"),
        (
            "sessions of an earlier notice",
            "covered",
            replace(READY, covered=frozenset(WEEK[:2])),
            Verdict.ASKS,
            "PEN-1",
        ),
    ],
)
def test_each_check_says_what_stops_it_or_who_decides(
    vector: str, key: str, considered: Considered, verdict: Verdict, rule: str
) -> None:
    """PEN-1, PEN-4, PEN-5, PEN-7, PEN-8, PEN-12, PEN-14, NTI-1"""
    found = check(key, considered)
    assert (found.verdict, found.rule) == (verdict, rule)
    if verdict is Verdict.BLOCKED:
        with pytest.raises(Refused) as refused:
            refuse_blocked([found])
        assert (refused.value.says, refused.value.rule) == (found.says, rule)


def test_enough_without_the_sessions_of_an_earlier_notice_is_enough() -> None:
    """PEN-1"""
    more = boxes(dict.fromkeys([*WEEK, *whole_days(date(2026, 9, 14), date(2026, 9, 18))], "O"))
    assert check("covered", replace(READY, boxes=more, covered=frozenset(WEEK))).verdict is Verdict.PASSED
    assert all(one.key != "covered" for one in pre_issue_checks(READY))


def test_a_correction_after_the_request_turns_the_check_of_the_threshold() -> None:
    """PEN-14: one mark becomes I, and the same question is answered anew"""
    corrected = boxes(dict.fromkeys(WEEK, "O") | {WEEK[3]: "I"})
    assert check("threshold", READY).verdict is Verdict.PASSED
    assert check("threshold", replace(READY, boxes=corrected)).verdict is Verdict.BLOCKED


def test_every_choice_has_its_words() -> None:
    """PEN-4, PEN-12"""
    assert all(one.label for kind in (Offence, Support, Verdict) for one in kind)
