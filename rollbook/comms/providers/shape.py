"""What every provider looks like."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rollbook.comms.providers.heard import Heard


class Outcome(StrEnum):
    """How an attempt to hand a message over ended."""

    HANDED = "handed"
    AGAIN = "again"
    FAILED = "failed"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with an e-mail; `media` may carry parameters, as `text/calendar; method=REQUEST`."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way: `ref` is our own id of it, the same at each attempt."""

    ref: str
    to: str
    subject: str
    words: str
    purpose: str = ""
    enclosed: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """What a provider answered: its own reference when it took the message, else why not, in the office's words.

    `line_down` says that nothing else can go on this line now.
    """

    outcome: Outcome
    ref: str = ""
    why: str = ""
    line_down: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an account with a provider must say; a secret one is never shown again."""

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    needed: bool = True


def without_addresses(said: str) -> str:
    """What a provider said, without the addresses and numbers that stand in it as often as not."""
    return " ".join(word for word in said.split() if "@" not in word and sum(map(str.isdigit, word)) < 6)[:160]


class Line(Protocol):
    """An open line to a provider."""

    def hand_over(self, message: Outgoing) -> Handed:
        """Hand one message over; never raises for what the network or the provider does."""
        ...

    def ask(self, ref: str) -> Handed | None:
        """What the provider knows of a message by our own id of it; None when it cannot say."""
        ...


class Provider(Protocol):
    """One way out of the house."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def encloses(self) -> bool:
        """Whether it takes files along."""
        ...

    @property
    def settings(self) -> tuple[Setting, ...]: ...

    def opened(self, kept: Mapping[str, str]) -> AbstractContextManager[Line]:
        """A line for a batch of messages, closed at its end whatever happens."""
        ...

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        """What it tells us by itself, proved with the account's `receipts_secret`.

        NotProved when it is not; ValueError, KeyError, TypeError or AttributeError when it cannot be read.
        """
        ...
