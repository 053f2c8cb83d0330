"""Who came late today, before or after the register closed (COD-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import marks_on
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half


@dataclass(frozen=True, slots=True)
class Arrival:
    """A pupil who came late to a session, how late where it is known, and whether it was after the close."""

    pupil: PupilLine
    code: str
    minutes: int | None
    after_close: bool


def late_arrivals(actor: Actor, on: date, half: Half) -> tuple[Arrival, ...]:
    """The session's late arrivals, the latest first: two statements."""
    known = in_force(on)
    marks = {p: m for p, m in marks_on(actor, on, half).items() if known[m.code].late}
    lines = pupil_lines(actor, tuple(marks), on)
    found = (Arrival(p, marks[p.id].code, marks[p.id].minutes, known[marks[p.id].code].absent) for p in lines)
    return tuple(sorted(found, key=lambda a: (-(a.minutes or 0), a.pupil.order)))
