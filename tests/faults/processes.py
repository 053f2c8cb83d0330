"""What every trial needs: a home and a database of its own, and processes that can be killed and started cheaply."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

Say = Callable[[str], object]
ROOT = Path(__file__).resolve().parents[2]


def silent(line: str) -> None:
    """Say nothing on the way."""


class Killable:
    """One of Rollbook's processes, in a process group of its own, copied from one that has loaded everything."""

    def __init__(self, home: Path, environment: dict[str, str], *words: str) -> None:
        self.log, self._pid = home / f"{words[0]}.log", 0
        with self.log.open("ab") as log:
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.warm", *words],
                env=environment,
                cwd=home,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
            )
        self._hear("loaded")

    def start(self, word: str = "") -> None:
        """Start it; the word is told to it alone."""
        assert self._warm.stdin is not None
        self._warm.stdin.write(f"{word}\n")
        self._pid = int(self._hear())

    def kill(self) -> None:
        if not self._pid:
            return
        with suppress(ProcessLookupError):  # it has ended by itself, and the log says why
            os.killpg(self._pid, signal.SIGKILL)
        self._hear("gone")
        self._pid = 0

    def end(self) -> None:
        """Kill it, and what it is copied from."""
        self.kill()
        self._warm.communicate()

    def said_last(self) -> str:
        return self.log.read_text()[-800:]

    def _hear(self, expected: str = "") -> str:
        assert self._warm.stdout is not None
        said = self._warm.stdout.readline().strip()
        if not said or (expected and said != expected):
            raise AssertionError(f"no process came of it: “{said}”, {self.said_last()}")
        return said


def environment_of(home: Path, url: str) -> dict[str, str]:
    """What the processes of a trial are started with; bytecode is kept, which makes a start cheap."""
    left = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in left}
    environment |= {"ROLLBOOK_HOME": str(home), "PYTHONPATH": str(ROOT), "ROLLBOOK_LOG_LEVEL": "ERROR"}
    return environment | ({"DATABASE_URL": url} if url else {})


def not_verified(home: Path, environment: dict[str, str]) -> list[str]:
    """What `rollbook verify` finds: chain, marks, years, amendments and notes must all agree."""
    command = [sys.executable, "-m", "rollbook.config.cli", "verify"]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stdout[-1500:] + done.stderr[-1500:]]


def asked(module: str, home: Path, environment: dict[str, str], given: str = "") -> str:
    """What a module of the trial prints last, run in the home with this on its standard input."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, env=environment, cwd=home, input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def a_database(kind: str) -> Iterator[str]:
    """A database of the trial's own beside the one that DATABASE_URL names; empty where none is named."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"rollbook_{kind}_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def database_name(url: str) -> str:
    return "PostgreSQL" if url else "SQLite"
