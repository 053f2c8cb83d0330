"""What a day leaves at its end: blanks, plans unconfirmed, absences without a reason, and tomorrow (REG-B)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.audit.queries import Told, told_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.events import DayClosed
from rollbook.registers.models import PlannedMark
from rollbook.registers.queries.awaited import Awaited, awaited
from rollbook.registers.queries.marks import MarkLine, standing_no_reason
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of

FAR = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class DayLeft:
    """What still asks for somebody; each pupil and session is in one list only."""

    on: date
    blanks: tuple[Awaited, ...]
    unconfirmed: tuple[Awaited, ...]
    no_reason: tuple[MarkLine, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.blanks), len(self.unconfirmed), len(self.no_reason)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A pupil planned away on the next school day; `halves` of that day, "01" for the whole of it."""

    pupil: PupilLine
    code: str
    halves: str


@dataclass(frozen=True, slots=True)
class DayCheck:
    """A day with all it leaves, its pupils by key, what the next school day brings, and who closed it."""

    left: DayLeft
    pupils: dict[int, PupilLine]
    next_day: date | None
    ahead: tuple[Ahead, ...]
    closed: tuple[Told, ...]


def day_left(actor: Actor, on: date) -> DayLeft:
    """What a day leaves: a fixed number of statements."""
    waiting = [a for half in Half for a in awaited(actor, on, half)]
    return DayLeft(
        on,
        blanks=tuple(a for a in waiting if not a.is_elsewhere),
        unconfirmed=tuple(a for a in waiting if a.is_elsewhere),
        no_reason=standing_no_reason(actor, on, on),
    )


def day_check(actor: Actor, on: date) -> DayCheck:
    """The check list of a day: a fixed number of statements, however many pupils."""
    left = day_left(actor, on)
    next_day = next((d for d in calendar_of(actor, first=on, last=on + FAR).days if d > on), None)
    plans = _plans(actor, next_day) if next_day else {}
    keys = {a.pupil_id for a in (*left.blanks, *left.unconfirmed)} | {m.pupil_id for m in left.no_reason}
    pupils = {p.id: p for p in pupil_lines(actor, keys | set(plans), on)}
    ahead = (Ahead(p, *plans[p.id]) for p in pupils.values() if p.id in plans)
    return DayCheck(left, pupils, next_day, tuple(ahead), told_of(actor, DayClosed, f"day:{on.isoformat()}"))


def _plans(actor: Actor, on: date) -> dict[int, tuple[str, str]]:
    rows = PlannedMark.objects.filter(
        school_id=actor.school, first__lte=on, last__gte=on, ended_by=None, weekdays__contains=str(on.isoweekday())
    )
    return {
        pupil: (code, halves) for pupil, code, halves in rows.order_by("id").values_list("pupil_id", "code", "halves")
    }


def session_of(waiting: Awaited) -> Session:
    """The session a pupil is awaited in."""
    return waiting.facts.session
