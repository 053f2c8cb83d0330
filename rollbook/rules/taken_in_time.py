"""Whether a register was taken in its time (REG-4)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Taking(StrEnum):
    """What became of a register that was due."""

    IN_TIME = "in time"
    LATE = "after the close"
    LATER_DAY = "on a later day"
    OTHERWISE = "marks entered otherwise"
    NOT = "not taken"


def taking(closes: datetime, taken: datetime | None, *, has_marks: bool) -> Taking:
    """By when the register closed and when it was first saved, both in English local time.

    A session whose marks came by another road (a trip, the office for a whole year) was not left unmarked.
    """
    if taken is None:
        return Taking.OTHERWISE if has_marks else Taking.NOT
    if taken <= closes:
        return Taking.IN_TIME
    return Taking.LATE if taken.date() == closes.date() else Taking.LATER_DAY


def minutes_after(opens: datetime, taken: datetime) -> int:
    """Whole minutes from the opening to the taking; 0 for one taken before it."""
    return max(0, int((taken - opens).total_seconds() // 60))
