"""What on a school's row asks for attention, each with the sentence that says why: exceptions first (REP-D)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from rollbook.absence.words import short_day, together, wall_clock
from rollbook.reports.queries.figures import Figures, Week
from rollbook.reports.report import Change, Share, change
from rollbook.rules.attendance import Percentage

# Our own lines, not law: what a trust's central team would ring about.
GAPS = (1, 100)
WEEKS_FALLING, FELL_BY = 3, 10  # a full percentage point over three weeks
# In tenths of a point, and in pupils: in a small school one family is a percentage point.
ROSE_BY, MORE_PUPILS = 10, 5
SEVERE_ROSE_BY, MORE_SEVERE = 5, 3
OLD_AFTER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to look; the lower `rank`, the sooner. `tag` names it in two words."""

    rank: int
    tag: str
    says: str
    tone: str = "warn"


def signs(found: Figures | None, now: datetime, *, newer: int = 0) -> tuple[Sign, ...]:
    """Every reason to look at a school, the most pressing first; `newer` saves have come since it was counted."""
    if found is None:
        return (Sign(0, "not counted", "Nothing of this year has been counted yet.", "stop"),)
    if not found.whole.totals.possible:
        return (Sign(1, "no marks", f"No mark of this year, as counted {_moment(found.made_at)}.", "stop"),)
    every = (_gaps(found), _old(found, now, newer), _falling(found), _persistent(found), _severe(found))
    return tuple(sorted((sign for sign in every if sign is not None), key=lambda sign: sign.rank))


def moved(found: Figures | None) -> Change | None:
    """How persistent absence moved since the end of the last half term, in percentage points."""
    if found is None or found.then is None:
        return None
    now = Share(found.whole.persistent, found.whole.pupils)
    return change(now, Share(found.then.persistent, found.then.pupils), up_is_good=False)


def _gaps(found: Figures) -> Sign | None:
    if not found.due or found.unmarked * GAPS[1] < found.due * GAPS[0]:
        return None
    if found.unmarked == found.due:
        return Sign(2, "registers", "Not one mark on the last ten school days.", "stop")
    share = Percentage(found.unmarked, found.due)
    says = f"{found.unmarked:,} of {found.due:,} marks of the last ten school days are missing ({share} %)."
    return Sign(3, "registers", says, "stop" if share.at_least(5) else "warn")


def _old(found: Figures, now: datetime, newer: int) -> Sign | None:
    if now - found.made_at <= OLD_AFTER:
        return None
    more = f"; {newer:,} saves have come since" if newer > 0 else ""
    return Sign(4, "old figures", f"Counted {_moment(found.made_at)}{more}.")


def _falling(found: Figures) -> Sign | None:
    """Whole weeks alone: a Tuesday is no week."""
    last = [week for week in found.weeks if week.monday + timedelta(days=4) <= _day(found)][-WEEKS_FALLING:]
    shares = [_share(week) for week in last]
    steps = [change(b, a) for a, b in pairwise(shares)]
    fell = change(shares[-1], shares[0]) if len(shares) == WEEKS_FALLING else None
    if fell is None or fell.tenths > -FELL_BY or any(step is None or step.tenths >= 0 for step in steps):
        return None
    return Sign(5, "falling", f"Attendance has fallen three weeks running: {together([str(s) for s in shares])}.")


def _persistent(found: Figures) -> Sign | None:
    rose = moved(found)
    if rose is None or rose.tenths < ROSE_BY or found.then is None or found.since is None:
        return None
    if found.whole.persistent - found.then.persistent < MORE_PUPILS:
        return None
    then, now = Share(found.then.persistent, found.then.pupils), Share(found.whole.persistent, found.whole.pupils)
    return Sign(6, "persistent", f"Persistent absence rose from {then} to {now} since {short_day(found.since)}.")


def _severe(found: Figures) -> Sign | None:
    if found.then is None or found.since is None:
        return None
    then, now = Share(found.then.severe, found.then.pupils), Share(found.whole.severe, found.whole.pupils)
    rose = change(now, then)
    if rose is None or rose.tenths < SEVERE_ROSE_BY or found.whole.severe - found.then.severe < MORE_SEVERE:
        return None
    return Sign(7, "severe", f"Severe absence rose from {then} to {now} since {short_day(found.since)}.")


def _share(week: Week) -> Share:
    return Share(week.totals.attended, week.totals.possible)


def _day(found: Figures) -> date:
    return found.counted_to or date.min


def _moment(at: datetime) -> str:
    return f"{short_day(at.date())}, {wall_clock(at)}"
