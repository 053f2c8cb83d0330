"""Whether the clocks of a case were kept: each time one ran, by when it was to be met and when it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.case_clocks import due_after, is_open
from rollbook.rules.process import FACT, OPENED, AnyProcess, Clock, Taken


class Kept(StrEnum):
    """How a clock ended, or stands while nobody has met it."""

    IN_TIME = "in time"
    LATE = "late"
    RUNNING = "still running"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ClockKept:
    """One time that a clock ran: since when, by when, and the day on which its step was taken, if it was."""

    clock: Clock
    since: date
    due: date
    done_on: date | None
    kept: Kept


def clocks_kept(
    process: AnyProcess,
    *,
    opened_on: date,
    taken: Sequence[Taken],
    facts: object,
    calendar: SchoolCalendar,
    today: date,
    is_closed: bool = False,
    only_law: bool = True,
) -> tuple[ClockKept, ...]:
    """Every time that a clock ran in a case, the earliest first: the law's, or the school's own too.

    `taken` come in the order of their numbers. Left out: clocks whose case ended before their step was taken, days
    that the calendar does not know, and clocks that stop while a case rests, which no clock of the law does.
    """
    found = []
    for clock in process.clocks:
        if not clock.pauses and (clock.is_law or not only_law):
            for number, since in _began(clock, opened_on, taken, facts):
                due = due_after(calendar, since, clock.days, clock.unit)
                done = _done(clock, number, since, taken)
                waits = done is None and not is_closed and is_open(process.step(clock.step), taken)
                if due is not None and (done is not None or waits):
                    found.append(ClockKept(clock, since, due, done, _kept(due, done, today)))
    return tuple(sorted(found, key=lambda one: (one.since, one.due)))


def _began(clock: Clock, opened_on: date, taken: Sequence[Taken], facts: object) -> Iterator[tuple[int, date]]:
    """Each time that a clock began: after which step, by its number, and on which day."""
    if clock.after == OPENED:
        yield 0, opened_on
    elif clock.after.startswith(FACT):
        day: date | None = getattr(facts, clock.after.removeprefix(FACT))
        if day is not None:
            yield 0, day
    else:
        yield from ((one.number, one.on) for one in taken if clock.after in one.marks)


def _done(clock: Clock, number: int, since: date, taken: Sequence[Taken]) -> date | None:
    later = (one.on for one in taken if one.step == clock.step and one.number > number)
    if clock.after.startswith(FACT):
        return next((on for on in later if on >= since), None)
    return next(later, None)


def _kept(due: date, done: date | None, today: date) -> Kept:
    if done is not None:
        return Kept.IN_TIME if done <= due else Kept.LATE
    return Kept.RUNNING if due >= today else Kept.OVERDUE
