"""A pupil's chronology: what every part of the office tells, in one line, the newest first (CASE-I)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rollbook.absence.queries import (
    chasing_history,
    contact_history,
    detentions,
    line_history,
    looked_after,
    visits_history,
)
from rollbook.cases.queries import history as cases
from rollbook.comms.queries import history as messages
from rollbook.meetings.queries import history as meetings
from rollbook.registers.queries import amended as registers
from rollbook.rules.actor import Actor
from rollbook.rules.told import Told, newest_first
from rollbook.site.queries import told as site
from rollbook.work.queries import questions

Teller = Callable[[Actor, int, date, date], tuple[Told, ...]]

# Each asks as the actor: what somebody may not know is not told, and words only to those who may read them.
TELLERS: tuple[Teller, ...] = (
    registers.history_of,
    site.history_of,
    line_history.history_of,
    contact_history.history_of,
    chasing_history.history_of,
    visits_history.history_of,
    detentions.history_of,
    looked_after.history_of,
    messages.history_of,
    questions.history_of,
    meetings.history_of,
    cases.history_of,
)


def history(actor: Actor, pupil: int, first: date, last: date, kind: str = "") -> tuple[Told, ...]:
    """What happened with a pupil in these days, of one `Kind` or of all: a fixed number of statements."""
    told = newest_first(*(tell(actor, pupil, first, last) for tell in TELLERS))
    return tuple(one for one in told if not kind or one.kind == kind)
