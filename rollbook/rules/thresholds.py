"""Ten unauthorised sessions in ten school weeks: the rolling window of the national framework.

A week without a session vanishes; the window runs on across terms and years (PEN-1, PEN-2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.sources import refuse


@dataclass(frozen=True, slots=True)
class Framework:
    """The national framework's numbers as they stood from a day on (PEN-1)."""

    valid_from: date
    sessions: int
    school_weeks: int
    rule: str = "PEN-1"


# PEN-1: in force since 19 August 2024.
FRAMEWORKS: tuple[Framework, ...] = (Framework(date(2024, 8, 19), sessions=10, school_weeks=10),)
NATIONAL = FRAMEWORKS[-1]


@dataclass(frozen=True, slots=True)
class Met:
    """A threshold met: by which session's day, by which sessions, and the Mondays of the window."""

    met_on: date
    sessions: tuple[Session, ...]
    weeks: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class TenWeeks:
    """The window that ends in a day's school week: its Mondays and the sessions that count in it."""

    weeks: tuple[date, ...]
    sessions: tuple[Session, ...]
    needed: int

    @property
    def is_met(self) -> bool:
        return len(self.sessions) >= self.needed

    @property
    def missing(self) -> int:
        """How many more sessions would meet the threshold."""
        return max(0, self.needed - len(self.sessions))


def unauthorised_sessions(marks: Iterable[tuple[Session, str]], *, count_no_reason: bool = True) -> tuple[Session, ...]:
    """The sessions that count toward the threshold, in order.

    G, N, O and U; whether N counts before its reason is known is the school's setting (PEN-1).
    """
    counted = (
        session
        for session, symbol in marks
        if code_on(symbol, session.on).counts_for_penalty and (count_no_reason or symbol != "N")
    )
    return tuple(sorted(counted))


def penalty_window(
    calendar: SchoolCalendar, sessions: Iterable[Session], framework: Framework = NATIONAL
) -> Met | None:
    """Where ten unauthorised sessions first came together in ten school weeks, or None (PEN-1, PEN-2).

    The session that completes the ten gives the day; refuses a session in a week without school.
    """
    ordered = tuple(sorted(set(sessions)))
    ranks = [_rank(calendar, session) for session in ordered]
    for last in range(framework.sessions - 1, len(ordered)):
        first = last - framework.sessions + 1
        if ranks[last] - ranks[first] < framework.school_weeks:
            met_on = ordered[last].on
            return Met(met_on, ordered[first : last + 1], calendar.weeks_until(met_on, framework.school_weeks))
    return None


def window_ending(
    calendar: SchoolCalendar, sessions: Sequence[Session], on: date, framework: Framework = NATIONAL
) -> TenWeeks:
    """The window as it stands on a day: the last ten school weeks, and what counts in them until then (PEN-2).

    In a holiday the last school week before it ends the window. A mark on a day that was closed afterwards is no
    absence from a session, and does not count.
    """
    weeks = calendar.weeks_until(on, framework.school_weeks)
    inside = {s for s in sessions if weeks and weeks[0] <= s.on <= on and calendar.is_school_day(s.on)}
    return TenWeeks(weeks, tuple(sorted(inside)), framework.sessions)


def _rank(calendar: SchoolCalendar, session: Session) -> int:
    rank = calendar.week_rank(session.on)
    if rank is None or not calendar.is_school_day(session.on):
        raise refuse(
            "REG-6",
            f"There is an unauthorised absence on {in_words(session.on)}, but the calendar has no session "
            "that day. Correct the calendar or the mark.",
        )
    return rank
