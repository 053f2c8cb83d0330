"""What the caseload announces: ids, processes, steps and days, never what is written in a case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfCase(Event):
    """Something about one case."""

    case: uuid.UUID
    process: str

    @property
    def subject(self) -> str:
        return f"case:{self.case}"


@dataclass(frozen=True, slots=True)
class CaseOpened(_OfCase):
    """A case began."""

    verb: ClassVar[str] = "opened a case"
    rule: str


@dataclass(frozen=True, slots=True)
class StepTaken(_OfCase):
    """A step was taken in a case."""

    verb: ClassVar[str] = "took a step"
    number: int
    step: str
    choice: str


@dataclass(frozen=True, slots=True)
class StepTakenBack(_OfCase):
    """A step was taken back, with a reason."""

    verb: ClassVar[str] = "took back a step"
    number: int
    step: str


@dataclass(frozen=True, slots=True)
class FactsCorrected(_OfCase):
    """What is known in a case was corrected."""

    verb: ClassVar[str] = "corrected what is known in a case"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseClosed(_OfCase):
    """A case ended with an outcome."""

    verb: ClassVar[str] = "closed a case"
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseReopened(_OfCase):
    """A closed case was opened again, with a reason."""

    verb: ClassVar[str] = "opened a case again"


@dataclass(frozen=True, slots=True)
class CaseRests(_OfCase):
    """A case rests: the clocks that may pause stand still."""

    verb: ClassVar[str] = "let a case rest"


@dataclass(frozen=True, slots=True)
class CaseResumed(_OfCase):
    """A rest ended."""

    verb: ClassVar[str] = "resumed a case"


@dataclass(frozen=True, slots=True)
class CaseNoted(_OfCase):
    """Something was written down in a case, or a file put into it."""

    verb: ClassVar[str] = "noted something in a case"


@dataclass(frozen=True, slots=True)
class NoticeSettled(_OfCase):
    """A person decided what follows from a notice."""

    verb: ClassVar[str] = "settled a notice"


@dataclass(frozen=True, slots=True)
class CasesGiven(Event):
    """Cases have another owner."""

    verb: ClassVar[str] = "gave cases to somebody"
    cases: tuple[uuid.UUID, ...]
    owner: int | None
    role: str


@dataclass(frozen=True, slots=True)
class SuggestionAnswered(Event):
    """A person opened or dismissed what Rollbook suggested."""

    verb: ClassVar[str] = "answered a suggestion"
    suggestion: uuid.UUID
    process: str
    answer: str

    @property
    def subject(self) -> str:
        return f"suggestion:{self.suggestion}"


@dataclass(frozen=True, slots=True)
class Reassessed(Event):
    """Every trigger was asked again: how many cases were opened, suggested, raised as notices, and re-timed."""

    verb: ClassVar[str] = "reassessed the school"
    opened: int
    suggested: int
    raised: int
    timed: int


@dataclass(frozen=True, slots=True)
class StagesSet(Event):
    """The school wrote its own stages of a process, from a day on."""

    verb: ClassVar[str] = "set the stages of a process"
    process: str
    version: int
    from_day: date

    @property
    def subject(self) -> str:
        return f"stages:{self.process}"
