"""What is announced of the daily lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class DailyPolicySet(Event):
    """At which time which daily list is announced, from a day on."""

    verb: ClassVar[str] = "set when daily lists are announced"
    version: int
    from_day: date

    @property
    def subject(self) -> str:
        return f"daily-policy:{self.version}"


@dataclass(frozen=True, slots=True)
class DailyListsAnnounced(Event):
    """These lists were announced to so many readers: counts and an address, no name of a pupil."""

    verb: ClassVar[str] = "announced daily lists"
    on: date
    lists: tuple[str, ...]
    readers: int

    @property
    def subject(self) -> str:
        return f"daily-lists:{self.on.isoformat()}"
