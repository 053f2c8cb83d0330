"""When a message may go: not in the school's quiet hours, nor at weekends where it says so (COM-A)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rollbook.rules.actor import LONDON

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours in which nothing goes, by English local time; `starts` equal to `ends` means none.

    They may run over midnight. With `weekends`, Saturday and Sunday are quiet all day.
    """

    starts: time
    ends: time
    weekends: bool = False

    def is_quiet(self, moment: datetime) -> bool:
        local = moment.astimezone(LONDON)
        if self.weekends and local.weekday() >= SATURDAY:
            return True
        if self.starts <= self.ends:
            return self.starts <= local.time() < self.ends
        return local.time() >= self.starts or local.time() < self.ends


def goes_at(moment: datetime, quiet: QuietHours) -> datetime:
    """The moment itself, or the first one after it that is not quiet."""
    goes = moment
    while quiet.is_quiet(goes):
        local = goes.astimezone(LONDON)
        ends = local.replace(hour=quiet.ends.hour, minute=quiet.ends.minute, second=0, microsecond=0)
        # Only a weekend is quiet outside the hours: then the next midnight is looked at.
        goes = ends if ends > local and local.time() < quiet.ends else _midnight_after(local)
    return goes


def _midnight_after(local: datetime) -> datetime:
    return datetime.combine(local.date() + timedelta(days=1), time(), LONDON)
