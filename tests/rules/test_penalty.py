"""Which penalty notice, received when, paid by when (PEN-5, PEN-7 to PEN-9)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.bank_holidays import BANK_HOLIDAYS, is_working_day, working_days_after
from rollbook.rules.penalty import Notice, NoticeOutcome, ServedBy, Tier, penalty_for, received_when
from rollbook.rules.refused import Refused

PAID, UNPAID, PROSECUTED, WITHDRAWN = NoticeOutcome
ON = date(2026, 11, 2)
FIRST_OF_TWO, SECOND_OF_TWO = Notice(date(2024, 9, 20), PAID), Notice(date(2025, 10, 1), PAID)


@pytest.mark.parametrize(
    ("vector", "on", "history", "tier"),
    [
        ("T-44", ON, [], Tier.FIRST),
        ("T-45: another child has no history", ON, [], Tier.FIRST),
        ("T-48", ON, [Notice(date(2026, 3, 2), WITHDRAWN)], Tier.FIRST),
        ("T-50", ON, [Notice(date(2024, 7, 1), PAID)], Tier.FIRST),
        ("A-11", ON, [Notice(date(2024, 8, 18), PAID)], Tier.FIRST),
        ("the framework's first day counts", ON, [Notice(date(2024, 8, 19), PAID)], Tier.SECOND),
        ("A-12", ON, [Notice(date(2025, 1, 6), PAID), Notice(date(2026, 1, 5), WITHDRAWN)], Tier.SECOND),
        ("B24", ON, [Notice(date(2026, 1, 5), PAID)], Tier.SECOND),
        ("B26 unpaid", ON, [Notice(date(2026, 1, 5), UNPAID)], Tier.SECOND),
        ("B26 prosecuted", ON, [Notice(date(2026, 1, 5), PROSECUTED)], Tier.SECOND),
        ("B25", ON, [Notice(date(2025, 1, 6), PAID), Notice(date(2026, 1, 5), UNPAID)], Tier.NONE),
        ("T-46, the day before", date(2027, 9, 19), [FIRST_OF_TWO, SECOND_OF_TWO], Tier.NONE),
        ("T-47, the day itself", date(2027, 9, 20), [FIRST_OF_TWO, SECOND_OF_TWO], Tier.SECOND),
        ("T-47, the day after", date(2027, 9, 21), [FIRST_OF_TWO, SECOND_OF_TWO], Tier.SECOND),
        ("both gone", date(2028, 10, 2), [FIRST_OF_TWO, SECOND_OF_TWO], Tier.FIRST),
        ("a later notice is not an earlier one", ON, [Notice(date(2026, 11, 3), PAID)], Tier.FIRST),
        ("29 February", date(2028, 2, 29), [Notice(date(2025, 3, 1), PAID)], Tier.SECOND),
    ],
)
def test_which_notice_it_would_be(vector: str, on: date, history: list[Notice], tier: Tier) -> None:
    """PEN-7, PEN-8"""
    assert penalty_for(on, on, history).tier is tier


@pytest.mark.parametrize(
    ("on", "asks"), [(date(2027, 9, 19), False), (date(2027, 9, 20), True), (date(2027, 9, 21), False)]
)
def test_on_the_literal_anniversary_a_person_decides(on: date, asks: bool) -> None:
    """PEN-7"""
    assert bool(penalty_for(on, on, [FIRST_OF_TWO, SECOND_OF_TWO]).asks_a_person) == asks


@pytest.mark.parametrize(
    ("vector", "received", "history", "pay"),
    [
        ("A-8", ON, [], ((80, date(2026, 11, 22)), (160, date(2026, 11, 29)))),
        ("T-49", date(2026, 11, 24), [], ((80, date(2026, 12, 14)), (160, date(2026, 12, 21)))),
        ("B24", ON, [Notice(date(2026, 1, 5), PAID)], ((160, date(2026, 11, 29)),)),
        ("B25", ON, [Notice(date(2025, 1, 6), PAID), Notice(date(2026, 1, 5), PAID)], ()),
    ],
)
def test_what_is_to_be_paid_by_when(
    vector: str, received: date, history: list[Notice], pay: tuple[tuple[int, date], ...]
) -> None:
    """PEN-7, PEN-9: the day of receipt is day 1."""
    assert penalty_for(ON, received, history).pay == pay


def test_T_44_two_parents_and_two_children_are_four_notices() -> None:
    """PEN-6"""
    early, late = penalty_for(ON, ON, []).pay
    assert (4 * early[0], 4 * late[0]) == (320, 640)


def test_B23_day_21_is_the_last_of_80_and_day_28_the_last_of_160() -> None:
    """PEN-9"""
    (_, until_80), (_, until_160) = penalty_for(ON, ON, []).pay
    days = {day: ON + timedelta(days=day - 1) for day in (21, 22, 28, 29)}
    assert days[21] <= until_80 < days[22]
    assert days[28] <= until_160 < days[29]


@pytest.mark.parametrize(
    ("on", "served_by", "received"),
    [
        (date(2026, 11, 20), ServedBy.POST, date(2026, 11, 24)),
        (date(2026, 11, 2), ServedBy.HAND, date(2026, 11, 2)),
        (date(2026, 12, 23), ServedBy.POST, date(2026, 12, 29)),
        (date(2026, 4, 1), ServedBy.POST, date(2026, 4, 7)),
        (date(2026, 11, 21), ServedBy.POST, date(2026, 11, 24)),
    ],
)
def test_when_a_notice_counts_as_received(on: date, served_by: ServedBy, received: date) -> None:
    """PEN-9: post takes two working days, weekends and bank holidays aside."""
    assert received_when(on, served_by) == received


def test_the_days_by_post_are_the_authoritys_setting() -> None:
    """PEN-9"""
    assert received_when(date(2026, 11, 20), ServedBy.POST, working_days_by_post=1) == date(2026, 11, 23)


def test_post_beyond_the_known_bank_holidays_is_not_guessed() -> None:
    """PEN-9"""
    with pytest.raises(Refused, match="not known"):
        received_when(date(2027, 12, 30), ServedBy.POST)


@pytest.mark.parametrize(
    ("on", "received", "born", "rule"),
    [
        (ON, ON, date(2022, 6, 1), "PEN-5"),
        (ON, ON, date(2009, 9, 1), "PEN-5"),
        (ON, date(2026, 11, 1), None, "PEN-9"),
        (date(2024, 8, 18), date(2024, 8, 18), None, "PEN-7"),
    ],
)
def test_what_cannot_be_a_notice_is_refused(on: date, received: date, born: date | None, rule: str) -> None:
    """T-15: no notice for a child outside compulsory school age."""
    with pytest.raises(Refused) as refused:
        penalty_for(on, received, [], born=born)
    assert refused.value.rule == rule


def test_a_child_of_compulsory_age_is_not_refused() -> None:
    """PEN-5"""
    assert penalty_for(ON, ON, [], born=date(2016, 6, 1)).tier is Tier.FIRST


def test_bank_holidays_fall_on_weekdays_eight_a_year() -> None:
    days = [day for day, _ in BANK_HOLIDAYS]
    assert {year: sum(day.year == year for day in days) for year in range(2024, 2028)} == dict.fromkeys(
        range(2024, 2028), 8
    )
    assert all(day.weekday() < 5 and not is_working_day(day) for day in days)
    assert working_days_after(date(2023, 12, 1), 1) is None


HISTORY = st.lists(st.builds(Notice, st.dates(date(2023, 1, 1), date(2028, 1, 1)), st.sampled_from(NoticeOutcome)))


@given(HISTORY, st.dates(date(2024, 8, 19), date(2028, 1, 1)), st.dates(date(2024, 8, 19), date(2028, 1, 1)))
def test_one_more_notice_never_lowers_the_tier_and_a_withdrawn_one_never_changes_it(
    history: list[Notice], on: date, issued: date
) -> None:
    """PEN-8"""
    order = list(Tier)
    before = penalty_for(on, on, history).tier
    assert order.index(penalty_for(on, on, [*history, Notice(issued, PAID)]).tier) >= order.index(before)
    assert penalty_for(on, on, [*history, Notice(issued, WITHDRAWN)]).tier is before
