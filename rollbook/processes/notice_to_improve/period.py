"""The improvement period held against the marks as they stand: until when, what breaks it, what moved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.processes.notice_to_improve.facts import Facts
from rollbook.rules.attendance import Totals, attendance_of
from rollbook.rules.case_clocks import due_after
from rollbook.rules.line_crossings import unauthorised_in
from rollbook.rules.process import Situation, Unit
from rollbook.rules.sessions import Session

WEEKS: Mapping[str, int] = {"six": 6, "five": 5, "four": 4, "three": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from the one after the notice was given to the last, and every unauthorised session in them so far.

    `begins` is the first school day of it.

    `last` is None where the school's calendar does not reach so far. `broken_by` are the sessions beyond those allowed;
    `before` are the totals of the same number of school weeks before the notice.
    """

    given: date
    weeks: int
    first: date
    begins: date
    last: date | None
    unauthorised: tuple[tuple[Session, str], ...]
    allowed: int
    so_far: Totals
    before: Totals

    @property
    def broken_by(self) -> tuple[tuple[Session, str], ...]:
        return self.unauthorised[self.allowed :]

    @property
    def is_broken(self) -> bool:
        return bool(self.broken_by)

    def is_over(self, on: date) -> bool:
        return self.last is not None and on > self.last

    @property
    def moved(self) -> str:
        """Attendance before and since, in a sentence; empty while nothing is marked."""
        before, since = attendance_of(self.before), attendance_of(self.so_far)
        if since is None:
            return ""
        if before is None:
            return f"Attendance in the period: {since} %."
        return f"Attendance in the {self.weeks} school weeks before: {before} %; in the period so far: {since} %."


def period_of(facts: Facts, situation: Situation) -> Period | None:
    """The period as it stands today; None before the notice is given or where the marks may not be looked at."""
    given, standing = situation.last("give"), situation.standing
    if given is None or standing is None or given.choice not in WEEKS:
        return None
    weeks, first = WEEKS[given.choice], given.on + timedelta(days=1)
    last = due_after(situation.calendar, given.on, weeks, Unit.SCHOOL_WEEKS)
    until = min(situation.on, last or situation.on)
    counted = unauthorised_in(standing.rows, until, standing.born, standing.count_no_reason)
    inside = tuple((s, standing.code_at(s) or "") for s in counted if s.on >= first)
    earlier = standing.calendar.weeks_until(given.on, weeks)
    return Period(
        given=given.on,
        weeks=weeks,
        first=first,
        begins=situation.calendar.add(given.on, 1) or first,
        last=last,
        unauthorised=inside,
        allowed=facts.allowed or 0,
        so_far=standing.totals_between(first, until) if first <= until else Totals(),
        before=standing.totals_between(earlier[0], given.on) if earlier else Totals(),
    )
