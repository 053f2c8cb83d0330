"""The web process of `rollbook serve`: granian with Rollbook's WSGI application, ended with its starter."""

from __future__ import annotations

import argparse
import os
import signal
from threading import Thread

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

APPLICATION = "rollbook.config.web_application:application"


def main() -> None:
    """Serve on an address and port until SIGTERM, or until standard input is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    parser.add_argument("processes", type=int)
    parser.add_argument("threads", type=int)
    args = parser.parse_args()
    Thread(target=_await_end_of_input, daemon=True).start()
    server = Server(
        APPLICATION,
        address=args.address,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.processes,
        blocking_threads=args.threads,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        workers_kill_timeout=3,
    )
    server.serve()


def _await_end_of_input() -> None:
    """Whoever started us holds the other end: when it dies, however it dies, we stop."""
    # Straight from the descriptor: a thread inside sys.stdin would hold its lock when Python ends.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
