"""What is announced of reports: ids and counts, never figures or names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event

_SAVED = ("saved-report", "saved")


@dataclass(frozen=True, slots=True)
class ReportSaved(Event):
    """What was asked of a report was kept under a name, for oneself or shared."""

    verb: ClassVar[str] = "saved a report"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID
    kind: str
    shared: str


@dataclass(frozen=True, slots=True)
class ListChanged(Event):
    """A saved list of pupils got another definition."""

    verb: ClassVar[str] = "changed a saved list"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReportRetired(Event):
    """A saved report was taken off the page; what was sent of it ends with it."""

    verb: ClassVar[str] = "took a saved report off the page"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReportScheduled(Event):
    """A saved report is sent to so many readers from now on."""

    verb: ClassVar[str] = "arranged for a report to be sent"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID
    schedule: uuid.UUID
    every: str
    readers: int


@dataclass(frozen=True, slots=True)
class ScheduleEnded(Event):
    """A report is sent no more."""

    verb: ClassVar[str] = "ended the sending of a report"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID
    schedule: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReportSent(Event):
    """A report was sent for a day: to so many readers, and left out for so many."""

    verb: ClassVar[str] = "sent a report"
    about: ClassVar[tuple[str, str] | None] = _SAVED
    saved: uuid.UUID
    schedule: uuid.UUID
    on: date
    sent: int
    left_out: int
