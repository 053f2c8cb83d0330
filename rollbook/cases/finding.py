"""What begins a case by the school's own policy, which a declaration cannot know: asked for all pupils at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollbook.rules.actor import Actor
from rollbook.rules.process import Trigger
from rollbook.rules.stages import Measure, Stage
from rollbook.rules.standing import Standing

Find = Callable[[Actor, Mapping[int, Standing]], Mapping[int, Trigger]]

_finders: dict[str, Find] = {}
_staged: dict[str, Staged] = {}


@dataclass(frozen=True, slots=True)
class Staged:
    """A process that runs by the school's stages: what they may look at, and those it has until it writes its own."""

    process: str
    measures: tuple[Measure, ...]
    usual: tuple[Stage, ...]


def finds(process: str) -> Callable[[Find], Find]:
    """Declare what finds the pupils for whom a case should begin: by pupil's key, in few statements."""

    def declare(find: Find) -> Find:
        _finders[process] = find
        return find

    return declare


def finders() -> Mapping[str, Find]:
    return _finders


def run_by_stages(staged: Staged) -> None:
    """Declare a process whose stages the school writes."""
    _staged[staged.process] = staged


def staged_processes() -> Mapping[str, Staged]:
    return _staged
