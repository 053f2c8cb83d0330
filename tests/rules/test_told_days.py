"""Which days a family's own words speak of: never one more than was said (ABS-A)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half
from rollbook.rules.told_days import said_days

TUESDAY = date(2026, 11, 17)
EARLY = datetime(2026, 11, 17, 8, 12, tzinfo=LONDON)
AM, PM, DAY = Half.AM, Half.PM, None


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("told", "first", "last", "half"),
    [
        ("off today", 17, 17, DAY),
        ("Layla is sick", 17, 17, DAY),
        ("He wont be in this morning", 17, 17, AM),
        ("not in this afternoon", 17, 17, PM),
        ("in after lunch", 17, 17, AM),
        ("off tomorrow", 18, 18, DAY),
        ("tomorrow afternoon hospital appt", 18, 18, PM),
        ("dentist appointment at 10:30", 17, 17, AM),
        ("dentist at 2.15", 17, 17, PM),
        ("orthodontist on Thursday at 3", 19, 19, PM),
        ("call me back at 3", 17, 17, DAY),
        ("off till Thursday", 17, 18, DAY),
        ("off until tomorrow", 17, 17, DAY),
        ("poorly, back on Monday", 17, 22, DAY),
        ("will be back tomorrow", 17, 17, DAY),
        ("off tomorrow, back Friday", 18, 19, DAY),
        ("Wed to Fri", 18, 20, DAY),
        ("off Thursday and Friday", 19, 20, DAY),
        ("away 23rd to 27th November", 23, 27, DAY),
        ("Tuesday 24th dentist", 24, 24, DAY),
        ("on 24 Nov", 24, 24, DAY),
        ("on 24/11", 24, 24, DAY),
        ("all week", 17, 20, DAY),
        ("rest of the week", 17, 20, DAY),
        ("next week", 23, 27, DAY),
        ("she was off on Friday with a cold", 13, 13, DAY),
        ("yesterday she was ill", 16, 16, DAY),
        ("she won't be in tomorrow", 18, 18, DAY),
        ("will be in on Thursday", 17, 18, DAY),
        ("hopefully back Thursday", 17, 17, DAY),
        ("off for a few days", 17, 17, DAY),
        ("until further notice", 17, 17, DAY),
    ],
)
def test_the_words_say_when(told: str, first: int, last: int, half: Half | None) -> None:
    found = said_days(told, EARLY)
    assert found is not None
    assert (found.first, found.last, found.half) == (nov(first), nov(last), half)
    assert found.words


@pytest.mark.parametrize("told", ["off Monday and Wednesday", "Monday 24th", "", "   "])
def test_what_is_unsure_is_not_suggested(told: str) -> None:
    assert said_days(told, EARLY) is None


def test_whoever_says_when_they_are_back_is_expected_then() -> None:
    found = said_days("poorly, back on Monday", EARLY)
    assert found is not None
    assert found.back == nov(23)
    assert found.words == ("back on monday",)


def test_a_note_in_the_evening_without_a_day_may_be_about_tomorrow() -> None:
    evening = EARLY.replace(hour=20)
    assert said_days("Layla is sick", evening) is None
    tomorrow = said_days("Layla won't be in tomorrow", evening)
    assert tomorrow is not None
    assert tomorrow.first == nov(18)


def test_a_date_near_new_year_is_the_nearest_one() -> None:
    found = said_days("off on 4th January", datetime(2026, 12, 17, 8, 0, tzinfo=LONDON))
    assert found is not None
    assert found.first == date(2027, 1, 4)


WHEN = ("today", "tomorrow", "Monday", "Tue", "Friday", "24th", "30/2", "31 Nov", "99/99", "9th of", "11", "at 10:30")
AROUND = (
    "off",
    "till",
    "until",
    "back",
    "on",
    "to",
    "and",
    "was",
    "not",
    "hopefully",
    "all week",
    "next week",
    "dentist",
)
WORDS = (*WHEN, *AROUND, "dentist", "this morning")


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)), st.datetimes())
def test_any_words_are_read_and_days_are_near_and_in_order(told: str, at: datetime) -> None:
    moment = at.replace(year=min(max(at.year, 2000), 2150), tzinfo=LONDON)
    found = said_days(told, moment)
    if found is None:
        return
    assert found.first <= found.last <= found.first + timedelta(days=60)
    assert abs(found.first - moment.date()) <= timedelta(days=61)
    assert found.back is None or found.back > found.last
