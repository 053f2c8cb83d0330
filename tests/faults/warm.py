"""A process that has loaded Rollbook and does nothing: of it each new server or worker is a copy, which is quick.

`python -m tests.faults.warm web PORT THREADS`, `… worker` or `… second`: each line on standard input starts one.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import datetime
from importlib import import_module
from select import select
from time import sleep
from typing import NoReturn

import time_machine

from rollbook.config import cli, web_server

LOADS = {
    "web": ("rollbook.config.wsgi", "rollbook.config.urls"),
    "worker": ("rollbook.config.wsgi", "rollbook.config.wiring", "rollbook.config.schedule"),
    "second": ("rollbook.config.wsgi", "rollbook.config.wiring", "rollbook.config.schedule"),
}


def serve(_: str) -> None:
    sys.argv = ["web_server", "127.0.0.1", sys.argv[2], "1", sys.argv[3]]
    web_server.main()


def work(moment: str) -> None:
    """Work, from this moment on: what takes half an hour in a school is not waited for."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        cli.main(["work", "--workers", "2", "--end-with-input"])


def hand_over_too(moment: str) -> None:
    """Hand over what is due again and again, beside the worker: as if its lease had ended and another had its job."""
    from django.db import DatabaseError

    from rollbook.comms.jobs import hand_over
    from rollbook.config.clock import now
    from rollbook.schools.queries import every_school, rollbook_at

    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        while True:
            try:
                for school in every_school():
                    hand_over(rollbook_at(school, now()))
            except DatabaseError:  # the other has it at the moment
                sleep(0.02)
            sleep(0.05)


def copied(kind: str, word: str) -> tuple[int, int]:
    """A process in a group of its own; its id, and the end of its standard input that keeps it open."""
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        _be(kind, word, reads, writes)
    os.setpgid(pid, pid)
    os.close(reads)
    return pid, writes


def _be(kind: str, word: str, reads: int, writes: int) -> NoReturn:
    os.setpgid(0, 0)
    os.close(writes)
    os.dup2(reads, 0)
    os.dup2(2, 1)
    {"web": serve, "worker": work, "second": hand_over_too}[kind](word)
    os._exit(0)


def main() -> None:
    kind = sys.argv[1]
    for module in LOADS[kind]:
        import_module(module)
    assert threading.active_count() == 1, "a copy is made of one thread only"
    _say("loaded")
    while line := os.read(0, 1024):
        pid, kept = copied(kind, line.decode().strip())
        _say(str(pid))
        _await_end_of(pid)
        os.close(kept)
        _say("gone")


def _await_end_of(pid: int) -> None:
    """Wait until it is gone; it goes too when whoever asked for it has gone, however that came about."""
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if select([0], [], [], 0.01)[0]:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
