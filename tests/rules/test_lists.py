"""What a list is: bad ones are refused in words, good ones come back from paper as they were (REP-H)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.attendance import Percentage
from rollbook.rules.lists import (
    HOWS,
    MOST_COLUMNS,
    Condition,
    Fitted,
    Holds,
    How,
    ListShape,
    Order,
    Rows,
    Value,
    Who,
    day_of,
    fitted,
    matches,
    sort_key,
    sound,
    total_of,
)
from rollbook.rules.lists_written import of_json, to_json
from rollbook.rules.refused import Refused

TODAY = date(2026, 11, 16)
PERIODS = frozenset({"year", "half-term"})
KNOWN = {
    "name": Holds.WORDS,
    "form": Holds.WORDS,
    "born": Holds.DAY,
    "late": Holds.NUMBER,
    "attendance": Holds.SHARE,
    "ehcp": Holds.YES_NO,
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
VALUES = {
    Holds.WORDS: WORDS.map(str.strip).filter(bool),
    Holds.NUMBER: st.decimals(-999, 999, places=2).map(str),
    Holds.SHARE: st.integers(0, 100).map(str),
    Holds.DAY: st.one_of(
        st.dates().map(date.isoformat), st.integers(-99, 99).map(lambda n: f"today{n:+}"), st.just("today")
    ),
    Holds.YES_NO: st.sampled_from(["yes", "no"]),
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    column = draw(st.sampled_from(sorted(KNOWN)))
    test = draw(st.sampled_from(HOWS[KNOWN[column]]))
    many = 4 if test is How.ANY_OF else 1
    values = draw(st.lists(VALUES[KNOWN[column]], min_size=1, max_size=many)) if test.takes_value else []
    return Condition(column, test, tuple(values))


@st.composite
def shapes(draw: st.DrawFn) -> ListShape:
    columns = draw(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, unique=True))
    order = st.builds(Order, st.sampled_from(sorted(KNOWN)), st.booleans())
    return ListShape(
        tuple(columns),
        tuple(draw(st.lists(conditions(), max_size=4))),
        tuple(draw(st.lists(order, max_size=3))),
        draw(st.sampled_from(Rows)),
        draw(st.sampled_from(Who)),
        draw(st.sampled_from(sorted(PERIODS))),
    )


@given(shapes())
def test_a_list_comes_back_from_paper_as_it_was(shape: ListShape) -> None:
    assert of_json(to_json(shape)) == shape
    assert to_json(of_json(to_json(shape))) == to_json(shape)


@given(shapes())
def test_a_sound_list_stays_sound_and_asks_only_what_it_may(shape: ListShape) -> None:
    once = sound(shape, KNOWN, PERIODS)
    assert sound(once, KNOWN, PERIODS) == once
    assert fitted(once, KNOWN) == Fitted(once, 0)


@given(conditions(), st.one_of(st.none(), WORDS, st.dates(), st.booleans(), st.integers(), st.tuples(WORDS, WORDS)))
def test_every_row_is_either_in_or_out(condition: Condition, value: Value) -> None:
    fits = {Holds.WORDS: (str, tuple), Holds.DAY: date, Holds.YES_NO: bool, Holds.NUMBER: int, Holds.SHARE: ()}
    if value is None or isinstance(value, fits[KNOWN[condition.column]]):  # type: ignore[arg-type]  # a type or several
        assert matches(condition, value, TODAY) in (True, False)


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (ListShape(()), "at least one column"),
        (ListShape(("name", "name")), "stands in the list twice"),
        (ListShape(("name", "salary")), "There is no column “salary”"),
        (ListShape(tuple(map(str, range(MOST_COLUMNS + 1)))), "61 columns; at most 60"),
        (ListShape(("name",), period="ever"), "“ever” is no period"),
        (ListShape(("name",), order=(Order("salary"),)), "There is no column"),
        (ListShape(("name",), order=(Order("name"),) * 4), "at most 3 columns"),
        (ListShape(("name",), (Condition("name", How.IS, ("x",)),) * 21), "21 conditions"),
        (
            ListShape(("name",), (Condition("name", How.AT_LEAST, ("1",)),)),
            "holds words cannot be asked whether it is at",
        ),
        (ListShape(("name",), (Condition("name", How.IS),)), "Say what the column is asked for"),
        (ListShape(("name",), (Condition("name", How.IS, ("a", "b")),)), "takes one"),
        (ListShape(("name",), (Condition("name", How.IS, ("x" * 121,)),)), "121 characters"),
        (ListShape(("name",), (Condition("late", How.IS, ("many",)),)), "“many” is not a number"),
        (ListShape(("name",), (Condition("late", How.IS, ("NaN",)),)), "“NaN” is not a number"),
        (ListShape(("name",), (Condition("born", How.IS, ("12/13/2026",)),)), "“12/13/2026” is not a day"),
        (ListShape(("name",), (Condition("born", How.IS, ("today+9999",)),)), "is not a day"),
        (ListShape(("name",), (Condition("ehcp", How.IS, ("perhaps",)),)), "neither yes nor no"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(shape: ListShape, says: str) -> None:
    with pytest.raises(Refused, match=says):
        sound(shape, KNOWN, PERIODS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"columns":["name"]}',
        '{"columns":"name","conditions":[],"order":[],"period":"year","rows":"pupil"}',
        '{"columns":[1],"conditions":[],"order":[],"period":"year","rows":"pupil"}',
        '{"columns":["name"],"conditions":[["name"]],"order":[],"period":"year","rows":"pupil"}',
        '{"columns":["name"],"conditions":[["name","likes"]],"order":[],"period":"year","rows":"pupil"}',
        '{"columns":["name"],"conditions":[],"order":[["name","sideways"]],"period":"year","rows":"pupil"}',
        '{"columns":["name"],"conditions":[],"order":[],"period":"year","rows":"cat"}',
        "[" * 20_000,
    ],
)
def test_what_was_never_a_list_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not a list that Rollbook wrote down"):
        of_json(text)


def test_a_column_that_the_reader_may_not_see_is_left_away_and_counted() -> None:
    shape = ListShape(("name", "ehcp", "form"), order=(Order("ehcp"), Order("form")))
    few = {key: holds for key, holds in KNOWN.items() if key != "ehcp"}
    assert fitted(shape, few) == Fitted(ListShape(("name", "form"), order=(Order("form"),)), 1)


def test_a_list_narrowed_by_what_the_reader_may_not_see_is_not_shown_at_all() -> None:
    shape = ListShape(("name",), (Condition("ehcp", How.IS, ("yes",)),))
    with pytest.raises(Refused, match="narrowed by something that you may not see"):
        fitted(shape, {"name": Holds.WORDS})


@pytest.mark.parametrize(
    ("test", "values", "value", "is_in"),
    [
        (How.IS, ("9b",), "9B", True),
        (How.IS_NOT, ("9B",), None, True),
        (How.IS_NOT, ("9B",), "9B", False),
        (How.ANY_OF, ("9A", "9B"), "9B", True),
        (How.ANY_OF, ("9A",), ("10x/Ma1", "9A"), True),
        (How.CONTAINS, ("ozt",), "Öztürk", True),
        (How.CONTAINS, ("x",), None, False),
        (How.EMPTY, (), "", True),
        (How.EMPTY, (), (), True),
        (How.FILLED, (), 0, True),
        (How.FILLED, (), None, False),
        (How.AT_LEAST, ("90",), Percentage(9, 10), True),
        (How.UNDER, ("90",), Percentage(9, 10), False),
        (How.UNDER, ("90",), Percentage(899, 1000), True),
        (How.UNDER, ("90",), None, False),
        (How.AT_LEAST, ("3",), 3, True),
        (How.UNDER, ("3.5",), Decimal("3.4"), True),
        (How.IS, ("3",), 3, True),
        (How.IS_NOT, ("3",), 3, False),
        (How.BEFORE, ("today",), TODAY, False),
        (How.FROM, ("today",), TODAY, True),
        (How.BEFORE, ("today+7",), TODAY + timedelta(days=6), True),
        (How.IS, ("2026-11-16",), TODAY, True),
        (How.IS, ("yes",), True, True),
        (How.IS, ("no",), False, True),
        (How.IS, ("no",), True, False),
    ],
)
def test_a_row_is_in_or_out(test: How, values: tuple[str, ...], value: Value, is_in: bool) -> None:
    assert matches(Condition("any", test, values), value, TODAY) is is_in


def test_forms_sort_as_people_count_and_names_as_people_look() -> None:
    assert sorted(["10A", "9B", "9A", "11C"], key=sort_key) == ["9A", "9B", "10A", "11C"]
    assert sorted(["Zed", "Öztürk", "Adams"], key=sort_key) == ["Adams", "Öztürk", "Zed"]
    assert sorted([Percentage(1, 2), Percentage(1, 3)], key=sort_key) == [Percentage(1, 3), Percentage(1, 2)]


def test_the_foot_pools_shares_sums_numbers_and_counts_yes() -> None:
    assert total_of(Holds.SHARE, [Percentage(1, 2), None, Percentage(9, 10)]) == Percentage(10, 12)
    assert total_of(Holds.NUMBER, [1, None, Decimal("2.5")]) == Decimal("3.5")
    assert total_of(Holds.YES_NO, [True, False, None, True]) == 2
    assert total_of(Holds.WORDS, ["a"]) is None
    assert total_of(Holds.NUMBER, []) is None


def test_a_day_may_move_with_the_calendar() -> None:
    assert [day_of(text, TODAY) for text in ("today", "today-5", "2026-09-07")] == [
        TODAY,
        date(2026, 11, 11),
        date(2026, 9, 7),
    ]
