"""When a save was entered and when it reached the server: the server's clock counts, a device's may be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.rules.actor import LONDON

# A save that reaches the server so much later than its device says has waited for its network.
WAITED = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The server's moment of a save and, where it is known, its device's; aware datetimes."""

    now: datetime
    taken_at: datetime | None = None

    @property
    def waited(self) -> bool:
        """Whether it was not entered as it arrived, so that nothing can be worked out from its arrival."""
        return self.taken_at is not None and abs(self.now - self.taken_at) > WAITED

    def entered_between(self, first: datetime, last: datetime) -> str:
        """When the device says that it was entered, e.g. “08:47”; empty unless it waited and that lies between."""
        if not self.waited or self.taken_at is None or not first <= self.taken_at < last:
            return ""
        return f"{self.taken_at.astimezone(LONDON):%H:%M}"
