"""What the absence line announces: a report came, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfReport(Event):
    """Anything that happened to one report."""

    report: uuid.UUID

    @property
    def subject(self) -> str:
        return f"report:{self.report}"


@dataclass(frozen=True, slots=True)
class ReportTaken(_OfReport):
    """Somebody told the school about an absence."""

    verb: ClassVar[str] = "took a report of an absence"
    way: str


@dataclass(frozen=True, slots=True)
class ReportFiled(_OfReport):
    """A person made marks or planned absences of a report; how many sessions of each, and how many were refused."""

    verb: ClassVar[str] = "filed a report of an absence"
    pupils: tuple[str, ...]
    code: str
    first: date
    last: date
    settled: int
    planned: int
    refused: int


@dataclass(frozen=True, slots=True)
class FilingTakenBack(_OfReport):
    """What had been made of a report was taken back through the registers."""

    verb: ClassVar[str] = "took back what was filed from a report"
    sessions: int


@dataclass(frozen=True, slots=True)
class ReportRejected(_OfReport):
    """A report was put aside, with a reason, and kept."""

    verb: ClassVar[str] = "put a report of an absence aside"


@dataclass(frozen=True, slots=True)
class ReportParted(_OfReport):
    """A report about several children became one for each; `parts` are the new ones."""

    verb: ClassVar[str] = "took a report of an absence apart, one for each child"
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportReopened(_OfReport):
    """A report that had been put aside waits again."""

    verb: ClassVar[str] = "took a report of an absence up again"


@dataclass(frozen=True, slots=True)
class RingBackWanted(_OfReport):
    """A report waits until somebody has rung a number that the school holds."""

    verb: ClassVar[str] = "asked that somebody rings back about a report"
    why: str


@dataclass(frozen=True, slots=True)
class RingBackDone(_OfReport):
    """Somebody rang a number that the school holds about a report; `confirmed` is whether it proved true."""

    verb: ClassVar[str] = "rang back about a report"
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CallNoteKept(Event):
    """Somebody began to note a call down."""

    verb: ClassVar[str] = "began to note a call"
    note: uuid.UUID

    @property
    def subject(self) -> str:
        return f"call-note:{self.note}"
