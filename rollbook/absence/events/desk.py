"""What is announced when absences are settled, and when families are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class FamiliesTexted(Event):
    """Families were told that a child is not in school and nobody knows why; how many texts."""

    verb: ClassVar[str] = "texted families about today's absences"
    on: date
    half: int
    texts: int


@dataclass(frozen=True, slots=True)
class ReasonsSettled(Event):
    """Absences without a reason were given their code; how many, and what became of the rest."""

    verb: ClassVar[str] = "settled absences without a reason"
    pupils: tuple[str, ...]
    settled: int
    refused: int
    conflicts: int

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupils[0]}" if len(self.pupils) == 1 else "absence:no-reason"
