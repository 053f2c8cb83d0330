"""Every forecast against a reading that tries each way the year could go (PA-3, PA-6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.attendance import PERSISTENT, SEVERE, Percentage, Totals
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.forecasts import Forecast, day_of, forecast_in_short, forecast_says, up_to_a_tenth
from rollbook.rules.sessions import Half, Session

MANY = settings(max_examples=500)


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    absent, attended = draw(st.integers(0, 80)), draw(st.integers(0, 300))
    unauthorised = draw(st.integers(0, absent))
    totals = Totals(absent + attended, attended, absent - unauthorised, unauthorised)
    return Forecast(totals, draw(st.integers(0, 200)), draw(st.sampled_from([PERSISTENT, SEVERE])))


def is_at(forecast: Forecast, missed: int, held: int) -> bool:
    """Whether the line is reached once so many more sessions were held and so many of them missed."""
    possible = forecast.totals.possible + held
    return possible > 0 and Fraction(forecast.totals.absent + missed, possible) >= Fraction(*forecast.line)


def first(forecast: Forecast, holds: Callable[[int], bool]) -> int | None:
    return next((n for n in range(forecast.to_come + 1) if holds(n)), None)


@MANY
@given(forecasts())
def test_how_the_year_can_end_is_found_by_trying_every_end(forecast: Forecast) -> None:
    """PA-6"""
    ends = [is_at(forecast, missed, forecast.to_come) for missed in range(forecast.to_come + 1)]
    assert forecast.is_lost == all(ends)
    assert forecast.is_safe == (not any(ends)) or not forecast.year_holds
    assert forecast.may_miss == max((n for n, at in enumerate(ends) if not at), default=0)
    assert ends == sorted(ends), "missing more never helps"


@MANY
@given(forecasts())
def test_what_the_next_sessions_do_is_found_by_walking_through_them(forecast: Forecast) -> None:
    """PA-3, PA-6"""
    assert forecast.is_there == is_at(forecast, 0, 0)
    assert forecast.missed_in_a_row == first(forecast, lambda n: is_at(forecast, n, n))
    assert forecast.attended_in_a_row == first(forecast, lambda n: not is_at(forecast, 0, n))


@MANY
@given(forecasts())
def test_what_is_needed_is_enough_and_one_session_less_is_not(forecast: Forecast) -> None:
    """PA-6, PA-10: what is shown is never less than what is needed"""
    needed = forecast.needed
    if needed is None:
        assert forecast.is_lost or not forecast.to_come
        return
    missed = needed.denominator - needed.numerator
    assert not is_at(forecast, missed, forecast.to_come)
    assert needed.numerator == 0 or is_at(forecast, missed + 1, forecast.to_come)
    shown = Fraction(up_to_a_tenth(needed))
    exact = Fraction(100 * needed.numerator, needed.denominator)
    assert exact <= shown < exact + Fraction(1, 10)


@given(
    st.sets(st.dates(date(2026, 9, 1), date(2026, 12, 31)), max_size=30),
    st.dates(date(2026, 9, 1), date(2026, 12, 31)),
    st.integers(0, 2),
    st.integers(1, 70),
)
def test_the_day_of_a_session_to_come_is_found_by_counting(days: set[date], on: date, left: int, nth: int) -> None:
    """REG-6"""
    left = left if on in days else 0
    to_come = [Session(on, half) for half in list(Half)[2 - left :]]
    to_come += [Session(day, half) for day in sorted(days) if day > on for half in Half]
    expected = to_come[nth - 1].on if nth <= len(to_come) else None
    assert day_of(SchoolCalendar(days), on, left, nth) == expected


def year(absent: int, possible: int, to_come: int) -> Forecast:
    return Forecast(Totals(possible, possible - absent, absent, 0), to_come)


@pytest.mark.parametrize(
    ("forecast", "says"),
    [
        (year(7, 106, 274), "4 more sessions missed in a row and it is at 10 %; may miss 30 of the 274 to come "
         "and end under it."),
        (year(12, 100, 280), "Needs 91.1 % from now to end the year under 10 %."),
        (year(38, 200, 180), "Can no longer end the year under 10 %."),
        (year(37, 200, 180), "Needs 100 % from now to end the year under 10 %."),
        (year(1, 370, 10), "Ends the year under 10 % whatever comes."),
        (year(15, 150, 0), "The year is over, at or over 10 %."),
        (year(14, 150, 0), "The year is over, under 10 %."),
        (year(0, 0, 380), "1 more session missed in a row and it is at 10 %; may miss 37 of the 380 to come and "
         "end under it."),
        (year(0, 0, 0), "Neither a mark nor a session to come."),
    ],
)  # fmt: skip
def test_a_forecast_is_one_sentence(forecast: Forecast, says: str) -> None:
    """PA-6, PA-8: 38 of 380 is the line"""
    assert forecast_says(forecast) == says


@pytest.mark.parametrize(
    ("forecast", "says"),
    [
        (year(7, 106, 274), "may miss 30 of 274; at the line after 4 in a row"),
        (year(12, 100, 280), "needs 91.1 % from now"),
        (year(38, 200, 180), "can no longer end under"),
        (year(1, 370, 10), "ends under, whatever comes"),
        (year(15, 150, 0), "the year is over"),
    ],
)
def test_a_row_of_a_list_says_it_in_short(forecast: Forecast, says: str) -> None:
    """PA-6"""
    assert forecast_in_short(forecast) == says


def test_a_percentage_that_is_needed_is_rounded_up() -> None:
    """PA-10"""
    assert up_to_a_tenth(Percentage(2, 3)) == "66.7"
    assert up_to_a_tenth(Percentage(1, 3)) == "33.4"
    assert up_to_a_tenth(Percentage(24, 25)) == "96"
