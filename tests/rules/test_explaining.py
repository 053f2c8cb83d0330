"""How long unexplained absences took, in school days of the school's own calendar (COD-4)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.explaining import Explaining, explaining

MONDAY = date(2026, 9, 14)
WEEKDAYS = SchoolCalendar(
    day for n in range(21) if (day := MONDAY + timedelta(days=n)).weekday() < 5 and day != MONDAY + timedelta(days=8)
)


def test_days_of_school_are_counted_and_others_are_not() -> None:
    friday, next_wednesday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=9)
    found = explaining(
        WEEKDAYS,
        [(MONDAY, MONDAY), (MONDAY, MONDAY + timedelta(days=1)), (friday, next_wednesday)],
        [friday],
        next_wednesday,
    )
    assert found == Explaining((0, 1, 2), (2,))  # the Tuesday between was no school day
    assert (found.all, found.settled, found.median, found.oldest) == (4, 3, 1, 2)
    assert [found.within(n) for n in (0, 1, 2)] == [1, 2, 3]


def test_the_median_of_two_is_the_lower_and_of_none_is_none() -> None:
    assert Explaining((4, 1)).median == 1
    assert (Explaining().median, Explaining().oldest) == (None, None)


def test_open_for_longer_than_five_school_days_is_beyond_the_law() -> None:
    assert Explaining((), (4, 5, 6, 9)).beyond == 2


@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_groups_add_up_to_the_whole(one: list[int], other: list[int], still: list[int]) -> None:
    a, b = Explaining(tuple(one), tuple(still)), Explaining(tuple(other))
    assert (a + b).within(5) == a.within(5) + b.within(5)
    assert ((a + b).all, (a + b).beyond) == (a.all + b.all, a.beyond + b.beyond)
