"""open Rollbook: web, worker and scheduler together, until Ctrl-C"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import sys
from pathlib import Path

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

WEB_THREADS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C (0), or until one of the processes ends by itself (1)."""
    _require_free(args.host, args.port)
    start_office()
    from django.conf import settings

    from rollbook.config.readying import collect_if_needed, migrate_if_needed
    from rollbook.config.supervising import Together

    migrate_if_needed()
    collect_if_needed()
    together = Together()
    with together.until_signalled():
        python = [sys.executable, "-m"]
        web = [args.host, str(args.port), str(web_processes()), str(WEB_THREADS)]
        together.start("web", [*python, "rollbook.config.web_server", *web])
        together.start("worker", [*python, "rollbook.config.cli", "work", "--end-with-input"])
        if has_training_school():
            together.start("practice", [*python, "rollbook.config.practice_post", _reached(args.host), str(args.port)])
        if together.wait_until(lambda: answers(args.host, args.port), pause=0.1):
            say(f"Rollbook is open at http://{_shown(args.host)}:{args.port}/")
            _say_accounts(Path(settings.HOME) / "accounts.json")
            say("Ctrl-C stops it.")
        together.wait_until(lambda: False, pause=0.5)
        ended = together.ended()
    if together.stop.is_set():
        return 0
    sys.stderr.write(f"The {ended} process ended by itself, so Rollbook has stopped.\n")
    return 1


def web_processes() -> int:
    """As many as the machine has cores: up to four, and up to two where SQLite lets one write at a time."""
    from django.db import connection

    return min(2 if connection.vendor == "sqlite" else 4, os.cpu_count() or 1)


def has_training_school() -> bool:
    """Whether a school here lives by a clock of its own: its messages go to providers that practise."""
    from rollbook.config.clock import now
    from rollbook.schools.queries import every_school, rollbook_at

    return any(rollbook_at(school, now()).shift for school in every_school())


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise Refused(
            f"Rollbook cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}. "
            "Choose another with --port."
        ) from error


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def answers(host: str, port: int) -> bool:
    """Whether the web answers under a name that the settings allow (with HTTPS set, it sends us on to that)."""
    from django.conf import settings

    name = next((h.lstrip(".") for h in settings.ALLOWED_HOSTS if h != "*"), "localhost")
    connection = http.client.HTTPConnection(_reached(host), port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reached(host: str) -> str:
    """The address to ask ourselves on: every address means this machine too."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _shown(host: str) -> str:
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:  # noqa: S104
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _say_accounts(kept: Path) -> None:
    """One account for each role of the training school, when there is one."""
    if not kept.exists():
        return
    accounts = json.loads(kept.read_text())["accounts"]
    first = {account["role"]: account for account in reversed(accounts)}
    say("Training accounts (user name, password):")
    for account in accounts:
        if first[account["role"]] is account:
            say(f"  {account['role']:<26} {account['username']:<16} {account['password']}")
