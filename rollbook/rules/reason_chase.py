"""How the reason of an absence is chased: the school's own steps, by school days, inside the law's five (COD-4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.no_reason import SCHOOL_DAYS_TO_ESTABLISH
from rollbook.rules.sources import refuse

A_HOLIDAY = 5
INSTEAD = 10  # what is kept of a call made because step n arrived nowhere stands as step 10 + n
_FRIDAY = 4


class Way(StrEnum):
    """How a family is asked once more."""

    TEXT = "text"
    EMAIL = "email"
    CALL = "call"
    LETTER = "letter"

    @property
    def label(self) -> str:
        return {"text": "Text", "email": "E-mail", "call": "Call", "letter": "Letter"}[self]


@dataclass(frozen=True, slots=True)
class ChaseStep:
    """One step: on which school day after the absence (1 is the first), and by which way.

    Where a text or an e-mail reaches nobody, somebody rings instead if `rings` says so.
    """

    day: int
    way: Way
    rings: bool = True


# What holds until a school sets its own: nothing in the law, which says only by when the reason must be found.
USUAL_CHASE = (
    ChaseStep(1, Way.TEXT),
    ChaseStep(2, Way.EMAIL),
    ChaseStep(3, Way.CALL),
    ChaseStep(4, Way.LETTER),
)


def check_steps(steps: Sequence[ChaseStep]) -> None:
    """Refuse steps that come too late for the clock, or in no order (COD-4)."""
    days = [step.day for step in steps]
    if any(not 1 <= day <= SCHOOL_DAYS_TO_ESTABLISH for day in days):
        raise refuse(
            "COD-4",
            f"Each step comes 1 to {SCHOOL_DAYS_TO_ESTABLISH} school days after the absence: then the time to find "
            "the reason is over.",
        )
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise refuse("COD-4", "Each step comes on a later school day than the one before. Change the days.")


def next_step(steps: Sequence[ChaseStep], age: int, done: Collection[int]) -> int | None:
    """The number (from 1) of the step that is due now; None where it was taken, or none has come yet.

    The latest that has come, never one before a step that was taken: whoever was forgotten for two
    days gets today's step, not all of them at once.
    """
    come = [number for number, step in enumerate(steps, 1) if step.day <= age]
    if not come or come[-1] <= max((number for number in done if number < INSTEAD), default=0):
        return None
    return come[-1]


def call_instead(steps: Sequence[ChaseStep], failed: Collection[int], done: Collection[int]) -> int | None:
    """As which number a call is due because the last step, a text or e-mail, arrived nowhere; None where none is."""
    last = max((number for number in done if number < INSTEAD), default=0)
    if last not in failed or last + INSTEAD in done or last > len(steps) or not steps[last - 1].rings:
        return None
    return last + INSTEAD


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without school through which a clock runs: it stands still, and ends after them.

    `left` are the school days before the pause, today included, in which somebody can still be reached.
    """

    first: date
    last: date
    left: int

    @property
    def is_holiday(self) -> bool:
        """Whether it is a holiday and not single days: five weekdays or more."""
        return weekdays(self.first, self.last) >= A_HOLIDAY


def pause_of(calendar: SchoolCalendar, today: date, due: date) -> Pause | None:
    """The first run of weekdays without school between today and the day a clock ends (COD-4, REG-6)."""
    at = today
    while at < due:
        following = calendar.add(at, 1)
        if following is None or following > due:
            return None
        if weekdays(at + timedelta(days=1), following - timedelta(days=1)):
            first, last = at + timedelta(days=1), following - timedelta(days=1)
            while first.weekday() > _FRIDAY:
                first += timedelta(days=1)
            while last.weekday() > _FRIDAY:
                last -= timedelta(days=1)
            return Pause(first, last, calendar.count_between(today, at))
        at = following
    return None


def weekdays(first: date, last: date) -> int:
    """How many Mondays to Fridays lie between two days, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(day.weekday() <= _FRIDAY for day in days)
