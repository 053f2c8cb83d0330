"""Unexplained absences by age against their legal clock (COD-4, REG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.absence.queries.days import days_met
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import MarkLine, standing_no_reason
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.no_reason import ClockState, NoReasonClock, clock
from rollbook.rules.reason_chase import Pause, pause_of
from rollbook.rules.year_row import year_of, year_starts


@dataclass(frozen=True, slots=True)
class UnexplainedAbsence:
    """One session without a reason, whose it is, and how its clock stands.

    `age` counts school days since; `pause` are days without school through which the clock still runs.
    """

    pupil: PupilLine
    clock: NoReasonClock
    version: int
    age: int = 0
    pause: Pause | None = None

    @property
    def is_urgent(self) -> bool:
        return self.clock.state in (ClockState.OVERDUE, ClockState.LAST_DAY)


def unexplained(actor: Actor, *, before: date | None = None) -> tuple[UnexplainedAbsence, ...]:
    """Every session of the last two collection years that still stands as N, the oldest clock first.

    Up to the day before today unless said; today's belong to the families to ring. Four statements, one
    more where a closure was unexpected: its days are none of the clock's (REG-6).
    """
    until = before or actor.today - timedelta(days=1)
    marks = standing_no_reason(actor, year_starts(year_of(actor.today) - 1), until)
    if not marks:
        return ()
    calendar = days_met(actor, first=marks[0].session.on, last=actor.today + timedelta(days=60))
    lines = {line.id: line for line in pupil_lines(actor, {m.pupil_id for m in marks}, actor.today)}
    found = (_absence(lines[m.pupil_id], m, calendar, actor.today) for m in marks if m.pupil_id in lines)
    return tuple(sorted(found, key=lambda u: (u.clock.session, u.pupil.order)))


def _absence(pupil: PupilLine, mark: MarkLine, calendar: SchoolCalendar, today: date) -> UnexplainedAbsence:
    running = clock(calendar, mark.session, today)
    pause = pause_of(calendar, today, running.due) if running.due and running.due > today else None
    return UnexplainedAbsence(pupil, running, mark.version, calendar.count_after(mark.session.on, today), pause)
