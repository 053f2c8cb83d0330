"""What the parents' form announces: ids only, the same for a number that is known and one that is not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfVisit(Event):
    """Something about one use of the form."""

    visit: uuid.UUID

    @property
    def subject(self) -> str:
        return f"parents-form:{self.visit}"


@dataclass(frozen=True, slots=True)
class ParentFormSet(Event):
    """The form for parents was switched on or off, or says something else about leave."""

    verb: ClassVar[str] = "set the form for parents"
    is_on: bool


@dataclass(frozen=True, slots=True)
class CodeAskedFor(_OfVisit):
    """Somebody typed a number or address into the form; whether it is one we hold is not looked at yet."""

    verb: ClassVar[str] = "asked for a code for the form for parents"


@dataclass(frozen=True, slots=True)
class CodeSent(_OfVisit):
    """A code went to a contact."""

    verb: ClassVar[str] = "sent a code for the form for parents"


@dataclass(frozen=True, slots=True)
class CodeTried(_OfVisit):
    """A code was typed; `right` when it was the one."""

    verb: ClassVar[str] = "typed a code into the form for parents"
    right: bool


@dataclass(frozen=True, slots=True)
class ParentReported(_OfVisit):
    """A contact sent the form; the report is told of where reports are."""

    verb: ClassVar[str] = "reported an absence by the form for parents"
    report: uuid.UUID


@dataclass(frozen=True, slots=True)
class ParentVisitsForgotten(Event):
    """What the form kept of its visits was deleted, two days after them."""

    verb: ClassVar[str] = "forgot visits to the form for parents"
    count: int
