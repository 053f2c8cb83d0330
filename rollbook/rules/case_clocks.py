"""How a case stands: which steps are open, and which clocks run until when.

Worked out from the steps taken, the facts and the school's calendar, and never stored as if it were known.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from rollbook.rules.act_by import act_by
from rollbook.rules.bank_holidays import working_days_after
from rollbook.rules.calendar import Days, SchoolCalendar, monday_of
from rollbook.rules.process import FACT, OPENED, AnyProcess, Clock, Step, Taken, Unit

SOON = 3


class State(StrEnum):
    """How a clock stands on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    UNKNOWN = "unknown"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of an open step: since when, until when, and the last school day to do it.

    `due` is None where the calendar does not reach so far: a day is never guessed.
    """

    clock: Clock
    since: date
    due: date | None
    act_by: date | None
    state: State


@dataclass(frozen=True, slots=True)
class StepState:
    """A step in a case: how often it was taken, whether it is open, and its clock if one runs."""

    step: Step[Any]
    taken: tuple[Taken, ...]
    is_open: bool
    running: Running | None = None


def is_open(step: Step[Any], taken: Sequence[Taken]) -> bool:
    """Whether a step can be taken now, by what has been taken before."""
    happened = {mark for one in taken for mark in one.marks}
    if step.key in happened and not step.again:
        return False
    if any(one in happened for one in step.unless) or not all(one in happened for one in step.needs):
        return False
    return not step.after or any(one in happened for one in step.after)


def step_states(
    process: AnyProcess,
    *,
    opened_on: date,
    taken: Sequence[Taken],
    facts: object,
    calendar: SchoolCalendar,
    today: date,
    pauses: Sequence[Days] = (),
    paused_since: date | None = None,
) -> tuple[StepState, ...]:
    """Every step of a case, in the order of its process, with the clock that runs for it soonest.

    `pauses` are rests that ended, `paused_since` the day a rest began that has not: they stop only clocks that pause.
    """
    found = []
    for step in process.steps:
        those = tuple(one for one in taken if one.step == step.key)
        opened = is_open(step, taken)
        clocks = [c for c in process.clocks if c.step == step.key] if opened else []
        runs = [
            run
            for clock in clocks
            if (run := _running(clock, opened_on, taken, facts, calendar, today, pauses, paused_since))
        ]
        found.append(StepState(step, those, opened, _soonest(runs)))
    return tuple(found)


def next_clock(states: Iterable[StepState]) -> Running | None:
    """The clock that wants somebody first; the law's before the school's on the same day."""
    return _soonest([state.running for state in states if state.running])


def due_after(calendar: SchoolCalendar, since: date, days: int, unit: Unit) -> date | None:
    """So many days after a day, in the unit that the clock counts; None beyond what the calendar knows."""
    if days == 0:
        return since
    if unit is Unit.SCHOOL_DAYS:
        return calendar.add(since, days)
    if unit is Unit.DAYS:
        return since + timedelta(days=days)
    if unit is Unit.WORKING_DAYS:
        return working_days_after(since, days)
    if unit is Unit.MONTHS:
        return _months_after(since, days)
    return _school_weeks_after(calendar, since, days)


def _running(
    clock: Clock,
    opened_on: date,
    taken: Sequence[Taken],
    facts: object,
    calendar: SchoolCalendar,
    today: date,
    pauses: Sequence[Days],
    paused_since: date | None,
) -> Running | None:
    since = _since(clock, opened_on, taken, facts)
    if since is None or _answered(clock, since, taken):
        return None
    due = due_after(calendar, since, clock.days, clock.unit)
    if clock.pauses and due is not None:
        due = _later_by(
            calendar, due, sum(_rested(calendar, rest, since, due, clock.unit) for rest in pauses), clock.unit
        )
    if clock.pauses and paused_since is not None and paused_since <= today:
        return Running(clock, since, due, due, State.PAUSED)
    last = act_by(calendar, due, today) if due else None
    return Running(clock, since, due, last, _state(due, last, today))


def _since(clock: Clock, opened_on: date, taken: Sequence[Taken], facts: object) -> date | None:
    if clock.after == OPENED:
        return opened_on
    if clock.after.startswith(FACT):
        day: date | None = getattr(facts, clock.after.removeprefix(FACT))
        return day
    return next((one.on for one in reversed(taken) if clock.after in one.marks), None)


def _answered(clock: Clock, since: date, taken: Sequence[Taken]) -> bool:
    """Whether the step has been taken since its clock began."""
    those = [one for one in taken if one.step == clock.step]
    if clock.after.startswith(FACT):
        return any(one.on >= since for one in those)
    began = next((one.number for one in reversed(taken) if clock.after in one.marks), 0)
    return any(one.number > began for one in those)


def _state(due: date | None, last: date | None, today: date) -> State:
    if due is None or last is None:
        return State.UNKNOWN
    if due < today:
        return State.OVERDUE
    if last <= today:
        return State.TODAY
    return State.SOON if last <= today + timedelta(days=SOON) else State.LATER


def _soonest(runs: Sequence[Running]) -> Running | None:
    known = [run for run in runs if run.act_by is not None]
    if not known:
        return runs[0] if runs else None
    return min(known, key=lambda run: (run.act_by or date.max, not run.clock.is_law))


def _rested(calendar: SchoolCalendar, rest: Days, since: date, due: date, unit: Unit) -> int:
    first, last = max(rest.first, since + timedelta(days=1)), min(rest.last, due)
    if last < first:
        return 0
    return calendar.count_between(first, last) if unit is Unit.SCHOOL_DAYS else (last - first).days + 1


def _later_by(calendar: SchoolCalendar, due: date, days: int, unit: Unit) -> date | None:
    if not days:
        return due
    return calendar.add(due, days) if unit is Unit.SCHOOL_DAYS else due + timedelta(days=days)


def _months_after(since: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day (LEG-7)."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def _school_weeks_after(calendar: SchoolCalendar, since: date, weeks: int) -> date | None:
    """The same weekday so many school weeks later, or the school day before it in that week (PEN-2)."""
    later = [monday for monday in calendar.week_starts() if monday > monday_of(since)]
    if len(later) < weeks:
        return None
    monday = later[weeks - 1]
    days = calendar.between(monday, monday + timedelta(days=6))
    before = [day for day in days if day <= monday + timedelta(days=since.weekday())]
    return before[-1] if before else days[0]
