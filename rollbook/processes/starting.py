"""Making the processes known when the house starts: to the caseload, and their letters to those who write them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib import import_module
from importlib.util import find_spec

from rollbook.cases.actions.writing import letter_key
from rollbook.cases.known import know
from rollbook.comms.facts import tells
from rollbook.comms.letter_texts import bring
from rollbook.processes import PROCESSES
from rollbook.processes.declared import declared
from rollbook.processes.letters import letters_of
from rollbook.processes.returns import makes_a_return
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess


def start() -> None:
    """Make every process known, with its letters, their fields, what its steps do, and what it looks up."""
    found = [declared(key) for key in PROCESSES]
    for process in found:
        know(process, sends=makes_a_return(process.key))
        for text in letters_of(process):
            bring(text)
        for beside in ("doing", "looking"):
            if find_spec(f"rollbook.processes.{process.key}.{beside}"):
                import_module(f"rollbook.processes.{process.key}.{beside}")
    tells("processes", {name: says for process in found for name, says in process.fields.items()})(_of_cases_alone)


def letters_wanted(process: AnyProcess) -> frozenset[str]:
    """The templates that the steps of a process write."""
    return frozenset(letter_key(process, step) for step in process.steps if step.letter)


def _of_cases_alone(actor: Actor, pupils: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Outside a case nothing is known for these fields: a letter that has them is written by its step."""
    return {}
