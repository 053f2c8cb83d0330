"""What a process shows of a case beyond what its facts and the marks say: asked of the office as the case is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rollbook.cases.doing import CaseRef
from rollbook.rules.actor import Actor
from rollbook.rules.process import Panel, Situation

Looking = Callable[[Actor, CaseRef, Any, Situation], tuple[Panel, ...]]

_known: dict[str, Looking] = {}


def looks(process: str) -> Callable[[Looking], Looking]:
    """Declare what else the cases of a process show: panels, in few statements, each what this actor may know."""

    def declare(looking: Looking) -> Looking:
        _known[process] = looking
        return looking

    return declare


def look(actor: Actor, case: CaseRef, facts: object, situation: Situation) -> tuple[Panel, ...]:
    """The panels of a case that its process asks the office for; none for most."""
    looking = _known.get(case.process)
    return looking(actor, case, facts, situation) if looking else ()
