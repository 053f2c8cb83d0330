"""What can go wrong between us and a provider, at the moments where it matters."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    """What a provider does with the next message; each of these happens in the world."""

    NONE = "takes it"
    HANGS_UP_BEFORE = "breaks off before it has taken the message"
    HANGS_UP_AFTER = "takes the message and breaks off without an answer"
    FAILS_AFTER = "takes the message and says that something went wrong"
    BUSY = "says that it is busy"
    REFUSES = "refuses it for good"


Faults = Callable[[], Fault]


def no_faults() -> Fault:
    return Fault.NONE
