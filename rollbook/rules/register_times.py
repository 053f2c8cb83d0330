"""When a register is open, and whether a pupil who comes late is L or U.

The law turns on when taking really began and ended; the window is the school's policy (REG-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from rollbook.rules.sources import refuse

# REG-4: statutory guidance, the longest a register may stay open.
LONGEST_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Window:
    """The times between which the school's policy keeps a register open; refuses more than 30 minutes (REG-4)."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise refuse(
                "REG-4",
                f"The register closes at {self.closes:%H:%M}, which is not after it opens "
                f"({self.opens:%H:%M}). Correct one of the two times.",
            )
        if self.minutes > LONGEST_MINUTES:
            raise refuse(
                "REG-4",
                f"The register would be open for {self.minutes} minutes. It may stay open for "
                f"{LONGEST_MINUTES} at most: close it by {_plus(self.opens, LONGEST_MINUTES):%H:%M}.",
            )

    @property
    def minutes(self) -> int:
        return _minute(self.closes) - _minute(self.opens)


@dataclass(frozen=True, slots=True)
class Taking:
    """The moments of one register: the policy's window, and when taking really began and ended where known.

    All aware datetimes of the same day (REG-4).
    """

    opens: datetime
    closes: datetime
    really_began: datetime | None = None
    really_ended: datetime | None = None

    @property
    def began(self) -> datetime:
        return self.really_began or self.opens

    @property
    def ended(self) -> datetime:
        return self.really_ended or self.closes

    @property
    def overran(self) -> bool:
        """Whether taking really lasted longer than the guidance allows."""
        return (self.ended - self.began).total_seconds() > LONGEST_MINUTES * 60


def late_code(arrived: datetime, began: datetime, ended: datetime, session_ends: datetime) -> str | None:
    """L or U for a pupil who arrives at that moment, or None for one who was there in time (COD-3).

    Refuses an arrival after the session ended: that pupil was absent for it.
    """
    if arrived <= began:
        return None
    if arrived < ended:
        return "L"
    if arrived < session_ends:
        return "U"
    raise refuse(
        "COD-3",
        f"The pupil arrived at {arrived:%H:%M}, after the session ended at {session_ends:%H:%M}. Record the "
        "absence and its reason for this session.",
    )


def minutes_late(arrived: datetime, began: datetime) -> int:
    """Whole minutes after register-taking began, 0 for a pupil in time."""
    return max(0, int((arrived - began).total_seconds()) // 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _plus(at: time, minutes: int) -> time:
    hours, rest = divmod(_minute(at) + minutes, 60)
    return time(hours % 24, rest)
