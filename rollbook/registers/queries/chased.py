"""Days that still have pupils planned elsewhere whom nobody has confirmed: chased until somebody does (REG-F)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.registers.queries.unconfirmed import LOOKS_BACK, waiting_rows
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class ChasedDay:
    """A day of the past with the number of its sessions that wait for somebody's word."""

    on: date
    sessions: int


def still_unconfirmed(actor: Actor) -> tuple[ChasedDay, ...]:
    """The days before today of the last four weeks, the oldest first: five statements."""
    waiting = waiting_rows(actor, actor.today - LOOKS_BACK, actor.today - timedelta(days=1))
    counted = Counter(session.on for _, session, _ in waiting)
    return tuple(ChasedDay(day, n) for day, n in sorted(counted.items()))
