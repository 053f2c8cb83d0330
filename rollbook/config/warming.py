"""Kernels and charts, ready before anybody asks for a report: compiled once for a home, loaded by every web process.

The compiler works in a process of its own (`python -m rollbook.config.warming`), so that no page waits behind it.
"""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep

# The first pages of a start come before it.
_SETTLES = 1.0


def warm_in_background() -> None:
    """Begin, and return at once."""
    Thread(target=_warm, daemon=True, name="kernels").start()


def main() -> None:
    """Compile what is not compiled yet, one process at a time; end early with whoever started us."""
    Thread(target=_end_with_input, daemon=True).start()
    kept = _kept()
    with suppress(OSError):  # nothing can be kept here: each process works without, or compiles for itself
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (kept / "compiling").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            from rollbook.analytics.warming import warm

            warm()


def _warm() -> None:
    sleep(_SETTLES)
    if not any(_kept().glob("*/*.nbc")):
        command = [sys.executable, "-m", "rollbook.config.warming"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as compiling:  # noqa: S603
            compiling.wait()
    from rollbook.analytics.warming import warm
    from rollbook.web import charts

    warm()
    charts.warm()
    gc.freeze()  # numba stays for good, as the rest of Rollbook does (see wsgi)


def _kept() -> Path:
    return Path(os.environ["NUMBA_CACHE_DIR"])


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
