"""On SQLite one writes at a time; the next is woken when the one before is done, instead of looking again later."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write, among all threads and processes that write to this database's file.

    SQLite itself waits by sleeping, ever longer, up to a tenth of a second: of sixty who save at once the last
    would be the one who slept at the wrong moments. It only orders; SQLite's own lock still decides, also for
    whoever writes without asking for a turn.
    """
    beside = _file()
    if not beside or connection.in_atomic_block:
        yield
        return
    with held(beside):
        yield


@contextmanager
def held(path: str) -> Iterator[None]:
    """Hold a file while the block runs; whoever dies gives it back."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _file() -> str:
    """Beside the database's own file; empty on PostgreSQL, which lets several write, and in memory."""
    name = str(connection.settings_dict["NAME"])
    in_memory = name.startswith("file:") or name == ":memory:"
    return "" if connection.vendor != "sqlite" or in_memory else f"{name}-turn"
