"""The training school's calendar for any year."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.demo.values import Kind
from rollbook.demo.years import academic_year, academic_year_of, bank_holidays, easter
from rollbook.rules.calendar import ClosureKind

SHUT = (ClosureKind.INSET, ClosureKind.POLLING)


@pytest.mark.parametrize("first", range(2023, 2029))
@pytest.mark.parametrize("kind", [Kind.PRIMARY, Kind.SECONDARY])
def test_a_year_has_190_school_days_and_five_inset_days(first: int, kind: Kind) -> None:
    year = academic_year(first, kind, 1)
    assert len(year.school_days) == 190
    assert sum(closure.kind in SHUT for closure in year.closures) == 5
    assert [term.name for term in year.terms] == ["Autumn", "Spring", "Summer"]
    assert date(first + 1, 7, 17) <= year.terms[-1].days.last <= date(first + 1, 7, 27)


@pytest.mark.parametrize("first", range(2023, 2029))
def test_no_school_day_is_closed_but_the_snow_day(first: int) -> None:
    year = academic_year(first, Kind.PRIMARY, 1)
    shut = {day for closure in year.closures for day in closure.days if closure.kind is not ClosureKind.UNPLANNED}
    snow = [closure.days.first for closure in year.closures if closure.kind is ClosureKind.UNPLANNED]
    assert not shut & set(year.school_days)
    assert not {day for day, _ in bank_holidays(first) | bank_holidays(first + 1)} & set(year.school_days)
    assert len(snow) == 1
    assert snow[0] in year.school_days


def test_bank_holidays_are_those_of_gov_uk() -> None:
    assert sorted(day for day, _ in bank_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 3),
        date(2027, 5, 31),
        date(2027, 8, 30),
        date(2027, 12, 27),
        date(2027, 12, 28),
    ]
    assert date(2028, 1, 3) in {day for day, _ in bank_holidays(2028)}


def test_easter() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]


def test_the_academic_year_turns_on_the_first_of_september() -> None:
    assert academic_year_of(date(2026, 8, 31)) == 2025
    assert academic_year_of(date(2026, 9, 1)) == 2026
