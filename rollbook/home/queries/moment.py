"""Where the day stands: which session the page is about, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import (
    PolicyLine,
    SchoolYear,
    Window,
    calendar_of,
    policies,
    terms_and_closures,
    times_of,
    window_of,
)

FAR = timedelta(days=70)
BEFORE_OPENING = timedelta(minutes=15)


class Stage(StrEnum):
    """Where the day stands."""

    NO_SCHOOL = "no school"
    BEFORE = "before registers open"
    OPEN = "registers open"
    CLOSED = "registers closed"
    OVER = "the day is over"


@dataclass(frozen=True, slots=True)
class Moment:
    """The day and the session that the page is about; `window` is None where no times are set."""

    now: datetime
    on: date
    stage: Stage
    half: Half
    window: Window | None
    policy: PolicyLine | None
    before: date | None
    after: date | None
    closed_for: str = ""
    unplanned: str = ""

    @property
    def session(self) -> Session:
        return Session(self.on, self.half)

    @property
    def contact_by(self) -> datetime | None:
        """When every family should have been reached, on a morning with school (the school's policy)."""
        if self.policy is None or self.window is None or self.half is Half.PM:
            return None
        midnight = self.window.opens.replace(hour=0, minute=0)
        return midnight + timedelta(minutes=self.policy.contact_by)


def moment_of(actor: Actor) -> Moment:
    """Where the day stands: four statements, two more around the end of the school's year."""
    on = actor.today
    year = terms_and_closures(actor, year_of(on))
    days = year.calendar.days
    if not days or not days[0] < on < days[-1]:
        days = calendar_of(actor, first=on - FAR, last=on + FAR).days
    times = times_of(actor, on)
    windows = {half: window_of(times.rows, on, half) for half in Half}
    half = _half(actor.now, windows[Half.PM])
    window = windows[half]
    meets = on in days
    closure = _closure(year, on)
    return Moment(
        now=actor.now,
        on=on,
        stage=_stage(actor.now, window) if meets else Stage.NO_SCHOOL,
        half=half,
        window=window if meets else None,
        policy=next((p for p in policies(actor) if p.valid_from <= on), None),
        before=max((d for d in days if d < on), default=None),
        after=min((d for d in days if d > on), default=None),
        closed_for=closure if not meets else "",
        unplanned=closure if meets else "",
    )


def _closure(year: SchoolYear, on: date) -> str:
    return next((c.name or c.label for c in year.closures if c.first <= on <= c.last), "")


def _half(now: datetime, afternoon: Window | None) -> Half:
    """The morning until shortly before the afternoon's registers open."""
    return Half.PM if afternoon is not None and now >= afternoon.opens - BEFORE_OPENING else Half.AM


def _stage(now: datetime, window: Window | None) -> Stage:
    if window is None or now < window.opens:
        return Stage.BEFORE
    if now < window.closes:
        return Stage.OPEN
    return Stage.CLOSED if now < window.ends else Stage.OVER
