"""Past weeks beside a name, as the strip draws them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rollbook.registers.queries import PastDay
from rollbook.rules.codes import in_force
from rollbook.web.marks import EMPTY_BOX, MarkBox, Strip


def strip_of(past: Iterable[PastDay]) -> Strip:
    """Three school weeks of marks, a tuple a week, oldest first."""
    weeks = groupby(past, key=lambda day: day.on.isocalendar()[:2])
    return Strip(
        tuple(
            tuple(box for day in days for box in (_box(day, day.morning), _box(day, day.afternoon)))
            for _, days in weeks
        ),
        "Last three weeks",
    )


def _box(day: PastDay, symbol: str) -> MarkBox:
    code = in_force(day.on).get(symbol)
    return MarkBox.of(code) if code else EMPTY_BOX
