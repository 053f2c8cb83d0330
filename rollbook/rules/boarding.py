"""Where a boarder is thought to be, from roll-calls, leaves and movements; boarders stand in no register (REG-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rollbook.rules.actor import LONDON
from rollbook.rules.whereabouts import LastMove, Place, Whereabouts

# Between two roll-calls of a night and a school day nobody sees a boarder again; after a day somebody must look.
SEEN_LASTS = timedelta(hours=24)
FORGOTTEN = timedelta(days=7)
GRACE = timedelta(minutes=15)
TAKEN_FROM = timedelta(minutes=30)
TAKEN_UNTIL = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Called:
    """The last that a roll-call said of a boarder: there or not, when (aware), and which roll-call."""

    there: bool
    at: datetime
    roll: str


@dataclass(frozen=True, slots=True)
class OnLeave:
    """A boarder who was signed out and is not back: since when, until when it was agreed, and what for."""

    out: datetime
    due: datetime
    says: str

    def overdue(self, now: datetime) -> bool:
        return now > self.due


def boarder_now(
    called: Called | None, moved: LastMove | None, leave: OnLeave | None, now: datetime
) -> Whereabouts | None:
    """Where a boarder is by the last that is known (COD-23); None where nothing was known for a week.

    Who is signed out is not on site until somebody sees them. Who was not found at a roll-call, or was last
    seen longer than a day ago, is somebody to look for.
    """
    if leave is not None and (moved is None or moved.at <= leave.out):
        moved = LastMove(True, leave.out)
    if moved is not None and moved.out and (called is None or moved.at > called.at or not called.there):
        return Whereabouts(Place.AWAY, _out(moved, leave, now))
    known = _known(called, moved, now)
    if not known:
        return None
    last = max(known, key=lambda one: one.at)
    if now - last.at > FORGOTTEN:
        return None
    if not last.there:
        return Whereabouts(Place.PERHAPS, last.why)
    if now - last.at > SEEN_LASTS:
        return Whereabouts(Place.PERHAPS, f"boards here, last seen {spoken(last.at, now)}")
    return Whereabouts(Place.HERE, last.why)


def due_at(on: date, at: time) -> datetime:
    """The moment at which a roll-call of a day is due, by the school's clock."""
    return datetime.combine(on, at, tzinfo=LONDON)


def may_be_taken(due: datetime, now: datetime) -> bool:
    """Whether a roll-call may be ticked: from half an hour before it is due until six hours after, over midnight."""
    return due - TAKEN_FROM <= now <= due + TAKEN_UNTIL


def is_overdue(due: datetime, now: datetime) -> bool:
    """Whether a roll-call should have been taken: a quarter of an hour after its time."""
    return now >= due + GRACE


def spoken(moment: datetime, now: datetime) -> str:
    """A moment as it is said: the time alone on the same day, with its day on another."""
    local, today = moment.astimezone(LONDON), now.astimezone(LONDON).date()
    clock = f"{local.hour}:{local.minute:02}"
    return clock if local.date() == today else f"{local:%a} {local.day} {local:%b} {clock}"


@dataclass(frozen=True, slots=True)
class _Known:
    at: datetime
    there: bool
    why: str


def _known(called: Called | None, moved: LastMove | None, now: datetime) -> list[_Known]:
    found = []
    if moved is not None and not moved.out:
        found.append(_Known(moved.at, True, f"signed in {spoken(moved.at, now)}"))
    if called is not None:
        says = "in house" if called.there else "not found"
        found.append(_Known(called.at, called.there, f"{says} at {called.roll} {spoken(called.at, now)}"))
    return found


def _out(moved: LastMove, leave: OnLeave | None, now: datetime) -> str:
    if leave is None or leave.out < moved.at:
        return f"signed out {spoken(moved.at, now)}"
    back = "due back" if leave.overdue(now) else "until"
    return f"signed out {spoken(leave.out, now)}, {leave.says}, {back} {spoken(leave.due, now)}"
