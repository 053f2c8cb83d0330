"""What a step does beyond recording: declared by its process, done in the transaction of the step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rollbook.rules.actor import Actor
from rollbook.rules.process import Taken


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case as what follows from its steps sees it: pupil and contact are keys."""

    public_id: UUID
    process: str
    pupil: int
    contact: int | None
    opened_on: date
    source: str


Doing = Callable[[Actor, CaseRef, Taken, Any], None]

_known: dict[tuple[str, str], list[Doing]] = {}


def does(process: str, step: str) -> Callable[[Doing], Doing]:
    """Declare what else is done when a step is taken (`take-back:<step>` for when it is taken back)."""

    def declare(doing: Doing) -> Doing:
        those = _known.setdefault((process, step), [])
        if doing not in those:
            those.append(doing)
        return doing

    return declare


def do(actor: Actor, case: CaseRef, taken: Taken, facts: object, *, back: bool = False) -> None:
    """Do what follows from a step, in the order in which it was declared."""
    for doing in _known.get((case.process, f"take-back:{taken.step}" if back else taken.step), []):
        doing(actor, case, taken, facts)
