"""A date as people type it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rollbook.web.dates import TypedDateField, as_posted

TODAY = date(2026, 11, 24)
FIELD = TypedDateField(around=TODAY, required=False)


@pytest.mark.parametrize(
    ("boxes", "meant"),
    [
        (("23", "11", "2026"), date(2026, 11, 23)),
        (("23/11", "", ""), date(2026, 11, 23)),
        (("23.11.26", "", ""), date(2026, 11, 23)),
        (("23 11 2025", "", ""), date(2025, 11, 23)),
        (("2026-11-23", "", ""), date(2026, 11, 23)),
        (("3/1", "", ""), date(2027, 1, 3)),
        (("1", "7", ""), date(2026, 7, 1)),
        (("", "", ""), None),
    ],
)
def test_what_people_type(boxes: tuple[str, str, str], meant: date | None) -> None:
    assert FIELD.clean(boxes) == meant


@pytest.mark.parametrize("boxes", [("31", "2", "2026"), ("tomorrow", "", ""), ("23", "", ""), ("0", "0", "0")])
def test_what_is_no_date(boxes: tuple[str, str, str]) -> None:
    with pytest.raises(ValidationError, match="real date"):
        FIELD.clean(boxes)


def test_the_year_is_asked_for_where_nothing_says_which() -> None:
    with pytest.raises(ValidationError, match="year"):
        TypedDateField().clean(("23/11", "", ""))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_what_a_browser_posts_comes_back(day: date) -> None:
    posted = as_posted("start", day)
    assert FIELD.clean(tuple(posted[f"start_{n}"] for n in range(3))) == day


@given(st.text(max_size=12), st.text(max_size=4), st.text(max_size=5))
def test_nothing_typed_can_break_it(first: str, second: str, third: str) -> None:
    try:
        found = FIELD.clean((first, second, third))
    except ValidationError:
        return
    assert found is None or isinstance(found, date)
