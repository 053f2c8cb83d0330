"""Who went over a line of absence, who came back under it, and who moves on which side of it (PA-3, CASE-A)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import EVERYBODY, When, Whose
from rollbook.reports.queries.roll import Roll
from rollbook.reports.report import Change, Share, change
from rollbook.rules.attendance import Totals, is_persistent
from rollbook.rules.year_row import year_of, year_starts

Line = Callable[[Totals], bool]


class Movement(StrEnum):
    """What became of a pupil at a line between two days."""

    JOINED = "joined"
    LEFT = "left"
    WORSE = "getting worse"
    BETTER = "getting better"
    SAME = "as before"


@dataclass(frozen=True, slots=True)
class Moving:
    """A pupil over the line on one of two days: the year's totals at the end of each."""

    pupil: OnTheRoll
    now: Totals
    then: Totals
    movement: Movement

    @property
    def change(self) -> Change | None:
        """How the share of sessions missed moved; None where there was none to compare."""
        return _change(self.now, self.then)

    @property
    def share(self) -> Fraction:
        return Fraction(self.now.absent, self.now.possible or 1)


@dataclass(frozen=True, slots=True)
class Between:
    """The year up to a day, and the same year up to an earlier one; `then` is None before the year began."""

    now: When
    then: When | None

    @property
    def since(self) -> date:
        """The day whose end is compared with now."""
        return self.then.last if self.then else self.now.first


def between(since: date, last: date) -> Between:
    """The year up to a day, and up to the end of an earlier one: absence is counted anew from every August."""
    begins = year_starts(year_of(last))
    now = When(begins, last)
    return Between(now, When(begins, min(since, last)) if since >= begins else None)


def day_before(first: date) -> date:
    """The day whose end is compared with now, for whoever asks about the days from `first` on."""
    return first - timedelta(days=1)


def moving(roll: Roll, days: Between, whose: Whose = EVERYBODY, *, line: Line = is_persistent) -> tuple[Moving, ...]:
    """Everybody on the roll on the last day who is over the line then or was before, the most absent first."""
    then = {pupil.id: totals for pupil, totals in roll.by_pupil(days.then, whose)} if days.then else {}
    found = []
    for pupil, now in roll.by_pupil(days.now, whose):
        before = then.get(pupil.id, Totals())
        if is_there(pupil, days.now.last) and (line(now) or line(before)):
            found.append(Moving(pupil, now, before, _movement(now, before, line)))
    return tuple(sorted(found, key=lambda one: (-one.share, one.pupil.order)))


def those(found: Sequence[Moving], *movements: Movement) -> tuple[Moving, ...]:
    """Of these the ones that moved so."""
    return tuple(one for one in found if one.movement in movements)


def is_there(pupil: OnTheRoll, on: date) -> bool:
    """Whether somebody of the period is on the roll on a day."""
    return pupil.first_day <= on and (pupil.last_day is None or pupil.last_day >= on)


def _movement(now: Totals, then: Totals, line: Line) -> Movement:
    if not line(then):
        return Movement.JOINED
    if not line(now):
        return Movement.LEFT
    moved = _change(now, then)
    if moved is None or moved.better is None:
        return Movement.SAME
    return Movement.BETTER if moved.better else Movement.WORSE


def _change(now: Totals, then: Totals) -> Change | None:
    return change(Share(now.absent, now.possible), Share(then.absent, then.possible), up_is_good=False)
