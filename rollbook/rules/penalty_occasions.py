"""The occasions on which a penalty notice must be considered: tens of sessions that share none.

A pupil who goes on missing school is an occasion again after ten more, not after each one (PEN-1, PEN-3).
"""

from __future__ import annotations

from collections.abc import Iterable

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import unauthorised_in
from rollbook.rules.process import Trigger
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.standing import Standing
from rollbook.rules.thresholds import NATIONAL, Framework, Met


def occasions(
    calendar: SchoolCalendar, sessions: Iterable[Session], framework: Framework = NATIONAL
) -> tuple[Met, ...]:
    """Every ten within ten school weeks, in order, none with a session of the one before.

    Sessions on a day without school are passed over, and so are those that never come to ten in time.
    """
    found: list[Met] = []
    gathered: list[tuple[int, Session]] = []
    for session in sorted(set(sessions)):
        rank = calendar.week_rank(session.on) if calendar.is_school_day(session.on) else None
        if rank is None:
            continue
        gathered = [(r, s) for r, s in gathered if rank - r < framework.school_weeks] + [(rank, session)]
        if len(gathered) == framework.sessions:
            weeks = calendar.weeks_until(session.on, framework.school_weeks)
            found.append(Met(session.on, tuple(s for _, s in gathered), weeks))
            gathered = []
    return tuple(found)


def occasion_of(standing: Standing) -> Met | None:
    """The latest ten that was completed within the ten school weeks of today, while they are still full."""
    if not standing.window.is_met or not standing.is_compulsory:
        return None
    sessions = unauthorised_in(standing.rows, standing.on, standing.born, standing.count_no_reason)
    inside = [met for met in occasions(standing.calendar, sessions) if met.met_on >= standing.window.weeks[0]]
    return inside[-1] if inside else None


def penalty_trigger(standing: Standing) -> Trigger | None:
    """Ten in ten: a notice must be considered, by a person and for each parent by itself (PEN-3, PEN-6)."""
    met = occasion_of(standing)
    if met is None:
        return None
    n = len(standing.window.sessions)
    says = (
        f"{n} unauthorised sessions in ten school weeks, ten of them by {in_words(met.met_on)}. A penalty notice "
        "must be considered; whether one is asked for is a person's decision."
    )
    return Trigger(f"ten:{met.met_on.isoformat()}", says, "PEN-3", standing.window.sessions)
