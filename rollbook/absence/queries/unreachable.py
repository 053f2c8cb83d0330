"""What is done about a family whom nobody can reach, step by step, each stamped (ABS-D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.absence.queries.contact_entries import EntryLine, Told
from rollbook.absence.queries.contact_ladders import UNREACHABLE, SchoolLadder


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step: what is to be done, from when on, and by whom it was done when; neither while it is open."""

    what: str
    due: datetime
    done_at: datetime | None = None
    done_by: str = ""

    @property
    def says(self) -> str:
        return UNREACHABLE[self.what]


def escalations(school: SchoolLadder, told: Told) -> tuple[Escalation, ...]:
    """The steps since nobody could be reached, in order; none before."""
    since = next((e.at for e in told.entries if e.outcome == "unreachable"), None)
    if since is None:
        return ()
    return tuple(_step(what, since + timedelta(minutes=after), told.entries) for after, what in school.unreachable)


def _step(what: str, due: datetime, entries: Sequence[EntryLine]) -> Escalation:
    done = next((e for e in entries if e.kind == "attempt" and e.way == what), None)
    return Escalation(what, due, done.at, done.by_name) if done else Escalation(what, due)
