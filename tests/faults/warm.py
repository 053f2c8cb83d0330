"""A process that has loaded Rollbook and never serves: of it each new server is a copy, so that a start costs nothing.

`python -m tests.faults.warm PORT THREADS`: a line on standard input starts a server and is answered with its process
id; once that server has been killed, the next line is answered when it is gone.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module

from rollbook.config import web_server


def load() -> None:
    """What a server loads at its start, and nothing that belongs to one process alone."""
    import_module("rollbook.config.wsgi")
    import_module("rollbook.config.urls")
    assert threading.active_count() == 1, "a copy is made of one thread only"


def copy() -> tuple[int, int]:
    """A server in a process group of its own; its id, and the end of its standard input that keeps it open."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid:
        os.close(reads)
        return pid, writes
    os.setsid()
    os.close(writes)
    os.dup2(reads, 0)
    os.dup2(2, 1)
    sys.argv = ["web_server", "127.0.0.1", sys.argv[1], "1", sys.argv[2]]
    web_server.main()
    os._exit(0)


def main() -> None:
    load()
    sys.stdout.write("loaded\n")
    sys.stdout.flush()
    while sys.stdin.readline():
        pid, kept = copy()
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)
        os.close(kept)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
