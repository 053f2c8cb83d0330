"""What an arrival proposes: the rule book's own examples (COD-3, COD-5), and the sessions it must leave alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from rollbook.rules.actor import LONDON
from rollbook.rules.arrivals import OpenedSession, is_open, propose
from rollbook.rules.sessions import Half, Session

MONDAY = datetime(2026, 9, 7, tzinfo=LONDON)


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return MONDAY.replace(hour=int(hour), minute=int(minute))


def day(morning: str = "", afternoon: str = "", planned: str = "") -> list[OpenedSession]:
    def opened(half: Half, opens: str, closes: str, ends: str, standing: str, plan: str = "") -> OpenedSession:
        return OpenedSession(Session(MONDAY.date(), half), at(opens), at(closes), at(ends), standing, plan)

    return [
        opened(Half.AM, "8:40", "9:10", "12:20", morning, planned),
        opened(Half.PM, "13:10", "13:30", "15:10", afternoon),
    ]


@pytest.mark.parametrize(
    ("when", "morning", "planned", "known", "code"),
    [
        ("9:08", "", "", "", "L"),  # T-01
        ("9:11", "", "", "", "U"),  # T-02
        ("9:10", "", "", "", "U"),
        ("10:30", "", "M", "", "M"),  # T-03
        ("10:30", "M", "", "", ""),  # T-03, marked already
        ("9:40", "N", "", "", "U"),  # T-04
        ("9:40", "N", "M", "", "M"),  # T-04, with something better
        ("9:40", "N", "", "I", "I"),
        ("9:40", "O", "", "", "U"),
        ("8:39", "", "", "", ""),
        ("9:05", "N", "", "", "L"),
        ("9:05", "I", "", "", "L"),
        ("9:05", "/", "", "", ""),
        ("11:00", "/", "", "", ""),
        ("11:00", "U", "", "", ""),
        ("11:00", "B", "", "", ""),
        ("12:40", "N", "", "", ""),
        ("16:00", "N", "", "", ""),
    ],
)
def test_the_morning(when: str, morning: str, planned: str, known: str, code: str) -> None:
    assert propose(at(when), day(morning, planned=planned), known=known).code == code


def test_an_arrival_at_ten_to_two_settles_nothing_of_the_morning() -> None:
    found = propose(at("13:50"), day("N"))
    assert found.session == Session(MONDAY.date(), Half.PM)
    assert (found.code, found.minutes, found.must) == ("U", 40, False)


def test_n_may_not_stay_and_a_reason_is_for_the_office() -> None:
    assert propose(at("9:40"), day("N")).must
    assert not propose(at("9:40"), day()).must
    assert propose(at("9:40"), day(), known="M").beyond_the_clock
    assert not propose(at("9:40"), day(planned="M"), known="M").beyond_the_clock


@pytest.mark.parametrize(
    ("proposed", "standing", "waits"),
    [
        ("U", "N", True),
        ("U", "", True),
        ("U", "U", False),
        ("U", "M", False),
        ("M", "N", True),
        ("M", "M", False),
        ("L", "N", True),
        ("L", "I", True),
        ("L", "L", False),
        ("L", "/", False),
        ("", "N", False),
    ],
)
def test_it_waits_only_until_somebody_has_entered_it_or_something_better(
    proposed: str, standing: str, waits: bool
) -> None:
    assert is_open(proposed, standing, MONDAY.date()) is waits
