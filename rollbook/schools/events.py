"""What the schools part announces: changes of calendar, times, policy and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class TrustCreated(Event):
    verb: ClassVar[str] = "created the trust"
    trust: int

    @property
    def subject(self) -> str:
        return f"trust:{self.trust}"


@dataclass(frozen=True, slots=True)
class SchoolCreated(Event):
    verb: ClassVar[str] = "created the school"
    school: int

    @property
    def subject(self) -> str:
        return f"school:{self.school}"


@dataclass(frozen=True, slots=True)
class SiteAdded(Event):
    verb: ClassVar[str] = "added a site"
    site: int

    @property
    def subject(self) -> str:
        return f"site:{self.site}"


@dataclass(frozen=True, slots=True)
class TermAdded(Event):
    verb: ClassVar[str] = "added a term"
    term: int
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"term:{self.term}"


@dataclass(frozen=True, slots=True)
class TermChanged(Event):
    verb: ClassVar[str] = "changed a term"
    term: int
    first_was: date
    last_was: date
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"term:{self.term}"


@dataclass(frozen=True, slots=True)
class TermRemoved(Event):
    verb: ClassVar[str] = "removed a term"
    term: int
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"term:{self.term}"


@dataclass(frozen=True, slots=True)
class ClosureAdded(Event):
    """`kind` is one of half-term, inset, bank-holiday, occasional, polling, unplanned."""

    verb: ClassVar[str] = "added a closure"
    closure: int
    kind: str
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"closure:{self.closure}"


@dataclass(frozen=True, slots=True)
class ClosureRemoved(Event):
    verb: ClassVar[str] = "removed a closure"
    closure: int
    kind: str
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"closure:{self.closure}"


@dataclass(frozen=True, slots=True)
class BankHolidaysSeeded(Event):
    verb: ClassVar[str] = "added the bank holidays"
    year: int
    added: int


@dataclass(frozen=True, slots=True)
class SessionTimesSet(Event):
    verb: ClassVar[str] = "set session times"
    session_time: int
    half: int
    from_day: date

    @property
    def subject(self) -> str:
        return f"session-time:{self.session_time}"


@dataclass(frozen=True, slots=True)
class SessionTimesEnded(Event):
    verb: ClassVar[str] = "ended session times"
    session_time: int
    last: date

    @property
    def subject(self) -> str:
        return f"session-time:{self.session_time}"


@dataclass(frozen=True, slots=True)
class LessonTimesSet(Event):
    verb: ClassVar[str] = "set lesson times"
    lessons: int
    from_day: date


@dataclass(frozen=True, slots=True)
class PolicySet(Event):
    verb: ClassVar[str] = "set the attendance policy"
    version: int
    from_day: date
