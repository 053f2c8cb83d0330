"""The clock of a code N: five school days to establish the reason, then O.

Regulation 10(7) to (9) counts school days, so the school's own calendar decides (COD-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.sessions import Session, in_words

# COD-4: reg 10(7), in force throughout since 19 August 2024.
SCHOOL_DAYS_TO_ESTABLISH = 5


class ClockState(StrEnum):
    """Where the clock of an unexplained absence stands."""

    RUNNING = "running"
    LAST_DAY = "last day"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NoReasonClock:
    """The clock of one N: `due` and `days_left` are None where the calendar does not reach far enough.

    `days_left` counts school days after today up to the due day; negative once overdue.
    """

    session: Session
    due: date | None
    days_left: int | None
    state: ClockState
    says: str


def due_date(calendar: SchoolCalendar, session: Session) -> date | None:
    """The last day on which an N may stand; None where the calendar ends first, never a guess (COD-4)."""
    return calendar.add(session.on, SCHOOL_DAYS_TO_ESTABLISH)


def clock(calendar: SchoolCalendar, session: Session, today: date) -> NoReasonClock:
    """How an unexplained absence stands today, with a sentence for the office (COD-4)."""
    due = due_date(calendar, session)
    if due is None:
        says = "The calendar does not reach five school days ahead, so the last day cannot be told. Add the next term."
        return NoReasonClock(session, None, None, ClockState.UNKNOWN, says)
    if today > due:
        gone = calendar.count_after(due, today)
        return NoReasonClock(
            session,
            due,
            -gone,
            ClockState.OVERDUE,
            f"The time to find the reason ended on {in_words(due)}. Enter the reason's code if it is known, "
            "otherwise O.",
        )
    if today == due:
        return NoReasonClock(
            session,
            due,
            0,
            ClockState.LAST_DAY,
            "Today is the last day to find the reason. If it stays unknown, enter O.",
        )
    left = calendar.count_after(today, due)
    return NoReasonClock(
        session, due, left, ClockState.RUNNING, f"{_days(left)} left to find the reason, until {in_words(due)}."
    )


def _days(n: int) -> str:
    return "1 school day" if n == 1 else f"{n} school days"
