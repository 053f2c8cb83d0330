"""The processes of which cases can be opened; `processes` names them when the house starts."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.rules.process import AnyProcess
from rollbook.rules.refused import NotFound

_known: dict[str, AnyProcess] = {}


def know(process: AnyProcess) -> None:
    """Name a process; the same one twice is one."""
    if _known.get(process.key, process) is not process:
        raise ValueError(f"two processes are called “{process.key}”")
    _known[process.key] = process


def processes() -> Mapping[str, AnyProcess]:
    """Every process by its key, in the order in which the office reads them."""
    return _known


def the_process(key: str) -> AnyProcess:
    """The process of that key; NotFound for none."""
    if key not in _known:
        raise NotFound("There is no such process.")
    return _known[key]
