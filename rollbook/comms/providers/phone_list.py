"""Calls that people make: handing over means that it stands on the calling list, on the screen or on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rollbook.comms.providers.heard import Heard, NotProved
from rollbook.comms.providers.shape import Handed, Line, Outcome, Outgoing, Setting


class PhoneList:
    """The office's own telephone."""

    name = "phone-list"
    label = "Calling list: people ring"
    channel = "voice"
    encloses = False
    settings: tuple[Setting, ...] = ()

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        yield _Line()

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        """Who rings ticks the outcome on the page."""
        raise NotProved


class _Line:
    def hand_over(self, message: Outgoing) -> Handed:
        return Handed(Outcome.HANDED, ref=f"list-{message.ref}")

    def ask(self, ref: str) -> Handed | None:
        return Handed(Outcome.HANDED, ref=f"list-{ref}")
