"""A list written down as text, and read again: the same list is always the same text (REP-H)."""

from __future__ import annotations

import json
from typing import Any

from rollbook.rules.lists import Condition, How, ListShape, Order, Rows, Who
from rollbook.rules.refused import Refused


def to_json(shape: ListShape) -> str:
    """The one way to write a list down: the same list is the same text."""
    said = {
        "columns": list(shape.columns),
        "conditions": [[c.column, c.how.value, *c.values] for c in shape.conditions],
        "order": [[o.column, "down" if o.down else "up"] for o in shape.order],
        "period": shape.period,
        "rows": shape.rows.value,
        "who": shape.who.value,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_json(text: str) -> ListShape:
    """A list as it was written down. Raises Refused for anything that is not one."""
    try:
        said = json.loads(text)
        return ListShape(
            columns=_texts(said["columns"]),
            conditions=tuple(_read_condition(one) for one in said["conditions"]),
            order=tuple(_read_order(one) for one in said["order"]),
            rows=Rows(said["rows"]),
            who=Who(said["who"]),
            period=_text(said["period"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(
            "This is not a list that Rollbook wrote down, so it cannot be read. Make the list anew."
        ) from None


def _read_condition(said: Any) -> Condition:
    column, test, *values = _texts(said)
    return Condition(column, How(test), tuple(values))


def _read_order(said: Any) -> Order:
    column, way = _texts(said)
    if way not in ("up", "down"):
        raise ValueError(way)
    return Order(column, way == "down")


def _texts(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list):
        raise TypeError(said)
    return tuple(_text(one) for one in said)


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said
