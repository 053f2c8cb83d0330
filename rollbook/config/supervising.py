"""Several processes as one: they start together, and when one ends or a signal comes, all end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event

GRACE = 8.0


class Together:
    """Child processes, each in a group of its own and holding a pipe that closes when we die."""

    def __init__(self) -> None:
        self.stop = Event()
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str]) -> None:
        self._children[name] = subprocess.Popen(  # noqa: S603  # our own interpreter and modules
            command, stdin=subprocess.PIPE, start_new_session=True
        )

    def ended(self) -> str | None:
        """The name of a child that is no longer running."""
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def wait_until(self, true: Callable[[], bool], pause: float) -> bool:
        """Wait for it; False when a signal came or a child ended first."""
        while not self.stop.is_set() and self.ended() is None:
            if true():
                return True
            self.stop.wait(pause)
        return False

    def end(self) -> None:
        """Ask every child to end, and end for good what has not within eight seconds."""
        for child in self._children.values():
            _signal(child, signal.SIGTERM)
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GRACE)
            # Also what the child itself has started and left behind.
            _signal_group(child, signal.SIGKILL)
            child.wait()

    @contextmanager
    def until_signalled(self) -> Iterator[None]:
        """SIGTERM and Ctrl-C set `stop` inside this block; all children are ended after it."""
        before = {sign: signal.signal(sign, lambda *_: self.stop.set()) for sign in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            self.end()
            for sign, handler in before.items():
                signal.signal(sign, handler)


def _signal(child: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    if child.poll() is None:
        child.send_signal(sign)


def _signal_group(child: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, sign)
