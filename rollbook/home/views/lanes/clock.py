"""The line under the date: now, where registers stand, and the next deadline in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rollbook.absence.words import short_day, span, wall_clock
from rollbook.home.queries import Moment, Stage, Today
from rollbook.rules.sessions import Half


@dataclass(frozen=True, slots=True)
class ClockPart:
    """A piece of the line under the date; `hot` when it presses."""

    says: str
    hot: bool = False


def clock_line(today: Today) -> list[ClockPart]:
    """Now, where registers stand, and the next deadline in words."""
    moment = today.moment
    parts = [ClockPart(wall_clock(moment.now))]
    if moment.stage is Stage.NO_SCHOOL:
        parts.append(ClockPart(_no_school(moment)))
        return parts
    if moment.window is None:
        parts.append(ClockPart("no session times are set for today: add them under Set-up, Times", hot=True))
        return parts
    parts.append(ClockPart(_registers(moment)))
    if moment.unplanned:
        parts.append(ClockPart(f"unexpected closure: {moment.unplanned} (code Y4)", hot=True))
    deadline = _reached(today)
    return [*parts, deadline] if deadline else parts


def _no_school(moment: Moment) -> str:
    why = moment.closed_for or ("the weekend" if moment.on.weekday() >= 5 else "no session today")
    after = f" · next school day {short_day(moment.after)}" if moment.after else " · no further school day is known"
    return f"No school: {why}{after}"


def _registers(moment: Moment) -> str:
    window, now = moment.window, moment.now
    if window is None:
        return ""
    which = f"{moment.half.label} registers"
    if moment.stage is Stage.BEFORE:
        return f"{which} open {wall_clock(window.opens)}, in {span(_minutes(now, window.opens))}"
    if moment.stage is Stage.OPEN:
        return f"{which} close {wall_clock(window.closes)}, in {span(_minutes(now, window.closes))}"
    closed = f"{which} closed {wall_clock(window.closes)}"
    if moment.stage is Stage.CLOSED:
        return closed
    after = f", next {short_day(moment.after)}" if moment.after and moment.half is Half.PM else ""
    return f"{closed} · {moment.half.label} session over{after}"


def _reached(today: Today) -> ClockPart | None:
    """How long is left to reach every family (the school's policy); quiet when there is nobody to reach."""
    by = today.moment.contact_by
    left = len(today.families) + len(today.first)
    if by is None or today.moment.stage in (Stage.BEFORE, Stage.OVER):
        return None
    if not left:
        return ClockPart("every family reached") if not today.waiting else None
    at = wall_clock(by)
    if today.moment.now < by:
        return ClockPart(f"every family reached by {at}: {span(_minutes(today.moment.now, by))}", hot=True)
    families = "1 family" if left == 1 else f"{left} families"
    return ClockPart(f"{families} still to reach, due by {at}", hot=True)


def _minutes(now: datetime, until: datetime) -> int:
    return max(1, -int((now - until).total_seconds() // 60))
