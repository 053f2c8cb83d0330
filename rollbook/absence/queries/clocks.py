"""Unexplained absences by age against their legal clock (COD-4, REG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.absence.queries.days import days_met
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import standing_no_reason
from rollbook.rules.actor import Actor
from rollbook.rules.no_reason import ClockState, NoReasonClock, clock
from rollbook.rules.year_row import year_of, year_starts


@dataclass(frozen=True, slots=True)
class UnexplainedAbsence:
    """One session without a reason, whose it is, and how its clock stands."""

    pupil: PupilLine
    clock: NoReasonClock
    version: int

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
    found = (
        UnexplainedAbsence(lines[m.pupil_id], clock(calendar, m.session, actor.today), m.version)
        for m in marks
        if m.pupil_id in lines
    )
    return tuple(sorted(found, key=lambda u: (u.clock.session, u.pupil.order)))
