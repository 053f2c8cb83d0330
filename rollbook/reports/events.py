"""What is announced of reports: ids and counts, never figures or names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class AboutSaved(Event):
    """Something was done to a saved report."""

    verb: ClassVar[str] = "worked on a saved report"
    saved: uuid.UUID

    @property
    def subject(self) -> str:
        return f"saved-report:{self.saved}"


@dataclass(frozen=True, slots=True)
class ReportSaved(AboutSaved):
    """What was asked of a report was kept under a name, for oneself or shared."""

    verb: ClassVar[str] = "saved a report"
    kind: str
    shared: str


@dataclass(frozen=True, slots=True)
class ListChanged(AboutSaved):
    """A saved list of pupils got another definition."""

    verb: ClassVar[str] = "changed a saved list"


@dataclass(frozen=True, slots=True)
class ReportRetired(AboutSaved):
    """A saved report was taken off the page; what was sent of it ends with it."""

    verb: ClassVar[str] = "took a saved report off the page"


@dataclass(frozen=True, slots=True)
class ReportScheduled(AboutSaved):
    """A saved report is sent to so many readers from now on."""

    verb: ClassVar[str] = "arranged for a report to be sent"
    schedule: uuid.UUID
    every: str
    readers: int


@dataclass(frozen=True, slots=True)
class ScheduleEnded(AboutSaved):
    """A report is sent no more."""

    verb: ClassVar[str] = "ended the sending of a report"
    schedule: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReportSent(AboutSaved):
    """A report was sent for a day: to so many readers, and left out for so many."""

    verb: ClassVar[str] = "sent a report"
    schedule: uuid.UUID
    on: date
    sent: int
    left_out: int
