"""What a list is: columns, conditions, an order; and how a row is tried, sorted and summed by it.

Our own rules (REP-H). A definition holds no data: shared with another school it lists that school's own pupils.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rollbook.rules.attendance import Percentage
from rollbook.rules.names import order_of, plain
from rollbook.rules.refused import Refused

MOST_COLUMNS = 60
MOST_CONDITIONS = 20
MOST_ORDERS = 3
MOST_VALUES = 60
LONGEST_VALUE = 120
LONGEST_KEY = 60
MOST_DAYS_AWAY = 4_000

Value = None | str | int | Decimal | date | Percentage | bool | tuple[str, ...]


class Holds(StrEnum):
    """What stands in a column."""

    WORDS = "words"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    YES_NO = "yes-no"


class How(StrEnum):
    """How a column is asked about; `from` and `before` are of days alone."""

    IS = "is"
    IS_NOT = "is-not"
    ANY_OF = "any-of"
    CONTAINS = "contains"
    AT_LEAST = "at-least"
    UNDER = "under"
    FROM = "from"
    BEFORE = "before"
    EMPTY = "empty"
    FILLED = "filled"

    @property
    def says(self) -> str:
        return _HOWS_SAY[self]

    @property
    def takes_value(self) -> bool:
        return self not in (How.EMPTY, How.FILLED)


_HOWS_SAY: dict[How, str] = {
    How.IS: "is",
    How.IS_NOT: "is not",
    How.ANY_OF: "is any of",
    How.CONTAINS: "contains",
    How.AT_LEAST: "is at least",
    How.UNDER: "is under",
    How.FROM: "is on or after",
    How.BEFORE: "is before",
    How.EMPTY: "is empty",
    How.FILLED: "is not empty",
}
_EITHER_WAY = (How.EMPTY, How.FILLED)
HOWS: Mapping[Holds, tuple[How, ...]] = {
    Holds.WORDS: (How.IS, How.IS_NOT, How.ANY_OF, How.CONTAINS, *_EITHER_WAY),
    Holds.NUMBER: (How.AT_LEAST, How.UNDER, How.IS, How.IS_NOT, *_EITHER_WAY),
    Holds.SHARE: (How.AT_LEAST, How.UNDER, *_EITHER_WAY),
    Holds.DAY: (How.FROM, How.BEFORE, How.IS, How.IS_NOT, *_EITHER_WAY),
    Holds.YES_NO: (How.IS, *_EITHER_WAY),
}


class Rows(StrEnum):
    """What a row is about."""

    PUPIL = "pupil"
    CONTACT = "contact"

    @property
    def label(self) -> str:
        return {Rows.PUPIL: "One row for each pupil", Rows.CONTACT: "One row for each contact of a pupil"}[self]


class Who(StrEnum):
    """Whose names may stand on it."""

    ON_ROLL = "on-roll"
    STARTERS = "starters"
    LEAVERS = "leavers"

    @property
    def label(self) -> str:
        return {
            Who.ON_ROLL: "Pupils on roll today",
            Who.STARTERS: "Pupils who joined in the last four weeks, or are still to come",
            Who.LEAVERS: "Pupils who have left",
        }[self]


@dataclass(frozen=True, slots=True)
class Condition:
    """A column, how it is asked about, and what for: canonical texts (`2026-09-07`, `today+7`, `95.5`, `yes`)."""

    column: str
    how: How
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by; what is empty stands last either way."""

    column: str
    down: bool = False


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list as it is asked for: nothing of it is a pupil's. `period` names the days of attendance figures."""

    columns: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = ()
    rows: Rows = Rows.PUPIL
    who: Who = Who.ON_ROLL
    period: str = "year"

    def asks(self) -> frozenset[str]:
        """Every column that it needs, shown or not."""
        return frozenset((*self.columns, *(c.column for c in self.conditions), *(o.column for o in self.order)))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A list as one reader has it: what of it may be shown, and how many columns may not."""

    shape: ListShape
    hidden: int


def sound(shape: ListShape, known: Mapping[str, Holds], periods: frozenset[str]) -> ListShape:
    """The list, if every part of it makes sense of these columns. Raises Refused, which says what does not."""
    _require_columns(shape, known)
    if shape.period not in periods:
        raise Refused(f"“{shape.period[:40]}” is no period that figures are counted over. Choose one of the list.")
    if len(shape.conditions) > MOST_CONDITIONS:
        raise Refused(f"These are {len(shape.conditions)} conditions; at most {MOST_CONDITIONS} fit one list.")
    if len(shape.order) > MOST_ORDERS:
        raise Refused(f"A list is sorted by at most {MOST_ORDERS} columns.")
    return replace(shape, conditions=tuple(_sound_condition(one, known) for one in shape.conditions))


def fitted(shape: ListShape, known: Mapping[str, Holds]) -> Fitted:
    """The list without the columns that this reader may not see, or that this school has not.

    Raises Refused where it is narrowed by such a column: who stands on it would tell what stands in that.
    """
    missing = [one.column for one in shape.conditions if one.column not in known]
    if missing:
        raise Refused(
            "This list is narrowed by something that you may not see or that this school does not keep, "
            "so it cannot be shown to you. Copy it and take that condition away."
        )
    columns = tuple(column for column in shape.columns if column in known)
    order = tuple(one for one in shape.order if one.column in known)
    return Fitted(replace(shape, columns=columns, order=order), len(shape.columns) - len(columns))


def matches(condition: Condition, value: Value, today: date) -> bool:
    """Whether what stands in a row answers to a condition."""
    if condition.how is How.EMPTY:
        return is_empty(value)
    if condition.how is How.FILLED:
        return not is_empty(value)
    if is_empty(value):
        return condition.how is How.IS_NOT
    if isinstance(value, (str, tuple)):
        return _words_match(condition, value)
    if isinstance(value, bool):
        return value is (condition.value == "yes")
    if isinstance(value, date):
        return _day_matches(condition, value, day_of(condition.value, today))
    return _number_matches(condition, value)


def is_empty(value: Value) -> bool:
    return value is None or value in ("", ())


def sort_key(value: Value) -> tuple[Any, ...]:
    """What a filled cell is sorted by, beside others of its column: 9B before 10A, Öztürk at O."""
    if isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, str):
        return _natural(value)
    if isinstance(value, Percentage):
        return (Decimal(value.numerator) / Decimal(value.denominator),)
    return (value,)


def total_of(holds: Holds, values: Sequence[Value]) -> Value:
    """What stands at the foot of a column: a sum, sessions pooled as one share (PA-2), or how many say yes."""
    filled = [value for value in values if not is_empty(value)]
    if not filled:
        return None
    if holds is Holds.NUMBER:
        return sum(value for value in filled if isinstance(value, (int, Decimal)))
    if holds is Holds.YES_NO:
        return sum(value is True for value in filled)
    shares = [value for value in filled if isinstance(value, Percentage)]
    if holds is Holds.SHARE and shares:
        return Percentage(sum(s.numerator for s in shares), sum(s.denominator for s in shares))
    return None


def day_of(text: str, today: date) -> date:
    """A day as a condition names it: `2026-09-07`, `today`, `today-5`, `today+7`."""
    if found := _AWAY.fullmatch(text):
        return today + timedelta(days=int(found[1] or 0))
    return date.fromisoformat(text)


_AWAY = re.compile(r"today([+-]\d{1,4})?")
_DIGITS = re.compile(r"(\d+)")


def _require_columns(shape: ListShape, known: Mapping[str, Holds]) -> None:
    if not shape.columns:
        raise Refused("Choose at least one column.")
    if len(shape.columns) > MOST_COLUMNS:
        raise Refused(f"These are {len(shape.columns)} columns; at most {MOST_COLUMNS} fit one list.")
    if len(set(shape.columns)) < len(shape.columns):
        raise Refused("A column stands in the list twice. Take one of the two away.")
    if missing := sorted(shape.asks() - known.keys()):
        raise Refused(f"There is no column “{missing[0][:LONGEST_KEY]}” in this school, or none that you may see.")


def _sound_condition(condition: Condition, known: Mapping[str, Holds]) -> Condition:
    holds, how = known[condition.column], condition.how
    if how not in HOWS[holds]:
        raise Refused(f"A column that holds {_HOLDS_SAY[holds]} cannot be asked whether it {how.says} something.")
    if not how.takes_value:
        return replace(condition, values=())
    values = tuple(value.strip() for value in condition.values if value.strip())
    if not values:
        raise Refused(f"Say what the column is asked for: it {how.says} …")
    if len(values) > (MOST_VALUES if how is How.ANY_OF else 1):
        raise Refused(f"A condition with “{how.says}” takes {'at most 60 values' if how is How.ANY_OF else 'one'}.")
    for value in values:
        _require_value(holds, value)
    return replace(condition, values=values)


def _require_value(holds: Holds, value: str) -> None:
    if len(value) > LONGEST_VALUE:
        raise Refused(f"A value has {len(value)} characters; at most {LONGEST_VALUE} fit.")
    if holds in (Holds.NUMBER, Holds.SHARE) and _decimal(value) is None:
        raise Refused(f"“{value}” is not a number. Write it in figures, for example 12 or 92.5.")
    if holds is Holds.YES_NO and value not in ("yes", "no"):
        raise Refused(f"“{value}” is neither yes nor no.")
    if holds is Holds.DAY and not _is_day(value):
        raise Refused(f"“{value}” is not a day. Write a day, or today, today+7, today-5.")


def _is_day(value: str) -> bool:
    if found := _AWAY.fullmatch(value):
        return abs(int(found[1] or 0)) <= MOST_DAYS_AWAY
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _decimal(value: str) -> Decimal | None:
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**12 and found.as_tuple().exponent >= -6 else None  # type: ignore[operator]  # finite, so a number


def _words_match(condition: Condition, value: str | tuple[str, ...]) -> bool:
    said = {plain(one) for one in ((value,) if isinstance(value, str) else value)}
    wanted = {plain(one) for one in condition.values}
    if condition.how is How.CONTAINS:
        return any(word in one for one in said for word in wanted)
    return said.isdisjoint(wanted) if condition.how is How.IS_NOT else not said.isdisjoint(wanted)


def _day_matches(condition: Condition, value: date, wanted: date) -> bool:
    if condition.how is How.FROM:
        return value >= wanted
    if condition.how is How.BEFORE:
        return value < wanted
    return (value == wanted) is (condition.how is How.IS)


def _number_matches(condition: Condition, value: Value) -> bool:
    wanted = _decimal(condition.value) or Decimal()
    if isinstance(value, Percentage):
        enough = 100 * value.numerator >= wanted * value.denominator
        return enough is (condition.how is How.AT_LEAST)
    if not isinstance(value, (int, Decimal)):
        return False
    if condition.how in (How.AT_LEAST, How.UNDER):
        return (value >= wanted) is (condition.how is How.AT_LEAST)
    return (value == wanted) is (condition.how is How.IS)


@lru_cache(maxsize=16_384)
def _natural(text: str) -> tuple[Any, ...]:
    parts = _DIGITS.split(order_of(text)[0])
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


_HOLDS_SAY = {
    Holds.WORDS: "words",
    Holds.NUMBER: "a number",
    Holds.SHARE: "a percentage",
    Holds.DAY: "a day",
    Holds.YES_NO: "yes or no",
}
