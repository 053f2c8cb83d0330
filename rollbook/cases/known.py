"""The processes of which cases can be opened; `processes` names them when the house starts."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.rules.process import AnyProcess
from rollbook.rules.refused import NotFound

_known: dict[str, AnyProcess] = {}
_sends: set[str] = set()


def know(process: AnyProcess, *, sends: bool = False) -> None:
    """Name a process, and whether its cases send something to the authority; the same one twice is one."""
    if _known.get(process.key, process) is not process:
        raise ValueError(f"two processes are called “{process.key}”")
    _known[process.key] = process
    if sends:
        _sends.add(process.key)


def sends_a_return(key: str) -> bool:
    """Whether a case of that process has something that goes to the local authority."""
    return key in _sends


def processes() -> Mapping[str, AnyProcess]:
    """Every process by its key, in the order in which the office reads them."""
    return _known


def the_process(key: str) -> AnyProcess:
    """The process of that key; NotFound for none."""
    if key not in _known:
        raise NotFound("There is no such process.")
    return _known[key]
