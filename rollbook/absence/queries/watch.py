"""Who crossed a line since a day, and who stands at or near ten in ten (CASE-A, PA-3, PEN-1).

Every figure is counted from the same bytes with the same rules, and opens to its sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rollbook.absence.queries.days import days_met
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import rows_by_pupil, year_lines, years_of_absent
from rollbook.registers.queries.changes import stood_before
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import Crossing, current_window, line_crossings, may_have_crossed
from rollbook.rules.sessions import Session
from rollbook.rules.thresholds import TenWeeks
from rollbook.rules.year_row import set_mark, totals_of, year_of, year_starts
from rollbook.schools.queries import policy_on


@dataclass(frozen=True, slots=True)
class Crossed:
    """A pupil and a line that was crossed."""

    pupil: PupilLine
    crossing: Crossing


@dataclass(frozen=True, slots=True)
class InTheWindow:
    """A pupil against the ten sessions in ten school weeks as they stand today."""

    pupil: PupilLine
    window: TenWeeks


def crossed_since(actor: Actor, since: date) -> tuple[Crossed, ...]:
    """Who had not reached a line at the end of that day and has now: a fixed number of statements.

    By what happened since, and by corrections of what happened before (PEN-14).
    """
    actor.require(Permission.SEE_WATCH_LISTS)
    today, begins = actor.today, since + timedelta(days=1)
    changed = stood_before(actor, datetime.combine(begins, time(), LONDON))
    year = year_of(today)
    rows = rows_by_pupil(years_of_absent(actor, [year - 1, year], begins, today, besides=changed))
    stood = {p: _as_they_stood(years, changed.get(p, {})) for p, years in rows.items()}
    calendar, counts_n = _school_weeks(actor), policy_on(actor, today).count_no_reason_for_penalty
    moved = tuple(
        p for p, own in rows.items() if may_have_crossed(calendar, own, since=since, until=today, earlier=stood[p])
    )
    here = (line for line in pupil_lines(actor, moved, today) if _on_roll(line, today))
    return tuple(
        Crossed(line, crossing)
        for line in here
        for crossing in line_crossings(
            calendar,
            rows[line.id],
            since=since,
            until=today,
            born=line.born,
            earlier=stood[line.id],
            count_no_reason=counts_n,
        )
    )


def ten_in_ten(actor: Actor, *, at_least: int = 6) -> tuple[InTheWindow, ...]:
    """Who has so many unauthorised sessions in the last ten school weeks, the most first (PEN-1, PEN-2, PEN-5)."""
    actor.require(Permission.SEE_WATCH_LISTS)
    calendar, rows, counts_n = _windows(actor)
    year = year_of(actor.today)
    possible = tuple(
        pupil
        for pupil, years in rows.items()
        if sum(totals_of(codes, y).unauthorised for y, codes in years.items() if y >= year - 1) >= at_least
    )
    here = (line for line in pupil_lines(actor, possible, actor.today) if _on_roll(line, actor.today))
    found = (
        InTheWindow(p, current_window(calendar, rows[p.id], actor.today, born=p.born, count_no_reason=counts_n))
        for p in here
    )
    listed = (one for one in found if len(one.window.sessions) >= at_least)
    return tuple(sorted(listed, key=lambda w: (-len(w.window.sessions), w.pupil.order)))


def _windows(actor: Actor) -> tuple[SchoolCalendar, Mapping[int, Mapping[int, bytes]], bool]:
    """What the ten school weeks are counted from (PEN-2): days met, two years of bytes, and whether N counts."""
    year = year_of(actor.today)
    rows = rows_by_pupil(year_lines(actor, [year - 1, year]))
    return _school_weeks(actor), rows, policy_on(actor, actor.today).count_no_reason_for_penalty


def _school_weeks(actor: Actor) -> SchoolCalendar:
    """The days met in this year and the last: ten school weeks never reach further back (PEN-2)."""
    return days_met(actor, first=year_starts(year_of(actor.today) - 1), last=actor.today)


def _as_they_stood(years: Mapping[int, bytes], were: Mapping[Session, str]) -> Mapping[int, bytes]:
    """A pupil's years before the corrections made since."""
    found = dict(years)
    for session, code in were.items():
        year = year_of(session.on)
        if year in found:
            found[year] = set_mark(found[year], session, code or None)
    return found


def _on_roll(pupil: PupilLine, on: date) -> bool:
    return pupil.first_day is not None and (pupil.last_day is None or pupil.last_day >= on)
